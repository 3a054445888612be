import { type AuditCommand, note, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { reasonIn } from "./options.ts";

export const rebuild: AuditCommand = {
  name: "rebuild",
  flags: ["reason", "json"],
  does: "draws the tables again from the events; what is broken or was lost in silence is left alone",
  async run(options, desk) {
    const why = reasonIn(options);
    await note(desk, "rebuild", "everything", why);
    const counter = desk.progress.begin("tickets", (await desk.evidence.ticketsIn({})).length);
    const result = await desk.evidence.rebuild(desk.policy, counter.done).finally(counter.end);
    const { tickets, corrected, restored, broken, lost, counterWasBehind } = result;
    const outcome = `rows of ${counted(tickets, "ticket")}: ${corrected.length} put right, ${restored.length} given back, ${broken.length + lost.length} left alone`;
    await note(desk, "rebuilt", outcome, why);
    tell(options, desk, { ...result }, [
      ...(counterWasBehind ? ["The counter of tickets: put right"] : []),
      ...corrected.map((ticket) => `${ticket}: put right`),
      ...restored.map((ticket) => `${ticket}: had lost its row, and has it back`),
      ...broken.map((ticket) => `${ticket}: left alone, its trail is broken`),
      ...lost.map(
        (ticket) =>
          `${ticket}: left alone, a key was destroyed and nobody recorded it: the tables may have the last words`,
      ),
      `Looked at the ${outcome}.`,
      lost.length === 0
        ? "The tables that searches, diaries and names are read from were built again."
        : "What searches, diaries and names are read from was left as it is: bring the keys back from a backup first, see docs/audit.md.",
    ]);
    return broken.length + lost.length === 0 ? 0 : 1;
  },
};
