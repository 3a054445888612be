import type { RecordedAuditEntry } from "../../ports/evidence.ts";
import { quoted, whoDid } from "../acts.ts";
import type { Moments } from "./moments.ts";
import { escapeHtml } from "./page.ts";

export const ACTS_BEGIN = `<section>
<header><h2>Who read, searched and exported</h2>
<p class="soft">What was done with these records, oldest first.</p></header>
<ol>
`;

export const ACTS_END = "</ol>\n</section>\n";

export function actItem({ number, at, act, hash }: RecordedAuditEntry, say: Moments): string {
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
