import type { CardContent, CardData } from "../cards/catalog.ts";
import { MOST_CHANGES, MOST_DEVICES } from "../cards/preflight.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Candidate, Change, Prospects } from "../domain/eligibility/prospects.ts";
import { offerOn } from "../domain/eligibility/systems.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import { checkInOf, complianceOf, modelOf, ownershipOf, sessionOn } from "./device-words.ts";
import { LEVEL } from "./names.ts";
import { reasonsFrom } from "./reasons.ts";
import { moment, systemOf } from "./words.ts";

type Card = CardData<"preflight">;

export interface Preflight {
  readonly person: PersonId;
  /** As the directory names them. */
  readonly name: string;
  /** In whose words: the person's own, or those of somebody who would help. */
  readonly side: "sharer" | "helper";
  /** Best first; null when Graph could not say. */
  readonly candidates: readonly Candidate[] | null;
  /** Without any device; null while there are some. */
  readonly alone: Prospects | null;
  /** How many devices were not looked at. */
  readonly rest: number;
  readonly policy: EligibilityPolicy;
  readonly at: number;
  readonly reader: ReaderLocale;
}

/** What a press would be answered now, before anybody presses. */
export function preflight(look: Preflight): CardContent {
  const { candidates, side, rest, at, reader } = look;
  const general = generalOf(look);
  const data: Card = {
    person: look.person,
    ...verdict(look),
    hasGeneral: general.length > 0,
    general: reasonsFrom(general, side, wordsFor(reader), MOST_CHANGES),
    devices: (candidates ?? []).slice(0, MOST_DEVICES).map((candidate) => deviceOf(candidate, look)),
    hasRest: rest > 0,
    rest: `${rest} more ${rest === 1 ? "device is" : "devices are"} not shown.`,
    checked: `Checked ${moment(at, at, reader)}`,
    canAskForHelp: side === "sharer",
  };
  return { card: "preflight", data };
}

/** The same people stand behind every device, so what is wrong with them is said once. */
const generalOf = ({ candidates, alone }: Preflight): readonly Change[] =>
  (candidates?.[0]?.prospects ?? alone)?.general ?? [];

function verdict(look: Preflight): Pick<Card, "state" | "tone" | "heading" | "lead"> {
  const { candidates, name, side } = look;
  const yours = side === "sharer";
  const whose = yours ? "Your" : `${name}'s`;
  if (candidates === null) {
    const lead = `${whose} devices could not be read just now. Try again in a minute.`;
    return { state: "Not known", tone: "warning", heading: "This could not be checked", lead };
  }
  if (candidates.length === 0) {
    const lead = `Intune knows no device of ${yours ? "yours" : name}, so there can be no session; a shared computer counts once ${yours ? "you are" : "they are"} its primary user. Help by chat or call is possible.`;
    return { state: "No device", tone: "attention", heading: "No session is possible", lead };
  }
  const open = candidates[0]?.prospects.open ?? [];
  if (!open.includes("view")) {
    const lead = `Something has to be put right before ${yours ? "a helper" : "you"} could ask ${yours ? "to see your screen" : `${name} for a session`}.`;
    return { state: "Not yet", tone: "attention", heading: "No session is possible yet", lead };
  }
  const lead = yours
    ? "A helper could ask you for a session. You still decide each time, and nobody sees anything before you say yes."
    : `You could ask ${name} for a session. Nothing is open to you before they say yes.`;
  return { state: "Possible", tone: "good", heading: "A session is possible", lead };
}

function deviceOf({ device, prospects }: Candidate, look: Preflight): Card["devices"][number] {
  const { side, policy, at, reader } = look;
  return {
    name: device.name,
    about: [
      modelOf(device),
      `${systemOf(device)}${device.platform === "windows" ? ` (${device.osVersion})` : ""}`,
      complianceOf(device),
      checkInOf(device, at),
      ownershipOf(device),
    ]
      .filter(Boolean)
      .join(" · "),
    levels: LEVELS.map((level) =>
      prospects.open.includes(level)
        ? { level: `✓ ${LEVEL[level]}`, tone: "good" }
        : { level: `✕ ${LEVEL[level]}`, tone: "attention" },
    ),
    through: throughOf(device, policy),
    changes: reasonsFrom(prospects.device.filter(isWorthSaying), side, wordsFor(reader), MOST_CHANGES),
  };
}

/** That a higher level does not exist on a system at all is no condition that somebody could put right there. */
const isWorthSaying = ({ finding, levels }: Change): boolean =>
  finding.check !== "device-platform" || levels.includes("view");

function throughOf(device: Candidate["device"], { osFloor }: EligibilityPolicy): string {
  const { levels } = offerOn(device, osFloor);
  const words = sessionOn(device, levels, osFloor);
  const hasAll = levels.length === 0 || levels.includes("elevation");
  return hasAll ? words : `${words}. Administrator control exists on Windows only.`;
}
