import type { Ticket } from "../../domain/ticket/ticket.ts";

/** How often the ticket came back into the channel: reopened, given back, or left without a first action. */
export const returns = ({ reopenings, formerClaims }: Ticket): number =>
  reopenings.length + formerClaims.filter(({ ended }) => ended === "given-back" || ended === "lapsed").length;
