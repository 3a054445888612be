import type { Reader } from "../../ports/address-book.ts";
import type { EvidenceRecord } from "../../ports/evidence.ts";
import type { EventType, TicketEvent } from "../../ticket/events.ts";
import type { TicketId } from "../../ticket/ids.ts";
import { authorOf, sentenceOf } from "../sentences.ts";
import { STYLE } from "./style.ts";

export interface PageHead {
  readonly title: string;
  readonly lead: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A page that is written as it is read from the store: begin, one section per ticket, end. */
export const pageBegin = ({ title, lead, facts }: PageHead): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="soft">${escapeHtml(lead)}</p>
<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("\n")}</dl>
`;

export const PAGE_END = "</body>\n</html>\n";

export function ticketSection(
  ticket: TicketId,
  records: readonly Pick<EvidenceRecord, "version" | "hash" | "event">[],
  anchoredUpTo: number | null,
  reader: Reader,
): string {
  const say = momentsFor(reader);
  let day = "";
  const items = records.map(({ version, hash, event }) => {
    if (event === null)
      return `<li class="event"><span></span><span class="broken">This record cannot be read.</span></li>`;
    const heading =
      say.day(event.at) === day ? "" : `<li class="day">${escapeHtml(say.day(event.at))}</li>\n`;
    day = say.day(event.at);
    return heading + eventItem(event, version, hash, say);
  });
  return `<section>
<header><h2>${escapeHtml(ticket)}${escapeHtml(subjectOf(records))}</h2>
<p class="soft">${escapeHtml(proofLine(records.length, anchoredUpTo))}</p></header>
<ol>
${items.join("\n")}
</ol>
</section>
`;
}

function eventItem(event: TicketEvent, version: number, hash: string, say: Moments): string {
  const iso = new Date(event.at).toISOString();
  const mark = MARKS[event.type];
  return [
    `<li class="event${mark === undefined ? "" : ` ${mark}`}">`,
    `<time datetime="${iso}" title="${iso}">${escapeHtml(say.time(event.at))}</time>`,
    `<span><b>${escapeHtml(authorOf(event))}</b> ${escapeHtml(sentenceOf(event, say.time))}</span>`,
    `<span class="record" title="${escapeHtml(hash)}">${version}</span></li>`,
  ].join("\n");
}

/** What an eye looks for first: every yes, and every no. */
const MARKS: Readonly<Partial<Record<EventType, "consent" | "no">>> = {
  ConsentGiven: "consent",
  ConsentRefused: "no",
  AskLapsed: "no",
  EligibilityDenied: "no",
  GrantRevoked: "no",
  AttemptRefused: "no",
};

function subjectOf(records: readonly Pick<EvidenceRecord, "event">[]): string {
  const first = records[0]?.event;
  return first?.type === "TicketOpened" && first.subject.text !== null ? ` · ${first.subject.text}` : "";
}

function proofLine(count: number, anchoredUpTo: number | null): string {
  const records = count === 1 ? "1 record" : `${count} records`;
  if (anchoredUpTo === null) return records;
  if (anchoredUpTo === 0) return `${records}, not anchored yet`;
  return anchoredUpTo >= count
    ? `${records}, all anchored`
    : `${records}, anchored up to record ${anchoredUpTo}`;
}

interface Moments {
  readonly day: (at: number) => string;
  readonly time: (at: number) => string;
}

function momentsFor({ locale, timeZone }: Reader): Moments {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone });
  return { day: (at) => day.format(at), time: (at) => time.format(at) };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? "");
