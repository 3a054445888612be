import { randomBytes } from "node:crypto";
import { z } from "zod";
import { LONGEST_NOTE, type Neighbours } from "../ports/neighbours.ts";
import type { Crew } from "./send-log.ts";

/** What a limiter wants to hear of the other processes. Moments are on this process's own clock. */
export interface Listener {
  /** Another process sent so many to the conversation. */
  heard(conversation: string, tenant: string, count: number): void;
  /** Teams told another process to leave the conversation alone for so many milliseconds. */
  hold(conversation: string, milliseconds: number): void;
  /** Everybody has heard of what this process sent up to then, and it of what they sent until they heard. */
  told(upTo: number): void;
  share(crew: Crew): void;
}

export interface SendNews {
  sent(conversation: string, tenant: string): void;
  held(conversation: string, milliseconds: number): void;
  /** Says goodbye: the others need not share with this process any longer. */
  stop(): void;
}

/** Milliseconds for which sends are gathered before they are told. */
const GATHER = 100;
/**
 * What the others sent before they heard of this process's sends is told to it this much later at most: only then are
 * both sides of the same account.
 */
const ANSWER = GATHER + 50;
/** Every process is heard of this often though it sends nothing, and is taken for gone after a longer silence. */
const BEAT = 1_000;
const SILENT = 5_000;
/** At a time; conversations are named, and a note is short. */
const MOST_HOLDS = 10;
const MOST_HOLD = 10 * 60_000;

const count = z.int().positive().max(10_000);
const Note = z.strictObject({
  from: z.string().min(1).max(40),
  /** Conversation, tenant, how many. */
  sends: z.array(z.tuple([z.string(), z.string(), count])),
  holds: z.array(z.tuple([z.string(), z.number().positive().max(MOST_HOLD)])),
  /** On the teller's clock, in the last note of what was gathered: all up to then is told. */
  upTo: z.number().nullable(),
  leaves: z.boolean(),
});
type Note = z.infer<typeof Note>;

/**
 * Tells the other processes on the store what this one sent, and hears what they did. It costs a note for every 100 ms
 * in which anything was sent, and no send waits for it. Without notes everybody is alone, as one process is.
 */
export function createSendNews(neighbours: Neighbours, listener: Listener, now: () => number): SendNews {
  const self = randomBytes(8).toString("hex");
  const crew = new Map<string, number>([[self, Infinity]]);
  let sends = new Map<string, Note["sends"][number]>();
  let holds: Note["holds"] = [];
  let gathering: NodeJS.Timeout | undefined;
  let size = 1;

  function share(): void {
    for (const [each, heardAt] of crew) if (now() - heardAt > SILENT) crew.delete(each);
    if (crew.size === size) return;
    size = crew.size;
    listener.share({ size, rank: [...crew.keys()].sort().indexOf(self) });
  }

  function tell(leaves = false): void {
    clearTimeout(gathering);
    gathering = undefined;
    const empty = { from: self, sends: [], holds, leaves };
    const parts = partsOf([...sends.values()], LONGEST_NOTE - JSON.stringify(empty).length - 40);
    const upTo = now();
    for (const [i, part] of parts.entries()) {
      const isLast = i === parts.length - 1;
      const note: Note = { ...empty, holds: isLast ? holds : [], sends: part, upTo: isLast ? upTo : null };
      neighbours.tell(JSON.stringify(note));
    }
    sends = new Map();
    holds = [];
  }

  function tellSoon(): void {
    gathering ??= setTimeout(tell, GATHER).unref();
  }

  function heard(note: Note): void {
    if (note.from === self) {
      const { upTo } = note;
      if (upTo !== null && size > 1) setTimeout(() => listener.told(upTo), ANSWER).unref();
      return;
    }
    // Whoever is new has to hear of this process as well.
    if (!crew.has(note.from)) tellSoon();
    if (note.leaves) crew.delete(note.from);
    else crew.set(note.from, now());
    share();
    for (const [conversation, tenant, many] of note.sends) listener.heard(conversation, tenant, many);
    for (const [conversation, milliseconds] of note.holds) listener.hold(conversation, milliseconds);
  }

  neighbours.hear((text) => {
    const note = read(text);
    if (note !== null) heard(note);
  });
  const beat = setInterval(() => {
    share();
    tell();
  }, BEAT).unref();

  return {
    sent(conversation, tenant) {
      const key = `${tenant} ${conversation}`;
      const [, , before] = sends.get(key) ?? [conversation, tenant, 0];
      sends.set(key, [conversation, tenant, before + 1]);
      tellSoon();
    },
    held(conversation, milliseconds) {
      if (milliseconds <= 0) return;
      const others = holds.filter(([each]) => each !== conversation).slice(-MOST_HOLDS);
      holds = [...others, [conversation, milliseconds]];
      tellSoon();
    },
    stop() {
      clearInterval(beat);
      tell(true);
    },
  };
}

/** In parts that are short enough for a note; at least one, which may be empty. */
function partsOf(sends: Note["sends"], most: number): Note["sends"][] {
  const parts: Note["sends"][] = [[]];
  let length = 0;
  for (const each of sends) {
    const long = Buffer.byteLength(JSON.stringify(each)) + 1;
    if (length + long > most) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(each);
    length += long;
  }
  return parts;
}

function read(text: string): Note | null {
  try {
    return Note.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
