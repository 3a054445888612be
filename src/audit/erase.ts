import { type AuditCommand, note } from "./command.ts";
import { holdInWords } from "./hold.ts";
import { reasonIn, UsageMistake } from "./options.ts";

export const erase: AuditCommand = {
  name: "erase",
  flags: ["person", "reason"],
  usage: '--person GUID --reason "…"',
  does: "makes every word about a person unreadable for good; what happened stays and verifies",
  async run(options, desk) {
    const { person } = options;
    if (person === undefined) throw new UsageMistake("erase wants --person, an object id in Entra");
    await note(desk, "erase", person, reasonIn(options));
    const outcome = await desk.evidence.erasePerson(person);
    if (outcome.kind === "held") {
      desk.print(`Nothing was erased: ${person} is under legal hold.`);
      for (const each of outcome.holds) desk.print(`  ${holdInWords(each)}`);
      return 1;
    }
    const { tickets } = outcome;
    desk.print(`Erased: what was about ${person}, on ${tickets === 1 ? "1 ticket" : `${tickets} tickets`}.`);
    desk.print("Their cards in Teams are drawn again without it as soon as Beckon runs.");
    desk.print(
      "Backups of the database and exported packs are outside of Beckon's reach: see docs/audit.md.",
    );
    return 0;
  },
};
