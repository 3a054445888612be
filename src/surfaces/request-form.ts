import type { CardData } from "../cards/catalog.ts";
import { MOST_DESCRIBED } from "../cards/request-form.ts";
import type { Words } from "../cards/text/words.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Candidate, Change } from "../domain/eligibility/prospects.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { checkInOf, choiceOf, ownershipOf, sessionOn } from "./device-words.ts";
import { reasonsFrom } from "./reasons.ts";

/** The choice that is always there. */
export const NO_DEVICE = "none";
const MOST_CHOICES = 12;

type Form = CardData<"request-form">;

/** What is known of the person's devices before there is a ticket; null when Graph could not say. */
export interface Known {
  readonly devices: readonly Candidate[] | null;
  /** What stands in the way whichever device they choose. */
  readonly general: readonly Change[];
  readonly policy: EligibilityPolicy;
  readonly at: number;
}

/** The form, with what a session can be on each device, or why there can be none, before anybody waits for one. */
export function requestForm(
  filled: Pick<Form, "form" | "subject" | "details">,
  known: Known,
  words: Words,
): Form {
  const devices = known.devices ?? [];
  const blocking = known.general.filter(({ levels }) => levels.includes("view"));
  const isAnyOpen = devices.some(({ prospects }) => prospects.open.includes("view"));
  const all = devices.map(({ device }) => device);
  const remark = remarkOn(known.devices, isAnyOpen);
  return {
    ...filled,
    devices: [
      ...devices.slice(0, MOST_CHOICES).map(({ device, prospects }) => ({
        title: `${choiceOf(device, all, known.at)}${prospects.open.includes("view") ? "" : " · no session now"}`,
        value: device.id,
      })),
      { title: "No device: help without a session", value: NO_DEVICE },
    ],
    device: (isAnyOpen ? devices[0]?.device.id : undefined) ?? NO_DEVICE,
    hasRemark: remark !== "",
    remark,
    reasons: devices.length === 0 ? [] : reasonsFrom(blocking.map(withoutLevels), "sharer", words, 3),
    described: devices
      .slice(0, MOST_DESCRIBED)
      .map((candidate) => described(candidate, blocking, known, words)),
  };
}

function described(
  { device, prospects }: Candidate,
  general: readonly Change[],
  { policy, at }: Known,
  words: Words,
): Form["described"][number] {
  const isOpen = prospects.open.includes("view");
  const own = prospects.device.filter(({ levels }) => levels.includes("view"));
  return {
    name: device.name,
    about: [checkInOf(device, at), ownershipOf(device)].filter(Boolean).join(" · "),
    isOpen,
    isShut: !isOpen,
    session: isOpen ? `✓ ${sessionOn(device, prospects.open, policy.osFloor)}` : shutWords(own, general),
    reasons: reasonsFrom(own.map(withoutLevels), "sharer", words, 2),
  };
}

const shutWords = (own: readonly Change[], general: readonly Change[]): string =>
  own.length === 0 && general.length > 0
    ? "✕ No session at the moment, see above"
    : "✕ No session at the moment";

/** The form is about any session at all, so no level needs to be named. */
const withoutLevels = ({ finding }: Change): Change => ({ finding, levels: LEVELS });

function remarkOn(devices: Known["devices"], isAnyOpen: boolean): string {
  if (devices === null) {
    return "Your devices could not be read just now. You can still ask for help, or try again in a minute.";
  }
  if (devices.length === 0) {
    return "Intune knows no device of yours, so nobody can look at your screen; a shared computer counts once you are its primary user. You can still ask for help.";
  }
  if (!isAnyOpen) {
    return "Nobody could look at your screen at the moment: below is why, and who can put it right. You can still ask for help without a session.";
  }
  return "";
}
