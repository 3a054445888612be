import { UsageMistake } from "../cli/command-line.ts";
import type { LegalHold, LegalHoldResult, NewLegalHold } from "../ports/evidence.ts";
import { type AuditCommand, type Desk, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { type Options, reasonIn } from "./options.ts";

export const addHold: AuditCommand = {
  name: "add",
  flags: ["person", "ticket", "reason", "json"],
  does: "holds a person or a ticket",
  async run(options, desk) {
    const wanted = { ...subjectOf(options), reason: reasonIn(options), by: desk.who };
    return tellHolding(wanted, await desk.evidence.hold(wanted), options, desk);
  },
};

function tellHolding(
  { kind, subject }: NewLegalHold,
  holding: LegalHoldResult,
  options: Options,
  desk: Desk,
): number {
  switch (holding.kind) {
    case "unknown":
      tell(options, desk, { held: false, why: "unknown" }, [
        kind === "ticket"
          ? `Nothing is held: there is no ${subject}. Compare the number.`
          : `Nothing is held: nothing in this store is about ${subject}. Compare the id with Entra.`,
      ]);
      return 1;
    case "held-already":
      tell(options, desk, { held: true, changed: false, hold: holdAsJson(holding.hold) }, [
        `It is held for this reason already, and nothing was changed. ${holdInWords(holding.hold)}`,
      ]);
      return 1;
    case "held": {
      const { hold, erasedAt } = holding;
      tell(options, desk, { held: true, changed: true, hold: holdAsJson(hold) }, [
        `Held. ${holdInWords(hold)}`,
        erasedAt === null
          ? `Nothing of it is erased or let go of until this hold is removed: hold remove ${hold.number} --reason …`
          : `They were erased on ${new Date(erasedAt).toISOString()}: what was about them by then is gone and does not come back. The hold keeps what came after.`,
      ]);
      return 0;
    }
  }
}

export const removeHold: AuditCommand = {
  name: "remove",
  flags: ["person", "ticket", "reason", "json"],
  words: "[NUMBER]",
  does: "removes a hold, by its number, or by its subject when that has only one hold",
  async run(options, desk) {
    const [number] = options.words;
    const order = { who: desk.who, why: reasonIn(options) };
    const chosen = number === undefined ? await onlyHoldOn(options, desk) : numberIn(number, options);
    const ended = chosen === null ? null : await desk.evidence.release(chosen, order);
    if (ended === null) {
      tell(options, desk, { removed: null }, [
        "There is no such hold, and nothing was changed. See: hold list",
      ]);
      return 1;
    }
    const left = (await desk.evidence.holds()).filter(({ subject }) => subject === ended.subject);
    tell(options, desk, { removed: holdAsJson(ended), left: left.length }, [
      `Removed. ${holdInWords(ended)}`,
      left.length === 0
        ? `Nothing holds ${ended.subject} any more.`
        : `${ended.subject} is still held: ${counted(left.length, "hold")} left.`,
    ]);
    return 0;
  },
};

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

export const listHolds: AuditCommand = {
  name: "list",
  onlyReads: true,
  flags: ["person", "ticket", "json"],
  does: "lists the holds in force",
  async run({ person, ticket, json }, { evidence, print }) {
    const wanted = [person, ticket].filter((each) => each !== undefined);
    const holds = (await evidence.holds()).filter(
      ({ subject }) => wanted.length === 0 || wanted.some((each) => each === subject),
    );
    for (const each of holds) print(json ? JSON.stringify(holdAsJson(each)) : holdInWords(each));
    if (holds.length === 0 && !json) print("There is no hold.");
    return 0;
  },
};

const holdAsJson = (hold: LegalHold) => ({ ...hold, at: new Date(hold.at).toISOString() });

/** `7: ticket BK-1042, since 2026-11-24T10:30:00.000Z by counsel@desk: litigation 12`. */
export const holdInWords = ({ number, kind, subject, reason, by, at }: LegalHold): string =>
  `${number}: ${kind} ${subject}, since ${new Date(at).toISOString()} by ${by}: ${reason}`;
