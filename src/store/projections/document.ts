import type { Device } from "../../domain/ticket/device.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Person, Personal } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";

/**
 * What a word in the index is about, as its prefix; words of texts never hold a `_`. Notes are apart because the sharer
 * may not read them, names and devices because auditors may read nothing else, and people because a search scope is part
 * of the query.
 */
export const ABOUT = {
  text: "",
  note: "n_",
  person: "p_",
  helper: "k_",
  device: "d_",
  status: "s_",
  sharedBy: "o_",
  heldBy: "h_",
} as const;
export type About = keyof typeof ABOUT;

const MOST_WORDS = 20_000;

/** Everything that a ticket can be found by: each word once and sorted, so that no sentence can be read from it. */
export function documentOf(ticket: Ticket): string[] {
  const { sharer, helpers, past, session } = ticket;
  const devices = [ticket.device, session?.device ?? null, ...past.map(({ device }) => device)];
  const words = [
    about("status", [ticket.status]),
    sharedBy(sharer.id),
    ...helpers.map(({ id }) => heldBy(id)),
    ...[sharer, ...helpers].flatMap((person) => named("person", person)),
    ...helpers.flatMap((person) => named("helper", person)),
    ...devices.flatMap((device) => (device === null ? [] : ofDevice(device))),
    ...textsOf(ticket).flatMap((text) => about("text", wordsOf(text.text ?? ""))),
    ...notesOn(ticket).flatMap((note) => about("note", wordsOf(note.text ?? ""))),
  ].flat();
  return [...new Set(words)].slice(0, MOST_WORDS).sort();
}

export const sharedBy = (person: PersonId): string => `${ABOUT.sharedBy}${idWord(person)}`;
export const heldBy = (person: PersonId): string => `${ABOUT.heldBy}${idWord(person)}`;

function textsOf({ subject, details, resolution, feedback }: Ticket): Personal[] {
  const texts = [subject, details, resolution?.done ?? null, ...feedback.map(({ comment }) => comment)];
  return texts.filter((text) => text !== null);
}

/** What helpers write for one another: notes and handover notes. */
function notesOn({ notes, claim, formerClaims }: Ticket): Personal[] {
  const claims = claim === null ? formerClaims : [...formerClaims, claim];
  const said = claims.map(({ handover }) => handover?.note ?? null).filter((note) => note !== null);
  return [...notes.map(({ note }) => note), ...said];
}

const about = (what: About, words: readonly string[]): string[] => words.map((word) => ABOUT[what] + word);

const named = (what: "person" | "helper", { name }: Person): string[] =>
  about(what, wordsOf(name.text ?? ""));

const ofDevice = ({ id, name, model }: Device): string[] =>
  about("device", [...wordsOf(`${name.text ?? ""} ${model}`), idWord(id)]);

/** Longer words are cut, in documents and in queries alike. */
const LONGEST = 40;
/** Characters of a text that are indexed. */
const MOST_TEXT = 20_000;
/** Scripts that put no space between words: each character counts as one. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/**
 * The words of a text, normalized: lower case without accents, letters and digits only. Both engines get these and split
 * nothing themselves, so they find the same, and no character with a meaning in a query language is left.
 */
export function wordsOf(text: string): string[] {
  const start = text.slice(0, MOST_TEXT);
  const words = ASCII.test(start) ? start.toLowerCase().match(/[a-z0-9]+/g) : inOneSpelling(start);
  return (words ?? []).map((word) => (word.length <= LONGEST ? word : [...word].slice(0, LONGEST).join("")));
}

/** Fast path for most texts: ASCII needs no Unicode normalization. */
const ASCII = /^\p{ASCII}*$/u;

const inOneSpelling = (text: string): string[] | null =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(WITHOUT_SPACES, " $& ")
    .match(/[\p{L}\p{N}]+/gu);

/** An id as one word. */
export const idWord = (id: string): string => wordsOf(id).join("").slice(0, LONGEST);
