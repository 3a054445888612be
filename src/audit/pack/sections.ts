import type { diaryRow } from "../../cards/diary.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Contact } from "../../ports/address-book.ts";
import type { RecordedAuditEntry } from "../../ports/evidence.ts";
import { counted } from "../counted.ts";
import { type EntryAboutThem, type PersonEntry, quoted, whoDid } from "../entries.ts";
import type { Moments } from "./moments.ts";
import { escapeHtml, factList } from "./page.ts";

export const ENTRIES_BEGIN = `<section>
<header><h2>Who read, searched and exported</h2>
<p class="soft">What was done with these records, oldest first.</p></header>
<ol>
`;

export const ENTRIES_END = "</ol>\n</section>\n";

export function entryItem({ number, at, act, hash }: RecordedAuditEntry, say: Moments): string {
  const iso = new Date(at).toISOString();
  const [who, what] =
    act === null
      ? ["", "(let go of by retention)"]
      : [whoDid(act), [`${act.what} ${act.about}: ${act.why}`, quoted(act)].join(" ").trim()];
  return [
    `<li class="event"><time datetime="${iso}" title="${iso}">${escapeHtml(say.whole(at))}</time>`,
    `<span><b>${escapeHtml(who)}</b> ${escapeHtml(what)}</span>`,
    `<span class="record" title="${escapeHtml(hash)}">${number}</span></li>\n`,
  ].join("\n");
}

type Row = ReturnType<typeof diaryRow>;

/** The sessions of one ticket for the person whose screen it was: who, why, which levels, and how each ended. */
export function diarySection(ticket: TicketId, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  return `<section>
<header><h2>${escapeHtml(ticket)}: sessions on your device</h2></header>
${rows.map(sessionList).join("\n")}
</section>
`;
}

const sessionList = ({ who, device, asked, reasons, levels, hasMessages, messages, ending }: Row): string => {
  const facts: readonly (readonly [string, string])[] = [
    ["Who", who],
    ["Device", device],
    ["When", asked],
    ...reasons.map(({ what, reason }) => [what, reason] as const),
    ...levels.map(({ line }) => ["Approved", line] as const),
    ...(hasMessages ? [["Messages", messages] as const] : []),
    ["End", ending],
  ];
  return factList(facts);
};

/** More numbers than this are counted; person.jsonl has all. */
const MOST_TICKETS = 5;

/** The stored chat with the person. */
export function chatSection(chat: Contact | null): string {
  const facts: readonly (readonly [string, string])[] =
    chat === null
      ? []
      : [
          ["Chat", chat.chat === null ? "none: you have not installed Beckon" : chat.chat.conversationId],
          ["Time zone", chat.timeZone ?? "not known"],
          ["Language", chat.locale ?? "not known"],
          ...(chat.blocked === null ? [] : [["Why Beckon cannot write there", chat.blocked] as const]),
        ];
  return section(
    "Where Beckon reaches you",
    chat === null ? "<p>Beckon keeps no chat with you.</p>" : factList(facts),
  );
}

/** Audit entries of others about the person, oldest first. */
export function readersSection(entries: readonly PersonEntry[], say: Moments): string {
  const items = entries.flatMap((entry) => ("act" in entry ? [personEntryItem(entry, say)] : []));
  return section(
    "Who read about you, and what was done",
    items.length === 0 ? "<p>Nobody has, as far as that is still kept.</p>" : `<ol>${items.join("\n")}</ol>`,
  );
}

function personEntryItem({ at, act, who, name, why, tickets }: EntryAboutThem, say: Moments): string {
  const shown = tickets.length > MOST_TICKETS ? counted(tickets.length, "request") : tickets.join(", ");
  const what = [WORDS[act] ?? act, shown === "" ? "what is about you" : shown].join(" ");
  return `<li class="event"><time datetime="${at}" title="${at}">${escapeHtml(say.whole(Date.parse(at)))}</time>
<span><b>${escapeHtml(name?.text ?? who)}</b> ${escapeHtml(`${what}: ${why}`)}</span></li>`;
}

const WORDS: Readonly<Record<string, string>> = {
  read: "read the story of",
  search: "searched and was shown",
  export: "exported",
  exported: "finished the export of",
  "export-person": "wrote out for you",
  erase: "ordered the erasure of",
  erased: "erased",
  "not-erased": "could not erase",
  hold: "held",
  release: "released",
  "let-go": "let go of the words on",
  incident: "reported somebody who may have posed as a helper, while you had",
};

const section = (title: string, inside: string): string => `<section>
<header><h2>${title}</h2></header>
${inside}
</section>
`;
