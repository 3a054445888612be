import { UsageMistake } from "../config/command-line.ts";
import type { LegalHold, LegalHoldResult, NewLegalHold } from "../ports/evidence.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { counted } from "./counted.ts";
import { type Options, reasonIn } from "./options.ts";

export const hold: AuditCommand = {
  name: "hold",
  flags: ["person", "ticket", "reason"],
  words: 2,
  usage:
    'add --person GUID | --ticket BK-1042 --reason "…"   or   remove NUMBER --reason "…"   or   list [--person GUID | --ticket BK-1042]',
  does: "keeps a person's or a ticket's words from erasure and retention, until it is removed",
  async run(options, desk) {
    const [verb, number] = options.words;
    if (verb === "remove") return await remove(options, number, desk);
    if (number !== undefined) throw new UsageMistake(`hold ${verb} does not know what “${number}” is for`);
    if (verb === "list") return await list(options, desk);
    if (verb !== "add") throw new UsageMistake("hold wants add, remove or list");
    const wanted = { ...subjectOf(options), reason: reasonIn(options), by: desk.who };
    return tellHolding(wanted, await desk.evidence.hold(wanted), desk);
  },
};

function tellHolding({ kind, subject }: NewLegalHold, holding: LegalHoldResult, { print }: Desk): number {
  switch (holding.kind) {
    case "unknown":
      print(
        kind === "ticket"
          ? `Nothing is held: there is no ${subject}. Compare the number.`
          : `Nothing is held: nothing in this store is about ${subject}. Compare the id with Entra.`,
      );
      return 1;
    case "held-already":
      print(`It is held for this reason already, and nothing was changed. ${holdInWords(holding.hold)}`);
      return 1;
    case "held": {
      const { hold, erasedAt } = holding;
      print(`Held. ${holdInWords(hold)}`);
      print(
        erasedAt === null
          ? `Nothing of it is erased or let go of until this hold is removed: hold remove ${hold.number} --reason …`
          : `They were erased on ${new Date(erasedAt).toISOString()}: what was about them by then is gone and does not come back. The hold keeps what came after.`,
      );
      return 0;
    }
  }
}

/** By its number, or by its subject when that has only one hold. */
async function remove(options: Options, number: string | undefined, desk: Desk): Promise<number> {
  const order = { who: desk.who, why: reasonIn(options) };
  const chosen = number === undefined ? await onlyHoldOn(options, desk) : numberIn(number, options);
  const ended = chosen === null ? null : await desk.evidence.release(chosen, order);
  if (ended === null) {
    desk.print("There is no such hold, and nothing was changed. See: hold list");
    return 1;
  }
  desk.print(`Removed. ${holdInWords(ended)}`);
  const left = (await desk.evidence.holds()).filter(({ subject }) => subject === ended.subject);
  desk.print(
    left.length === 0
      ? `Nothing holds ${ended.subject} any more.`
      : `${ended.subject} is still held: ${counted(left.length, "hold")} left.`,
  );
  return 0;
}

function numberIn(text: string, { person, ticket }: Options): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new UsageMistake("hold remove wants the number of a hold, as hold list shows it");
  }
  if (person !== undefined || ticket !== undefined) {
    throw new UsageMistake("hold remove wants the number of a hold or its subject, and not both");
  }
  return Number(text);
}

async function onlyHoldOn(options: Options, { evidence }: Desk): Promise<number | null> {
  const { subject } = subjectOf(options);
  const on = (await evidence.holds()).filter((each) => each.subject === subject);
  if (on.length > 1) {
    const lines = on.map((each) => `\n  ${holdInWords(each)}`).join("");
    throw new UsageMistake(
      `${subject} has ${on.length} holds: name the one to remove by its number, hold remove ${on[0]?.number}${lines}`,
    );
  }
  return on[0]?.number ?? null;
}

function subjectOf({ person, ticket }: Options): Pick<LegalHold, "kind" | "subject"> {
  if (person !== undefined && ticket === undefined) return { kind: "person", subject: person };
  if (ticket !== undefined && person === undefined) return { kind: "ticket", subject: ticket };
  throw new UsageMistake("hold wants one of --person and --ticket");
}

async function list({ person, ticket, reason }: Options, { evidence, print }: Desk): Promise<number> {
  if (reason !== undefined) throw new UsageMistake("hold list knows no --reason: nothing is changed by it");
  const wanted = [person, ticket].filter((each) => each !== undefined);
  const holds = (await evidence.holds()).filter(
    ({ subject }) => wanted.length === 0 || wanted.some((each) => each === subject),
  );
  for (const each of holds) print(holdInWords(each));
  if (holds.length === 0) print("There is no hold.");
  return 0;
}

/** `7: ticket BK-1042, since 2026-11-24T10:30:00.000Z by counsel@desk: litigation 12`. */
export const holdInWords = ({ number, kind, subject, reason, by, at }: LegalHold): string =>
  `${number}: ${kind} ${subject}, since ${new Date(at).toISOString()} by ${by}: ${reason}`;
