import { type AuditCommand, note } from "./command.ts";
import { reasonIn } from "./options.ts";

export const rebuild: AuditCommand = {
  name: "rebuild",
  flags: ["reason"],
  usage: '--reason "…"',
  does: "draws the tables again from the events; a broken trail is left alone",
  async run(options, desk) {
    await note(desk, "rebuild", "everything", reasonIn(options));
    const { tickets, corrected, restored, broken } = await desk.evidence.rebuild(desk.policy);
    for (const ticket of corrected) desk.print(`${ticket}: put right`);
    for (const ticket of restored) desk.print(`${ticket}: had lost its row, and has it back`);
    for (const ticket of broken) desk.print(`${ticket}: left alone, its trail is broken`);
    desk.print(
      `${tickets} tickets: ${corrected.length} put right, ${restored.length} given back, ${broken.length} left alone.`,
    );
    desk.print("What searches, diaries and names are read from was drawn anew, whatever it said.");
    return broken.length === 0 ? 0 : 1;
  },
};
