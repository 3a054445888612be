import type { CardContent } from "../cards/catalog.ts";
import { incidentContent } from "../cards/incident.ts";
import type { Target } from "../cards/slot.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import { ticketId } from "../domain/ticket/ids.ts";
import { type ReaderLocale, readerOf } from "../ports/address-book.ts";
import type { Directory } from "../ports/directory.ts";
import type { DueIncident, IncidentStore } from "../ports/incident-store.ts";
import { MessageFault } from "../ports/messenger.ts";
import type { ReportQueries } from "../ports/report-queries.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";
import { type SendDeps, sendCard } from "./send-card.ts";

/** Reports of people about somebody who may be posing as a helper, on their way to those who look into them. */
export interface Incidents {
  /** Passes on the report with this number. @returns whether it has arrived somewhere; false too while that is not known. */
  tell(number: number): Promise<boolean>;
}

interface IncidentDeps extends SendDeps {
  readonly store: IncidentStore & Pick<ReportQueries, "namesOf">;
  readonly directory: Directory;
  /** The security channel, else the audit channel; null when there is neither: then the leads are told. */
  readonly securityChannel: string | null;
  readonly channelReader: ReaderLocale;
  readonly scheduler: Scheduler;
  readonly log: Log;
}

/** Milliseconds between tries to reach a channel that is away. */
const EVERY = 60_000;

/** A report stays due until the channel has it. While the channel is away, and without one, each lead is told in their own chat. */
export function createIncidents(deps: IncidentDeps): Incidents {
  const { store, securityChannel, channelReader, addresses, directory, scheduler, clock, log } = deps;

  const telling = new Map<number, Promise<boolean>>();

  /** A report that is delivered twice at once is told by one try: the other would take the channel for away. */
  function tellOnce(due: DueIncident): Promise<boolean> {
    const begun = telling.get(due.number) ?? tellOne(due).finally(() => telling.delete(due.number));
    telling.set(due.number, begun);
    return begun;
  }

  /** Which of them an earlier try has reached is recorded with the card, so a later one changes nothing there. */
  async function send(
    number: number,
    key: string,
    target: Target,
    words: Words,
    content: (words: Words) => CardContent,
  ) {
    const place = ticketId(`Incident-${number}`);
    const posted = (await deps.deliveryStore.posted(place)).find((each) => each.key === key) ?? null;
    const slot = { key, target, alert: true, words, content: () => content(words) };
    const sent = await sendCard(place, slot, posted, deps).catch((fault: unknown) => {
      if (!(fault instanceof MessageFault)) throw fault;
      log.warn("incident.not-sent", { act: number, kind: fault.kind });
      return null;
    });
    return sent !== null && sent.did !== "in-doubt" && sent.did !== "unreachable" && sent.did !== "overtaken";
  }

  async function tellLeads(number: number, content: (words: Words) => CardContent): Promise<boolean> {
    const leads = await directory.leads().catch((fault: unknown) => {
      log.warn("incident.leads-unknown", { act: number, error: faultName(fault) });
      return [];
    });
    const told = leads.map(async ({ id }) => {
      const words = wordsFor(readerOf(await addresses.contact(id), channelReader));
      return send(number, `incident:${id}`, { kind: "person", person: id }, words, content);
    });
    return (await Promise.all(told)).includes(true);
  }

  async function tellOne({ number, at, entry }: DueIncident): Promise<boolean> {
    const { incident: report, name } = entry ?? {};
    // Retention has let go of it before anybody could be told.
    if (report === undefined) return store.incidentTold(number).then(() => false);
    const helpers = report.requests.flatMap(({ helper }) => helper ?? []);
    const names = await store.namesOf([...new Set(helpers)]);
    const content = (words: Words) =>
      incidentContent({ at, reporter: name?.text ?? words.say("text.erased"), report }, names, words);
    const target = { kind: "channel", conversationId: securityChannel ?? "" } as const;
    const isInChannel =
      securityChannel !== null && (await send(number, "incident", target, wordsFor(channelReader), content));
    const isWithLeads = !isInChannel && (await tellLeads(number, content));
    const isDone = isInChannel || (securityChannel === null && isWithLeads);
    if (isDone) await store.incidentTold(number);
    else log.error("incident.waits", { act: number, leads: isWithLeads });
    return isInChannel || isWithLeads;
  }

  scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: EVERY,
    faultEvent: "incident.poll-failed",
    async run() {
      const before = clock.now() - EVERY / 2;
      // The process that recorded a newer one is passing it on now.
      for (const due of await store.dueIncidents()) if (due.at <= before) await tellOnce(due);
      return false;
    },
  });

  return {
    async tell(number) {
      try {
        const [due] = await store.dueIncidents(number);
        // None: a repeated delivery of a report that was passed on before.
        return due === undefined || (await tellOnce(due));
      } catch (fault) {
        log.error("incident.poll-failed", { error: faultName(fault) });
        return false;
      }
    },
  };
}
