import { oneLine } from "../cards/text/one-line.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import type { IdempotencyKey } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { NewMessage } from "../ports/thread-store.ts";
import type { Attachment, BotDeps, Caller } from "./action.ts";
import { type FileType, fileTypeOf, showsInline } from "./sniff-file.ts";

type NewFile = NonNullable<NewMessage["files"]>[number];
type Loss = "too-large" | "unreachable" | "type" | "too-many" | "too-many-today" | "no-link";

interface Taken {
  readonly files: readonly NewFile[];
  /** What did not get through, and what to do, in sentences; "" when all did. */
  readonly lost: string;
  /** Its author removed the message while its files were fetched. */
  readonly isRemoved: boolean;
}

/** A message that is not in the store yet, because its files are being fetched. */
interface Coming {
  readonly kept: Promise<void>;
  isRemoved: boolean;
}

/** What requests can hold that are opened and withdrawn in turn: so many full ones of a person in a day. */
const FULL_REQUESTS_A_DAY = 4;
const DAY = 24 * 60 * 60_000;
/** Messages with files that are worked on at once: each may hold some files in memory. */
const AT_ONCE = 4;
const MOST_NAMED = 3;
/** Characters of a name. */
const MOST_NAME = 60;
let running = 0;
const waiting: (() => void)[] = [];
const coming = new Map<IdempotencyKey, Coming>();

/** Until the message is kept, or failed, in this process; a message that is removed by now is not kept. */
export async function whenKept(source: IdempotencyKey, isRemoval: boolean): Promise<void> {
  const message = coming.get(source);
  if (message === undefined) return;
  if (isRemoval) message.isRemoved = true;
  await message.kept;
}

/** Fetches what came with a message, as far as the limits allow, and does `then` before the next message's turn. */
export async function withFiles<Result>(
  { attachments, source }: { readonly attachments: readonly Attachment[]; readonly source: IdempotencyKey },
  ticket: Ticket,
  caller: Caller,
  deps: BotDeps,
  then: (taken: Taken) => Promise<Result>,
): Promise<Result> {
  const words = wordsFor(caller);
  const rest = attachments.some(isLost) ? words.say("message.part-lost") : "";
  const sent = attachments.filter(({ kind, url }) => isFile(kind) && url !== null);
  if (sent.length === 0) return then({ files: [], lost: rest, isRemoved: false });
  const { promise: kept, resolve } = Promise.withResolvers<void>();
  const message: Coming = { kept, isRemoved: false };
  coming.set(source, message);
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    const taken = await take(sent, rest, ticket, words, deps);
    return await then({ ...taken, isRemoved: message.isRemoved });
  } finally {
    running -= 1;
    waiting.shift()?.();
    coming.delete(source);
    resolve();
  }
}

const isFile = (kind: Attachment["kind"]) => kind === "picture" || kind === "file";

/** A forward's words are in the text of its message. */
export const isLost = ({ kind, url }: Attachment): boolean =>
  isFile(kind) ? url === null : kind !== "forwarded";

async function take(
  sent: readonly Attachment[],
  rest: string,
  ticket: Ticket,
  words: Words,
  deps: BotDeps,
): Promise<Omit<Taken, "isRemoved">> {
  const { limits } = deps.policy;
  const before = (await deps.store.thread(ticket.id)).flatMap(({ files }) => files).length;
  const today = await deps.store.countFiles(ticket.sharer.id, deps.clock.now() - DAY);
  const leftToday = Math.max(0, FULL_REQUESTS_A_DAY * limits.filesPerRequest - today);
  const leftHere = Math.min(limits.filesPerMessage, Math.max(0, limits.filesPerRequest - before));
  const room = Math.min(leftHere, leftToday);
  const files: NewFile[] = [];
  const losses = new Map<Loss, string[]>();
  const lose = (why: Loss, name: string) => losses.set(why, [...(losses.get(why) ?? []), name]);
  const results = await Promise.all(
    sent.slice(0, room).map(async (attachment) => ({
      attachment,
      bytes: await deps.fetchAttachment(attachment, limits.fileBytes),
    })),
  );
  for (const { attachment, bytes } of results) {
    const name = nameOf(attachment, words);
    if (typeof bytes === "string") lose(bytes, name);
    else {
      const found = typeOf(bytes, attachment);
      if (found === null) lose("type", name);
      else {
        const isInline = showsInline(bytes, found);
        const isNamed = fileTypeOf(bytes, attachment.name ?? "") !== null;
        const called = isNamed ? (attachment.name ?? "") : `${words.say("file.picture")}.${found.extension}`;
        const file = { name: personal(ticket.sharer.id, called), type: found.type, size: bytes.length };
        if (!isInline && !deps.fileLinks.hasAddress()) lose("no-link", name);
        else files.push({ ...file, isInline, bytes });
      }
    }
  }
  const why = leftToday < leftHere ? "too-many-today" : "too-many";
  for (const attachment of sent.slice(room)) lose(why, nameOf(attachment, words));
  const told = [...losses].map(([why, names]) => sentence(why, names, limits, words));
  return { files, lost: [...told, rest].filter(Boolean).join(" ") };
}

/** By the content: a pasted picture has no name, or an arbitrary one. */
function typeOf(bytes: Buffer, { kind, name }: Attachment): FileType | null {
  if (kind === "file") return fileTypeOf(bytes, name ?? "");
  const found = fileTypeOf(bytes, null);
  return found?.type.startsWith("image/") === true ? found : null;
}

/** As people see it; the name comes from the sender's client and is not trusted. */
const nameOf = ({ name }: Attachment, words: Words): string =>
  name === null ? words.say("file.picture") : oneLine(name.slice(0, MOST_NAME));

function sentence(
  why: Loss,
  lost: readonly string[],
  { fileBytes, filesPerMessage, filesPerRequest }: BotDeps["policy"]["limits"],
  { say, list }: Words,
): string {
  const more = lost.length - MOST_NAMED;
  const shown = more > 0 ? [...lost.slice(0, MOST_NAMED), say("file.more", { count: more })] : lost;
  const names = list(shown);
  if (why === "too-large") return say("file.too-large", { names, megabytes: fileBytes / 1024 / 1024 });
  if (why === "too-many")
    return say("file.too-many", { names, message: filesPerMessage, request: filesPerRequest });
  if (why === "too-many-today")
    return say("file.too-many-today", { names, most: FULL_REQUESTS_A_DAY * filesPerRequest });
  return say(`file.${why}`, { names });
}
