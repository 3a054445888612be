import type { EventType, TicketEvent } from "../../domain/ticket/events.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import type { EvidenceRecord, IntegrityFault } from "../../ports/evidence.ts";
import { inWords } from "../breaks.ts";
import { authorOf, quoted, sentenceOf } from "../sentences.ts";
import { type Moments, momentsFor } from "./moments.ts";
import { STYLE } from "./style.ts";

interface PageHead {
  readonly title: string;
  readonly lead: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Integrity faults, shown above everything else. */
  readonly alarms?: readonly string[];
}

/** The page is streamed: begin, one section per ticket, end. */
export const pageBegin = ({ title, lead, facts, alarms = [] }: PageHead): string => `<!doctype html>
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
${factList(facts)}
${alarms.map((alarm) => `<p class="broken">${escapeHtml(alarm)}</p>\n`).join("")}`;

export const factList = (facts: PageHead["facts"]): string =>
  `<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("\n")}</dl>`;

export const PAGE_END = "</body>\n</html>\n";

type Shown = Pick<EvidenceRecord, "version" | "hash" | "event">;

interface Section {
  readonly ticket: TicketId;
  readonly records: readonly Shown[];
  /** Null on a page without anchors. */
  readonly anchoredUpTo: number | null;
  /** Integrity faults of this trail. */
  readonly breaks?: readonly IntegrityFault[];
  readonly reader: ReaderLocale;
}

export function ticketSection({ ticket, records, anchoredUpTo, breaks = [], reader }: Section): string {
  const say = momentsFor(reader);
  let day = "";
  let policy = "";
  const items = records.map((record) => {
    const { event, version } = record;
    const broken = breaks.filter((each) => "version" in each && each.version === version);
    if (event === null) return unreadableItem(version, broken);
    const heading =
      say.day(event.at) === day ? "" : `<li class="day">${escapeHtml(say.day(event.at))}</li>\n`;
    day = say.day(event.at);
    const isOther = event.policy !== undefined && event.policy !== policy;
    policy = event.policy ?? policy;
    const under = isOther ? `<li class="day">Decided under policy ${escapeHtml(policy)}</li>\n` : "";
    return heading + under + eventItem(event, record, broken, say);
  });
  return `<section>
<header><h2>${escapeHtml(ticket)}${escapeHtml(subjectOf(records))}</h2>
${proofLines(records.length, anchoredUpTo, breaks)}</header>
<ol>
${items.join("\n")}
</ol>
</section>
`;
}

function eventItem(
  event: TicketEvent,
  { version, hash }: Shown,
  broken: readonly IntegrityFault[],
  say: Moments,
): string {
  const iso = new Date(event.at).toISOString();
  const mark = MARKS[event.type];
  return [
    `<li class="event${mark === undefined ? "" : ` ${mark}`}">`,
    `<time datetime="${iso}" title="${iso}">${escapeHtml(say.time(event.at))} <small>${escapeHtml(say.offset(event.at))}</small></time>`,
    `<span><b>${escapeHtml(authorOf(event))}</b> ${escapeHtml(sentenceOf(event, say.since(event.at)))}${brokenWords(broken)}</span>`,
    `<span class="record" title="${escapeHtml(hash)}">${version}</span></li>`,
  ].join("\n");
}

const unreadableItem = (version: number, broken: readonly IntegrityFault[]): string =>
  `<li class="event"><span></span><span><span class="broken">This record cannot be read.</span>${brokenWords(broken)}</span>
<span class="record">${version}</span></li>`;

const brokenWords = (broken: readonly IntegrityFault[]): string =>
  broken.map((each) => `\n<br><span class="broken">${escapeHtml(inWords(each))}</span>`).join("");

/** Events that the page highlights: consents and refusals. */
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
  return first?.type === "TicketOpened" && first.subject.text !== null ? ` ·${quoted(first.subject)}` : "";
}

function proofLines(count: number, anchoredUpTo: number | null, breaks: readonly IntegrityFault[]): string {
  const told = breaks.map((each) => `<p class="broken">BROKEN: ${escapeHtml(inWords(each))}</p>`);
  const records = count === 1 ? "1 record" : `${count} records`;
  const proof = breaks.length > 0 ? "" : anchoredWords(count, anchoredUpTo);
  return [`<p class="soft">${records}${proof}</p>`, ...told].join("\n");
}

function anchoredWords(count: number, anchoredUpTo: number | null): string {
  if (anchoredUpTo === null) return "";
  if (anchoredUpTo === 0) return ", not anchored yet";
  return anchoredUpTo >= count ? ", all anchored" : `, anchored up to record ${anchoredUpTo}`;
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
