import type { Hold } from "../ports/evidence.ts";
import { type AuditCommand, type Desk, note } from "./command.ts";
import { type Options, reasonIn, UsageMistake } from "./options.ts";

export const hold: AuditCommand = {
  name: "hold",
  flags: ["person", "ticket", "reason"],
  words: 1,
  usage: 'add|remove --person GUID | --ticket BK-1042 --reason "…"   or   list',
  does: "keeps a person's or a ticket's words from erasure and retention, until it is removed",
  async run(options, desk) {
    const [verb] = options.words;
    if (verb === "list") return await list(desk);
    if (verb !== "add" && verb !== "remove") throw new UsageMistake("hold wants add, remove or list");
    const { kind, subject } = subjectOf(options);
    const why = reasonIn(options);
    if (verb === "add") {
      await note(desk, "hold", subject, why);
      await desk.evidence.hold({ kind, subject, reason: why, by: desk.who, at: desk.clock.now() });
      desk.print(`Held: ${subject}. Nothing of it is erased or let go of until the hold is removed.`);
      return 0;
    }
    await note(desk, "release", subject, why);
    const wasHeld = await desk.evidence.release(subject);
    desk.print(wasHeld ? `No longer held: ${subject}.` : `There is no hold on ${subject}.`);
    return wasHeld ? 0 : 1;
  },
};

function subjectOf({ person, ticket }: Options): Pick<Hold, "kind" | "subject"> {
  if (person !== undefined && ticket === undefined) return { kind: "person", subject: person };
  if (ticket !== undefined && person === undefined) return { kind: "ticket", subject: ticket };
  throw new UsageMistake("hold wants one of --person and --ticket");
}

async function list({ evidence, print }: Desk): Promise<number> {
  const holds = await evidence.holds();
  for (const each of holds) print(holdInWords(each));
  if (holds.length === 0) print("There is no hold.");
  return 0;
}

export const holdInWords = ({ kind, subject, reason, by, at }: Hold): string =>
  `${kind} ${subject}, since ${new Date(at).toISOString()} by ${by}: ${reason}`;
