import { languages, type Words, wordsFor } from "../../cards/text/words.ts";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import type { Level } from "../../domain/ticket/level.ts";

import { escapeHtml } from "./page.ts";

type Wording = Readonly<Record<Level, readonly string[]>>;

/**
 * The version of the questions in the text catalogue. A change of their sentences needs a new version here and in the
 * default policy, and keeps the old sentences, because a consent names both version and language.
 */
const IN_CATALOGUE = "2026-11";

/** The sentences that a question of this wording holds; null for one that this version of Beckon does not have. */
export function wordingOf(wording: string, language: string): Wording | null {
  if (wording !== IN_CATALOGUE || !languages().includes(language)) return null;
  const words = wordsFor({ locale: language, timeZone: "UTC" });
  return {
    view: viewQuestion(words),
    control: higherQuestion("control", words),
    elevation: higherQuestion("elevation", words),
  };
}

/** Stands for the helper's name and for moments. */
const GAP = "…";

const viewQuestion = ({ say }: Words): string[] => [
  say("ask.view", { helper: GAP }),
  `${say("ask.helper-can", { helper: GAP })}: ${say("consent.can")}.`,
  `${say("ask.helper-cannot", { helper: GAP })}: ${say("consent.cannot")}.`,
  plain(say("consent.open-until", { answerBy: GAP })),
];

const higherQuestion = (level: "control" | "elevation", { say }: Words): string[] => [
  say(`ask.${level}`, { helper: GAP }),
  `${say("ask.helper-can", { helper: GAP })}: ${say(`escalation.covers-${level}`)}.`,
  `${say("label.afterwards")}: ${say("escalation.after-control")}.`,
  ...(level === "elevation" ? [say("escalation.caution-elevation")] : []),
  plain(say("escalation.open-until", { answerBy: GAP })),
];

const plain = (markdown: string): string => markdown.replaceAll("**", "");

/** Collects the wordings of the consents in a pack. */
export function createWordings() {
  const used = new Map<string, { readonly wording: string; readonly language: string; levels: Set<Level> }>();
  return {
    note(event: TicketEvent | null): void {
      if (event?.type !== "ConsentGiven") return;
      const { wording, language, level } = event;
      const key = `${wording}, ${language}`;
      const known = used.get(key) ?? { wording, language, levels: new Set() };
      known.levels.add(level);
      used.set(key, known);
    },
    section: (): string => (used.size === 0 ? "" : sectionOf([...used.values()])),
  };
}

interface Used {
  readonly wording: string;
  readonly language: string;
  readonly levels: ReadonlySet<Level>;
}

const sectionOf = (used: readonly Used[]): string => `<section>
<header><h2>What people said yes to</h2>
<p class="soft">The question as its card asked it, besides who asked, why, the device, and for how long. More time is asked for at the level that there is.</p></header>
${used.map(wordingItem).join("\n")}
</section>
`;

function wordingItem({ wording, language, levels }: Used): string {
  const name = `Wording ${wording}, ${language}`;
  const text = wordingOf(wording, language);
  if (text === null) {
    return `<p><b>${escapeHtml(name)}</b>: the organization that runs Beckon named it so in its policy, and keeps its words.</p>`;
  }
  const { say } = wordsFor({ locale: "en", timeZone: "UTC" });
  const quotes = [...levels].map(
    (level) =>
      `<p class="words">${escapeHtml(say(`level.${level}`))}: ${text[level].map((line) => `“${escapeHtml(line)}”`).join("<br>")}</p>`,
  );
  return `<p><b>${escapeHtml(name)}</b></p>\n${quotes.join("\n")}`;
}
