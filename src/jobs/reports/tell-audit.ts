import { render } from "../../cards/catalog.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { AddressBook, ReaderLocale } from "../../ports/address-book.ts";
import type { ReportId } from "../../ports/report-queries.ts";
import type { Fields } from "../../telemetry/log.ts";
import type { Anomaly } from "./anomaly.ts";
import { anomalyCard } from "./anomaly-card.ts";
import { type SendOnceDeps, sendOnce } from "./send-once.ts";

export interface AuditDeps extends SendOnceDeps {
  readonly addresses: Pick<AddressBook, "channel">;
  readonly reader: ReaderLocale;
  /** Conversation id; null when there is none: the helpdesk's channel is read by those whom it may be about. */
  readonly auditChannel: string | null;
}

export interface News {
  readonly report: ReportId;
  readonly title: string;
  /** What the reader should do. */
  readonly advice: string;
  readonly anomaly: Pick<Anomaly, "seen" | "people" | "evidence">;
  readonly names: () => Promise<ReadonlyMap<PersonId, string>>;
  readonly summary: string;
  readonly alert: boolean;
  /** The log line: `anomaly` or `reconcile`, with fields that hold no names. */
  readonly log: { readonly name: string; readonly fields: Fields };
}

/** Posts a card in the audit channel once; without a channel it is logged once. */
export async function tellAudit(news: News, deps: AuditDeps): Promise<void> {
  const { log, clock, reader } = deps;
  const { name, fields } = news.log;
  if (deps.auditChannel === null) {
    if (await deps.reportLog.claimReport(news.report, clock.now())) log.warn(`${name}.no-channel`, fields);
    return;
  }
  const channel = await deps.addresses.channel(deps.auditChannel);
  // Beckon has not been added to that channel yet: sent once it has.
  if (channel === null) return log.warn(`${name}.channel-unknown`, fields);
  const look = { names: await news.names(), words: wordsFor(reader), at: clock.now() };
  const card = render(anomalyCard(news, news.anomaly, look), look.words.language);
  const message = { card, summary: news.summary, alert: news.alert };
  if (await sendOnce(news.report, channel, message, deps)) log.warn(`${name}.told`, fields);
}
