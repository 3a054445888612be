import { z } from "zod";
import { linksContent } from "../../cards/links.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import { DirectoryUnavailable } from "../../ports/directory.ts";
import type { BotDeps } from "../action.ts";
import { sidesOf } from "../conversation.ts";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";

/**
 * Links to a chat and a call with the other person of a request. Whom they lead to is the directory's word and never the
 * client's; without its answer there is no link.
 */
export const showContact = defineAction({
  verb: "show-contact",
  data: z.object(onTicket),
  async show({ ticket, caller, data, deps }) {
    const { say, firstName, name } = wordsFor(caller);
    const sides = sidesOf(ticket, caller.id);
    if (sides === null) return { say: say("contact.not-yours", { ticket: ticket.id }) };
    const { other } = sides;
    if (other === null) return { say: say("contact.nobody") };
    const address = await signInNameOf(other.id, deps);
    if (address === null) return { say: say("contact.unknown", { name: firstName(other) }) };
    return {
      show: linksContent(ticket, data.surface, caller.id, {
        heading: say("contact.heading", { name: name(other) }),
        text: say("contact.text", { name: firstName(other) }),
        links: [
          { label: say("contact.by-chat"), title: say("contact.chat"), url: linkTo("chat", address) },
          { label: say("contact.by-call"), title: say("contact.call"), url: linkTo("call", address) },
        ],
      }),
    };
  },
});

async function signInNameOf(person: PersonId, { directory }: BotDeps): Promise<string | null> {
  try {
    return (await directory.staff(person)).person.userPrincipalName || null;
  } catch (fault) {
    if (fault instanceof DirectoryUnavailable) return null;
    throw fault;
  }
}

/** Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
const linkTo = (what: "chat" | "call", address: string): string =>
  `https://teams.microsoft.com/l/${what}/0/0?users=${encodeURIComponent(address)}`;
