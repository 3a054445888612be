import type { EvidenceRecord } from "../ports/evidence.ts";
import type { TicketEvent } from "../ticket/events.ts";
import type { PersonId } from "../ticket/ids.ts";
import { type AuditCommand, type Desk, note } from "./command.ts";
import { reasonIn, UsageMistake } from "./options.ts";
import { createFolder } from "./pack/folder.ts";
import { PAGE_END, pageBegin, ticketSection } from "./pack/page.ts";

/** What a person may ask for about themselves: readable, complete, and without the words about others. */
export const exportPerson: AuditCommand = {
  name: "export-person",
  usage: '--person GUID --reason "…" [--out FOLDER]',
  does: "writes everything that is kept about a person, to hand to them",
  async run(options, desk) {
    const { person } = options;
    if (person === undefined) throw new UsageMistake("export-person wants --person, an object id in Entra");
    await note(desk, "export-person", person, reasonIn(options));
    const at = new Date(desk.clock.now()).toISOString();
    const folder = createFolder(options.out ?? `beckon-person-${person}-${at.replaceAll(":", "-")}`);
    const chat = await desk.contact(person);
    folder.write("index.html", pageBegin(headOf(person, at, desk)));
    folder.write("person.jsonl", line({ kind: "chat", chat }));
    let tickets = 0;
    for await (const { ticket, records } of desk.evidence.read({ person })) {
      const own = records.filter(({ body }) => body.includes(JSON.stringify(person)));
      const readable = own.map((record) => ({ ...record, event: withoutOthers(record, person) }));
      for (const { version, event } of readable) {
        folder.write("person.jsonl", line({ kind: "event", ticket, version, event }));
      }
      folder.write("index.html", ticketSection(ticket, readable, null, desk.reader));
      tickets++;
    }
    const acts = (await desk.evidence.acts()).filter(({ act }) => act?.about.includes(person));
    for (const act of acts) folder.write("person.jsonl", line({ kind: "read-about-them", ...act }));
    folder.write("index.html", PAGE_END);
    folder.close();
    desk.print(`${folder.path}: ${tickets} tickets, and ${acts.length} times that somebody read about them.`);
    return 0;
  },
};

const line = (value: object): string => `${JSON.stringify(value)}\n`;

const headOf = (person: PersonId, at: string, { reader }: Desk) => ({
  title: "What Beckon keeps about you",
  lead: "Every record that names you, with your own words and with those about you. Words about others are left out.",
  facts: [
    ["You", `object id ${person} in Entra`],
    ["Made", at],
    ["Times", `${reader.timeZone}; in UTC when pointed at`],
    ["As data", "person.jsonl"],
  ] as const,
});

/** Names of people who acted stay, for they are part of what happened to this person. */
function withoutOthers({ event }: EvidenceRecord, person: PersonId): TicketEvent | null {
  const text = JSON.stringify(event, function hide(this: unknown, key: string, value: unknown): unknown {
    if (!isPersonal(value) || value.about === person) return value;
    const isName = key === "name" && isObject(this) && this.id === value.about;
    return isName ? value : { about: value.about, text: "(about somebody else)" };
  });
  return JSON.parse(text) as TicketEvent | null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isPersonal = (value: unknown): value is { readonly about: unknown } =>
  isObject(value) && "about" in value && "text" in value;
