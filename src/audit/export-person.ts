import { diaryRow } from "../cards/diary.ts";
import { wordsFor } from "../cards/text/words.ts";
import { UsageMistake } from "../cli/command-line.ts";
import type { TicketEvent } from "../domain/ticket/events.ts";
import { replay } from "../domain/ticket/evolve.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { EvidenceRecord } from "../ports/evidence.ts";
import type { DiaryEntry } from "../ports/ticket-search.ts";
import { diaryEntriesOf } from "../store/search/diary.ts";
import { breaksIn, tellBreaks } from "./breaks.ts";
import { type AuditCommand, countingReads, type Desk, note, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { type PersonEntry, personEntry } from "./entries.ts";
import { messageLine, messagesOn, messagesSection, withoutTextOfOthers, writeFiles } from "./messages.ts";
import { nothingIn } from "./number-ranges.ts";
import { reasonIn } from "./options.ts";
import { createFolder } from "./pack/folder.ts";
import { momentsFor } from "./pack/moments.ts";
import { PAGE_END, pageBegin, ticketSection } from "./pack/page.ts";
import { chatSection, diarySection, readersSection } from "./pack/sections.ts";

/** Everything stored about a person, readable and complete, without personal text about others. */
export const exportPerson: AuditCommand = {
  name: "export-person",
  flags: ["person", "reason", "out", "json"],
  does: "writes everything that is kept about a person, to hand to them",
  async run(options, desk) {
    const { person } = options;
    if (person === undefined) throw new UsageMistake("export-person wants --person, an object id in Entra");
    const why = reasonIn(options);
    const tickets = await desk.evidence.ticketsIn({ person });
    const chat = await desk.contact(person);
    if (tickets.length === 0 && chat === null) {
      const nothing = `Nothing was written: ${nothingIn({ person }, [])}`;
      tell(options, desk, { exported: false, why: nothing }, [nothing]);
      return 1;
    }
    await note(desk, "export-person", person, why);
    const at = new Date(desk.clock.now()).toISOString();
    const folder = createFolder(options.out ?? `beckon-person-${person}-${at.replaceAll(":", "-")}`);
    const breaks = await breaksIn({ person }, desk);
    folder.write("index.html", pageBegin(headOf(person, at, desk)));
    folder.write("index.html", chatSection(chat));
    folder.write("person.jsonl", line({ kind: "chat", chat }));
    const { evidence } = countingReads(desk, tickets.length);
    for await (const { ticket, records } of evidence.read({ person })) {
      const sessions = sessionsOf(person, records, ticket);
      const own = records.filter(
        ({ body, event }) =>
          body.includes(JSON.stringify(person)) || (sessions.length > 0 && isOfSession(event)),
      );
      const readable = own.map((record) => ({ ...record, event: withoutOthers(record, person) }));
      const thread = await messagesOn(ticket, desk);
      const rows = sessions.map(({ entry, told }) => {
        const row = diaryRow(entry, { ticket: told, thread }, desk.clock.now(), wordsFor(desk.reader));
        folder.write("person.jsonl", line({ kind: "session", ...momentsIn(entry), ...row }));
        return row;
      });
      for (const { version, event } of readable) {
        folder.write("person.jsonl", line({ kind: "event", ticket, version, event }));
      }
      const messages = thread
        .filter(({ by, text }) => by.id === person || text.about === person)
        .map((message) => withoutTextOfOthers(message, person));
      for (const message of messages) folder.write("person.jsonl", messageLine(ticket, message));
      await writeFiles(ticket, messages, folder, desk);
      folder.write("index.html", messagesSection(ticket, messages, momentsFor(desk.reader)));
      folder.write("index.html", diarySection(ticket, rows));
      folder.write(
        "index.html",
        ticketSection({
          ticket,
          records: readable,
          anchoredUpTo: null,
          reader: desk.reader,
          breaks: breaks.ofTicket(ticket),
        }),
      );
    }
    const entries: PersonEntry[] = [];
    for await (const each of desk.evidence.acts({ person })) {
      const entry = personEntry(each, person, tickets);
      if (entry === null) continue;
      entries.push(entry);
      folder.write("person.jsonl", line(entry));
    }
    folder.write("index.html", readersSection(entries, momentsFor(desk.reader)));
    folder.write("index.html", PAGE_END);
    folder.close();
    await note(desk, "exported", `person ${person}, to hand to them`, why);
    if (!options.json) tellBreaks(breaks, desk.print);
    const reads = entries.filter(({ kind }) => kind === "read-about-them").length;
    const { path } = folder;
    tell(options, desk, { exported: true, path, tickets: tickets.length, reads, breaks: breaks.all }, [
      `${path}: ${counted(tickets.length, "ticket")}, and ${counted(reads, "time")} that somebody read about them.`,
    ]);
    return breaks.all.length === 0 ? 0 : 1;
  },
};

/** Every session on this person's devices, no matter who ended it; empty for other people's tickets. */
function sessionsOf(person: PersonId, records: readonly EvidenceRecord[], ticket: TicketId) {
  const events = records.flatMap(({ event }) => event ?? []);
  const told = events.length === records.length ? replay(ticket, events) : null;
  if (told === null || told.sharer.id !== person) return [];
  return diaryEntriesOf(told).map((entry) => ({ entry, told }));
}

/** ISO times for programs, beside the text for people. */
function momentsIn({ askedAt, startedAt, endedAt, levels }: DiaryEntry) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    askedAt: iso(askedAt),
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    spans: levels.map(({ level, from, to }) => ({ level, from: iso(from), to: iso(to) })),
  };
}

const isOfSession = (event: TicketEvent | null): boolean => event !== null && "session" in event;

const line = (value: object): string => `${JSON.stringify(value)}\n`;

const headOf = (person: PersonId, at: string, { reader }: Desk) => ({
  title: "What Beckon keeps about you",
  lead: "Every session on your devices, and every record that names you, with your own words and with those about you. Words about others are left out.",
  facts: [
    ["You", `object id ${person} in Entra`],
    ["Made", at],
    ["Times", `${reader.timeZone}, with the difference to UTC behind each`],
    ["As data", "person.jsonl"],
  ] as const,
});

/** Replaces personal text about others, except the names of people who acted. */
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
