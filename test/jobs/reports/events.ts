import { deviceId, personId, ticketId } from "../../../src/domain/ticket/ids.ts";
import type { ReportEvent, ReportSession } from "../../../src/ports/report-queries.ts";
import { hana, sam } from "../../support/people.ts";
import { at } from "../../support/tickets.ts";

type Each<Union> = Union extends ReportEvent
  ? Omit<Union, "ticket" | "at" | "by" | "sharer" | "openedAt" | "holder">
  : never;

/** Something that happened on Hana's ticket so many minutes in, unless told otherwise. */
export const happened = (
  minutes: number,
  what: Each<ReportEvent>,
  change: Partial<Pick<ReportEvent, "ticket" | "by" | "sharer" | "holder" | "openedAt">> = {},
): ReportEvent => ({
  ...what,
  at: at(minutes),
  ticket: ticketId("BK-1042"),
  by: hana.id,
  sharer: sam.id,
  openedAt: at(0),
  holder: hana.id,
  ...change,
});

/** A session of Hana's that is over, with control for so many minutes. */
export const session = (
  minutes: number,
  control = 0,
  change: Partial<ReportSession> = {},
): ReportSession => ({
  ticket: ticketId(`BK-${1000 + minutes}`),
  session: 1,
  sharer: sam.id,
  helper: hana.id,
  device: deviceId("10000000-0000-4000-8000-000000000001"),
  cause: "ended-by-helper",
  askedAt: at(minutes),
  startedAt: at(minutes + 1),
  endedAt: at(minutes + 30),
  levels: [
    { level: "view", from: at(minutes + 1), to: at(minutes + 30) },
    ...(control === 0
      ? []
      : [{ level: "control", from: at(minutes + 2), to: at(minutes + 2 + control) } as const]),
  ],
  ...change,
});

export const somebody = (number: number) => personId(`00000000-0000-4000-8000-0000000001${number + 10}`);
