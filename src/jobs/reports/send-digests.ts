import { render } from "../../cards/catalog.ts";
import type { Target } from "../../cards/slot.ts";
import { weekBefore } from "../../cards/text/time-zone.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { AddressBook, ReaderLocale } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Address } from "../../ports/messenger.ts";
import type { DigestPolicy } from "../../ports/report-policy.ts";
import type { ReportQueries } from "../../ports/report-queries.ts";
import type { Log } from "../../telemetry/log.ts";
import { digest } from "./digest.ts";
import { type Recipient, type RecipientsDeps, recipientsFor } from "./digest-recipients.ts";
import { type SendOnceDeps, sendOnce } from "./send-once.ts";
import { helpersIn, tally, type Week } from "./tally.ts";

interface DigestDeps extends SendOnceDeps, RecipientsDeps {
  readonly queries: ReportQueries;
  /** Null when the target cannot be written to. */
  readonly reach: (place: Target) => Promise<Address | null>;
  readonly addresses: Pick<AddressBook, "contact">;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: DigestPolicy;
  /** Whose week it is, and how a channel reads it. */
  readonly reader: ReaderLocale;
}

const KEPT = 400 * 24 * 60 * 60_000;

/**
 * Once a week, the week that was over when it was due; after several missed runs only the newest of
 * those weeks. A run that fails for one recipient goes on with the others; the next run sends what is missing.
 * @throws {DirectoryUnavailable} or the fault of the first recipient who got no digest.
 */
export const sendDigests = (deps: DigestDeps) => ({
  name: "digest",
  cron: deps.policy.cron,
  async run(_dueAt: number, newestDueAt: number): Promise<void> {
    if (deps.digestTo === "off" && deps.policy.recipients.length === 0) return;
    const { queries, reader, clock, log } = deps;
    const week = weekBefore(newestDueAt, reader.timeZone);
    const seen = {
      events: await queries.events(week.from, week.to),
      sessions: await queries.sessions(week.from, week.to),
      later: await queries.events(week.to, clock.now()),
    };
    const faults: unknown[] = [];
    for (const recipient of await recipientsFor(helpersIn(seen), deps)) {
      try {
        await sendOne(recipient, week, seen, deps);
      } catch (fault) {
        log.warn("digest.failed", {
          to: recipient.name,
          error: fault instanceof Error ? fault.name : "unknown",
        });
        faults.push(fault);
      }
    }
    await deps.reportLog.forgetReports(clock.now() - KEPT);
    if (faults.length > 0) throw faults[0];
  },
});

/** A person reads their own language; the days are those of the configured time zone for all. */
async function readerOf(place: Target, { addresses, reader }: DigestDeps): Promise<ReaderLocale> {
  const contact = place.kind === "person" ? await addresses.contact(place.person) : null;
  return { ...reader, ...contact, timeZone: reader.timeZone };
}

async function sendOne(
  { name, place, of }: Recipient,
  week: ReturnType<typeof weekBefore>,
  seen: Week,
  deps: DigestDeps,
): Promise<void> {
  const { policy, log } = deps;
  const reader = await readerOf(place, deps);
  const about = of === null ? "helpdesk" : "reports";
  const drawing = digest({
    week,
    about,
    reader,
    minimumGroup: policy.minimumGroup,
    numbers: tally(seen, of),
  });
  const address = await deps.reach(place);
  if (address === null) {
    log.warn("digest.unreachable", { to: name });
    return;
  }
  const report = { report: "digest", recipient: name, period: new Date(week.from).toISOString() };
  const { say, language } = wordsFor(reader);
  const message = { card: render(drawing, language), summary: say("digest.summary"), alert: true };
  if (await sendOnce(report, address, message, deps)) log.info("digest.sent", { to: name });
}
