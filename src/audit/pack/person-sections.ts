import type { Contact } from "../../ports/address-book.ts";
import { counted } from "../../surfaces/plural.ts";
import type { PersonAct } from "../person-acts.ts";
import type { Moments } from "./moments.ts";
import { escapeHtml } from "./page.ts";

/** More are in the data: a page is read by people. */
const MOST_TICKETS = 5;

/** Where Beckon reaches them, as it is kept. */
export function chatSection(chat: Contact | null): string {
  const facts: readonly (readonly [string, string])[] =
    chat === null
      ? []
      : [
          ["Chat", chat.chat === null ? "none: you have not installed Beckon" : chat.chat.conversationId],
          ["Time zone", chat.timeZone],
          ["Language", chat.locale],
          ...(chat.blocked === null ? [] : [["Why Beckon cannot write there", chat.blocked] as const]),
        ];
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return section(
    "Where Beckon reaches you",
    chat === null ? "<p>Beckon keeps no chat with you.</p>" : `<dl>${list.join("\n")}</dl>`,
  );
}

/** Who read, searched for or exported what is about them, and what else was done about them, oldest first. */
export function readersSection(acts: readonly PersonAct[], say: Moments): string {
  const items = acts.flatMap((act) => (act.kind === "read-by-them" ? [] : [actItem(act, say)]));
  return section(
    "Who read about you, and what was done",
    items.length === 0 ? "<p>Nobody has, as far as that is still kept.</p>" : `<ol>${items.join("\n")}</ol>`,
  );
}

function actItem(
  { at, act, who, name, why, tickets }: Exclude<PersonAct, { kind: "read-by-them" }>,
  say: Moments,
): string {
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
};

const section = (title: string, inside: string): string => `<section>
<header><h2>${title}</h2></header>
${inside}
</section>
`;
