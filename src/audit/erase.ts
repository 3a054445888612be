import { UsageMistake } from "../cli/command-line.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Erasure, Forbidden } from "../ports/evidence.ts";
import { type AuditCommand, type Desk, note, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { holdInWords } from "./hold.ts";
import { type Options, reasonIn } from "./options.ts";

export const erase: AuditCommand = {
  name: "erase",
  flags: ["person", "reason", "dry-run", "yes", "json"],
  does: "makes every word about a person unreadable for good; what happened stays and verifies. Asks before",
  async run(options, desk) {
    const { person } = options;
    if (person === undefined) throw new UsageMistake("erase wants --person, an object id in Entra");
    if (options.dryRun) return foreseen(person, options, desk);
    const order = { who: desk.who, why: reasonIn(options) };
    if (!options.yes && !(await isMeant(person, desk))) {
      tell(options, desk, { erased: false, why: "not confirmed" }, ["Nothing was erased."]);
      return 1;
    }
    await note(desk, "erase", person, order.why);
    return toldErasure(person, await desk.evidence.erasePerson(person, order), options, desk);
  },
};

/** Asks only for what would be erased: the refusal of the rest is told without a question. */
async function isMeant(person: PersonId, desk: Desk): Promise<boolean> {
  const ahead = await desk.evidence.erasureOf(person);
  if (ahead.kind !== "erased") return true;
  return desk.confirm(
    `Every word about ${person}, on ${counted(ahead.tickets, "ticket")}, becomes unreadable for good. Erase it?`,
  );
}

async function foreseen(person: PersonId, options: Options, desk: Desk): Promise<number> {
  const ahead = await desk.evidence.erasureOf(person);
  if (ahead.kind !== "erased") return toldErasure(person, ahead, options, desk);
  tell(options, desk, { dryRun: true, person, tickets: ahead.tickets }, [
    ...erasedBefore(ahead.erasedAt),
    `It would erase what is about ${person}, on ${counted(ahead.tickets, "ticket")}. Nothing was erased.`,
  ]);
  return 0;
}

function toldErasure(person: PersonId, outcome: Erasure, options: Options, desk: Desk): number {
  if (outcome.kind === "unknown") {
    tell(options, desk, { erased: false, why: "unknown", person }, [
      `Nothing was erased: nothing in this store is about ${person}. Compare the id with Entra.`,
    ]);
    return 1;
  }
  if (outcome.kind === "held") {
    tell(options, desk, { erased: false, why: "held", person, against: outcome.against }, [
      `Nothing was erased: what is about ${person} is under legal hold.`,
      ...outcome.against.map((each) => `  ${whyNot(each, person)}`),
      "Remove these holds first, when those who asked for them agree: hold remove NUMBER --reason …",
    ]);
    return 1;
  }
  const { tickets, erasedAt } = outcome;
  tell(options, desk, { erased: true, person, tickets }, [
    ...erasedBefore(erasedAt),
    `Erased: what was about ${person}, on ${counted(tickets, "ticket")}.`,
    "Their cards in Teams are drawn again without it as soon as Beckon runs.",
    "Backups of the database, exported packs and some messages in Teams are outside of Beckon's reach: see docs/audit.md.",
  ]);
  return 0;
}

const erasedBefore = (erasedAt: number | null): readonly string[] =>
  erasedAt === null ? [] : [`They had been erased on ${new Date(erasedAt).toISOString()} before.`];

/** `BK-1001: its helper 2222… is held. 7: person 2222…, since … by counsel: litigation 12`. */
function whyNot({ hold, ticket, as }: Forbidden, person: string): string {
  if (ticket === null) return `${person} is held. ${holdInWords(hold)}`;
  if (as === null) return `${ticket} is held. ${holdInWords(hold)}`;
  return `${ticket}: ${WHO[as]} ${hold.subject} is held. ${holdInWords(hold)}`;
}

const WHO = { sharer: "its sharer", helper: "its helper", other: "somebody who took part," } as const;
