import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority, isLive, openAsk } from "../../domain/ticket/authority.ts";
import { standingDenial } from "../../domain/ticket/denials.ts";
import type { Level } from "../../domain/ticket/level.ts";
import type { Person } from "../../domain/ticket/person.ts";
import { wasLive } from "../../domain/ticket/session-account.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { lastSession } from "./stage.ts";

type Actions = Pick<
  CardData<"desk">,
  | "hasActions"
  | "hasStepActions"
  | "canTakeBack"
  | "canAskView"
  | "canSayStarted"
  | "canSayEnded"
  | "canRequestControl"
  | "canRequestElevation"
  | "canAskTime"
  | "canStepDown"
  | "canEnd"
>;

/** What the holder can do next. The card only mirrors the rules: every press is judged again. */
export function deskActions(ticket: Ticket, holder: Person, view: TicketView): Actions {
  const { session } = ticket;
  const { level } = authority(ticket, view.at);
  const pending = openAsk(session);
  // What was refused is asked again on the card that says why.
  const refused = standingDenial(ticket)?.level ?? null;
  const mayAsk = (level: Level) => level !== refused;
  const mayAskMore = isLive(session) && level !== null && pending === null;
  const can = {
    canTakeBack: pending !== null,
    canAskView: session === null && ticket.device !== null && mayAsk("view"),
    canRequestControl: mayAskMore && level === "view" && mayAsk("control"),
    canRequestElevation: mayAskMore && level === "control" && hasElevation(ticket) && mayAsk("elevation"),
    canAskTime: mayAskMore && session.extensions < view.policy.extension.most,
    canSayEnded: endIsUnsaid(ticket, holder),
    canStepDown: level !== null && level !== "view",
    canEnd: isLive(session),
  };
  const canSayStarted = level !== null && session?.transport["helper-says-started"] === undefined;
  return {
    ...can,
    canSayStarted,
    hasActions: Object.values(can).some(Boolean),
    hasStepActions: canSayStarted || (view.handOff?.helper ?? []).some(({ link }) => link !== null),
  };
}

/** Administrator prompts can be answered on Windows only. Source: memdocs intune/remote-help/plan.md */
const hasElevation = ({ session }: Ticket): boolean => session?.device.platform === "windows";

/** Access is withdrawn, but nobody has said yet that the picture is gone too. */
function endIsUnsaid(ticket: Ticket, holder: Person): boolean {
  const last = ticket.session === null ? lastSession(ticket) : null;
  if (last === null || !wasLive(last) || last.helper.id !== holder.id) return false;
  const { transport } = last;
  return transport["helper-says-ended"] === undefined && transport["end-confirmed"] === undefined;
}
