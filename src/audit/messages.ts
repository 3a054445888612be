import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import { TrailBroken } from "../store/events/hash-chain.ts";
import type { Desk } from "./command.ts";
import type { Folder } from "./pack/folder.ts";
import type { Moments } from "./pack/moments.ts";
import { escapeHtml } from "./pack/page.ts";

/** What was written on a ticket; empty where the conversation was tampered with, which `verify` tells. */
export async function messagesOn(ticket: TicketId, { thread }: Desk): Promise<readonly ThreadMessage[]> {
  try {
    return await thread(ticket);
  } catch (fault) {
    if (fault instanceof TrailBroken) return [];
    throw fault;
  }
}

/** As one line of a file for programs. */
export const messageLine = (ticket: TicketId, message: ThreadMessage): string =>
  `${JSON.stringify({ kind: "message", ticket, ...message })}\n`;

/** Their pictures and files, each as a file of its own; one that was tampered with is missing, which `verify` tells. */
export async function writeFiles(
  ticket: TicketId,
  messages: readonly ThreadMessage[],
  folder: Folder,
  { sharedFile }: Desk,
): Promise<void> {
  for (const { number, files } of messages) {
    for (const [part, { type }] of files.entries()) {
      const bytes = await sharedFile(ticket, number, part).catch(() => null);
      if (bytes !== null) folder.writeWhole(fileName(ticket, number, part, type), bytes);
    }
  }
}

/** The sender's own name of it stands in the record; as a file's name it could be anything. */
const fileName = (ticket: TicketId, number: number, part: number, type: string): string =>
  `file-${ticket}-${number}-${part + 1}.${EXTENSIONS[type] ?? "bin"}`;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "application/pdf": "pdf",
  "text/plain": "txt",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
};

/** Without a text that is about somebody else; who wrote it stays. */
export const withoutTextOfOthers = (message: ThreadMessage, person: PersonId): ThreadMessage =>
  message.text.about === person ? message : { ...message, text: { ...message.text, text: null }, files: [] };

/** The conversation on a ticket, oldest first; "" when nobody wrote. */
export function messagesSection(ticket: TicketId, messages: readonly ThreadMessage[], say: Moments): string {
  if (messages.length === 0) return "";
  return `<section>
<header><h2>${escapeHtml(ticket)}: what they wrote to each other</h2></header>
<ol>
${messages.map((message) => item(message, say)).join("\n")}
</ol>
</section>
`;
}

function item({ number, at, by, text, state, files }: ThreadMessage, say: Moments): string {
  const iso = new Date(at).toISOString();
  const words =
    state === "removed" ? "(removed by its author)" : (text.text ?? "(erased or about somebody else)");
  const named = files
    .map(({ name, type, size }) => ` [${name.text ?? "(erased)"}, ${type}, ${size} bytes]`)
    .join("");
  const edited = state === "edited" ? " (edited)" : "";
  return `<li class="event"><time datetime="${iso}" title="${iso}">${escapeHtml(say.whole(at))}</time>
<span><b>${escapeHtml(by.name.text ?? by.id)}</b> ${escapeHtml(words)}${edited}${escapeHtml(named)}</span>
<span class="record">${number}</span></li>`;
}
