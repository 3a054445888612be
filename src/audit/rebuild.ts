import { type AuditCommand, note } from "./command.ts";
import { counted } from "./counted.ts";
import { reasonIn } from "./options.ts";

export const rebuild: AuditCommand = {
  name: "rebuild",
  flags: ["reason"],
  usage: '--reason "…"',
  does: "draws the tables again from the events; what is broken or was lost in silence is left alone",
  async run(options, desk) {
    const why = reasonIn(options);
    await note(desk, "rebuild", "everything", why);
    const { tickets, corrected, restored, broken, lost, counterWasBehind } = await desk.evidence.rebuild(
      desk.policy,
    );
    if (counterWasBehind) desk.print("The counter of tickets: put right");
    for (const ticket of corrected) desk.print(`${ticket}: put right`);
    for (const ticket of restored) desk.print(`${ticket}: had lost its row, and has it back`);
    for (const ticket of broken) desk.print(`${ticket}: left alone, its trail is broken`);
    for (const ticket of lost) {
      desk.print(
        `${ticket}: left alone, a key was destroyed and nobody recorded it: the tables may have the last words`,
      );
    }
    const outcome = `rows of ${counted(tickets, "ticket")}: ${corrected.length} put right, ${restored.length} given back, ${broken.length + lost.length} left alone`;
    await note(desk, "rebuilt", outcome, why);
    desk.print(`Looked at the ${outcome}.`);
    desk.print(
      lost.length === 0
        ? "What searches, diaries and names are read from was drawn anew, whatever it said."
        : "What searches, diaries and names are read from was left as it is: bring the keys back from a backup first, see docs/audit.md.",
    );
    return broken.length + lost.length === 0 ? 0 : 1;
  },
};
