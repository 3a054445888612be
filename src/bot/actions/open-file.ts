import { z } from "zod";
import { linksContent } from "../../cards/links.ts";
import { fileLine } from "../../cards/message.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { sidesOf } from "../conversation.ts";
import { defineAction } from "../define-action.ts";
import { onTicket, wholeNumber } from "../fields.ts";

/** Links to the pictures and files of one message, for the two people of the request. */
export const openFile = defineAction({
  verb: "open-file",
  data: z.object({ ...onTicket, entry: wholeNumber }),
  async show({ ticket, caller, data: { surface, entry }, deps }) {
    const words = wordsFor(caller);
    const { say, name } = words;
    if (sidesOf(ticket, caller.id) === null) return { say: say("contact.not-yours", { ticket: ticket.id }) };
    const message = (await deps.store.thread(ticket.id)).find(({ number }) => number === entry);
    if (message === undefined || message.state === "removed") return { say: say("file.gone") };
    const files = message.files.map((file, part) => ({
      label: fileLine(file, words),
      title: say("file.button"),
      url: deps.fileLinks.linkTo({ ticket: ticket.id, message: entry, part }, caller.id),
      isErased: file.name.text === null,
    }));
    const links = files.flatMap(({ label, title, url, isErased }) =>
      url === null || isErased ? [] : [{ label, title, url }],
    );
    if (links.length === 0)
      return { say: say(deps.fileLinks.hasAddress() ? "file.gone" : "file.cannot-open") };
    return {
      show: linksContent(ticket, surface, caller.id, {
        heading: say("file.from", { name: name(message.by) }),
        text: say("file.opens"),
        links,
      }),
    };
  },
});
