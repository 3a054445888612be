import { UsageMistake } from "../config/command-line.ts";
import type { Forbidden } from "../ports/evidence.ts";
import { type AuditCommand, type Desk, note } from "./command.ts";
import { counted } from "./counted.ts";
import { holdInWords } from "./hold.ts";
import { reasonIn } from "./options.ts";

export const erase: AuditCommand = {
  name: "erase",
  flags: ["person", "reason"],
  usage: '--person GUID --reason "…"',
  does: "makes every word about a person unreadable for good; what happened stays and verifies",
  async run(options, desk) {
    const { person } = options;
    if (person === undefined) throw new UsageMistake("erase wants --person, an object id in Entra");
    const order = { who: desk.who, why: reasonIn(options) };
    await note(desk, "erase", person, order.why);
    const outcome = await desk.evidence.erasePerson(person, order);
    if (outcome.kind === "unknown") {
      desk.print(`Nothing was erased: nothing in this store is about ${person}. Compare the id with Entra.`);
      return 1;
    }
    if (outcome.kind === "held") return tellHolds(person, outcome.against, desk);
    const { tickets, erasedAt } = outcome;
    if (erasedAt !== null) {
      desk.print(`They had been erased on ${new Date(erasedAt).toISOString()} before.`);
    }
    desk.print(`Erased: what was about ${person}, on ${counted(tickets, "ticket")}.`);
    desk.print("Their cards in Teams are drawn again without it as soon as Beckon runs.");
    desk.print(
      "Backups of the database, exported packs and some messages in Teams are outside of Beckon's reach: see docs/audit.md.",
    );
    return 0;
  },
};

function tellHolds(person: string, against: readonly Forbidden[], { print }: Desk): number {
  print(`Nothing was erased: what is about ${person} is under legal hold.`);
  for (const each of against) print(`  ${whyNot(each, person)}`);
  print("Remove these holds first, when those who asked for them agree: hold remove NUMBER --reason …");
  return 1;
}

/** `BK-1001: its helper 2222… is held. 7: person 2222…, since … by counsel: litigation 12`. */
function whyNot({ hold, ticket, as }: Forbidden, person: string): string {
  if (ticket === null) return `${person} is held. ${holdInWords(hold)}`;
  if (as === null) return `${ticket} is held. ${holdInWords(hold)}`;
  return `${ticket}: ${WHO[as]} ${hold.subject} is held. ${holdInWords(hold)}`;
}

const WHO = { sharer: "its sharer", helper: "its helper", other: "somebody who took part," } as const;
