import type { TicketEvent } from "../../domain/ticket/events.ts";
import type { Level } from "../../domain/ticket/level.ts";
import { LEVEL } from "../../surfaces/names.ts";
import { escapeHtml } from "./page.ts";

type Wording = Readonly<Record<Level, readonly string[]>>;

/**
 * What an ask says, by version and language, which every consent records. A version is never removed; an organisation
 * that changes the words names another version in its policy.
 */
const WORDINGS: Readonly<Record<string, Wording>> = {
  "2026-11, en": {
    view: [
      "May … see your screen?",
      "A yes covers: Seeing everything on this screen.",
      "Not covered: Mouse and keyboard: for those you are asked again.",
      "No answer means no. After a yes you can stop at any time: press Stop everything, or type stop.",
    ],
    control: [
      "May … use your mouse and keyboard?",
      "A yes covers: Using your mouse and keyboard while you watch.",
      "Afterwards: Back to view only by itself, or when you press Stop control.",
      "No answer means no, and what you approved before goes on. To end everything, type stop.",
    ],
    elevation: [
      "May … work as administrator on your device?",
      "A yes covers: Mouse, keyboard, and answering administrator prompts.",
      "Afterwards: Back to view only by itself, or when you press Stop control.",
      "Save your work first. If you end Remote Help yourself after administrator work, Windows may sign you out.",
      "No answer means no, and what you approved before goes on. To end everything, type stop.",
    ],
  },
};

/** The sentences of a wording; null for one that this version of Beckon does not have. */
export const wordingOf = (wording: string, language: string): Wording | null =>
  WORDINGS[`${wording}, ${language}`] ?? null;

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
    return `<p><b>${escapeHtml(name)}</b>: whoever runs Beckon named it so in the policy, and keeps its words.</p>`;
  }
  const quotes = [...levels].map(
    (level) =>
      `<p class="words">${escapeHtml(LEVEL[level])}: ${text[level].map((line) => `“${escapeHtml(line)}”`).join("<br>")}</p>`,
  );
  return `<p><b>${escapeHtml(name)}</b></p>\n${quotes.join("\n")}`;
}
