import type { CardContent } from "../cards/catalog.ts";
import type { TicketId } from "../domain/ticket/ids.ts";

/** What is left of a message whose card is now in another one: no buttons, and where they are. */
export const replacedCard = (ticket: TicketId, said = ""): CardContent => ({
  card: "notice",
  data: {
    hasTicket: true,
    ticket,
    heading: "This card has been replaced",
    text: `${said} The newest card of this request, further down in this chat, has the buttons.`.trim(),
  },
});
