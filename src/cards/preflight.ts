import { z } from "zod";
import template from "../../cards/preflight.json" with { type: "json" };
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Candidate, Change, Prospects } from "../domain/eligibility/prospects.ts";
import { offerOn } from "../domain/eligibility/systems.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { defineCard } from "./define-card.ts";
import { checkInOf, complianceOf, modelOf, ownershipOf, sessionOn, systemOf } from "./devices.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText, reasons, reasonsFrom, stateBadge } from "./ticket-parts.ts";

/** More devices would not fit; the best come first. */
export const MOST_DEVICES = 4;
const MOST_CHANGES = 3;

/** Which level could be asked for on which device now, and the least that would open the others. */
export const preflight = defineCard("preflight", template, {
  /** Whom it is about, for the button that checks again. */
  person: z.guid(),
  ...stateBadge,
  heading: ownText(60),
  lead: humanText(300),
  hasGeneral: z.boolean(),
  /** What stands in the way on every device. */
  general: reasons(MOST_CHANGES),
  devices: z
    .array(
      z.strictObject({
        name: humanText(60),
        about: humanText(200),
        levels: z.array(z.strictObject({ level: ownText(40), tone: stateBadge.tone })).max(3),
        through: ownText(240),
        changes: reasons(MOST_CHANGES),
      }),
    )
    .max(MOST_DEVICES),
  hasRest: z.boolean(),
  rest: ownText(200),
  checked: ownText(80),
  canAskForHelp: z.boolean(),
});

type Data = z.infer<typeof preflight.data>;

interface Preflight {
  readonly person: PersonId;
  /** As the directory names them. */
  readonly name: string;
  /** In whose words: the person's own, or those of a helper. */
  readonly side: "sharer" | "helper";
  /** Best first; null when Graph could not say. */
  readonly candidates: readonly Candidate[] | null;
  /** Without any device; null while there are some. */
  readonly alone: Prospects | null;
  /** How many devices were not looked at. */
  readonly rest: number;
  readonly policy: EligibilityPolicy;
  readonly at: number;
}

/** What an ask would be answered now, before anybody asks. */
export function preflightContent(look: Preflight, words: Words): { card: "preflight"; data: Data } {
  const { candidates, alone, side, rest, at } = look;
  const { say } = words;
  // The same people stand behind every device, so what is wrong with them is said once.
  const general = (candidates?.[0]?.prospects ?? alone)?.general ?? [];
  const data = {
    person: look.person,
    ...verdict(look, words),
    hasGeneral: general.length > 0,
    general: reasonsFrom(general, side, words, MOST_CHANGES),
    devices: (candidates ?? []).slice(0, MOST_DEVICES).map((candidate) => deviceRow(candidate, look, words)),
    hasRest: rest > 0,
    rest: say("preflight.rest", { count: rest }),
    checked: say("preflight.checked", { time: words.moment(at, at) }),
    canAskForHelp: side === "sharer",
  };
  return { card: "preflight", data };
}

const TONE = { unread: "warning", "no-device": "attention", shut: "attention", open: "good" } as const;

function verdict(
  { candidates, name, side }: Preflight,
  { say }: Words,
): Pick<Data, "state" | "tone" | "heading" | "lead"> {
  const [best] = candidates ?? [];
  const result =
    candidates === null
      ? "unread"
      : best === undefined
        ? "no-device"
        : best.prospects.open.includes("view")
          ? "open"
          : "shut";
  return {
    state: say(`preflight.state.${result}`),
    tone: TONE[result],
    heading: say(`preflight.heading.${result}`),
    lead: say(`preflight.${side}.${result}`, { name }),
  };
}

function deviceRow({ device, prospects }: Candidate, look: Preflight, words: Words): Data["devices"][number] {
  const { side, policy, at } = look;
  const system = systemOf(device, words);
  return {
    name: device.name,
    about: [
      modelOf(device),
      device.platform === "windows" ? `${system} (${device.osVersion})` : system,
      complianceOf(device, words),
      checkInOf(device, at, words),
      ownershipOf(device, words),
    ]
      .filter(Boolean)
      .join(" · "),
    levels: LEVELS.map((level) =>
      prospects.open.includes(level)
        ? { level: `✓ ${words.say(`level.${level}`)}`, tone: "good" }
        : { level: `✕ ${words.say(`level.${level}`)}`, tone: "attention" },
    ),
    through: throughOf(device, policy, words),
    changes: reasonsFrom(prospects.device.filter(isWorthSaying), side, words, MOST_CHANGES),
  };
}

/** That a higher level does not exist on a system at all is not a condition that can be put right. */
const isWorthSaying = ({ finding, levels }: Change): boolean =>
  finding.check !== "device-platform" || levels.includes("view");

function throughOf(device: Candidate["device"], { osFloor }: EligibilityPolicy, words: Words): string {
  const { levels } = offerOn(device, osFloor);
  const session = sessionOn(device, words, levels, osFloor);
  return levels.length === 0 || levels.includes("elevation")
    ? session
    : `${session}. ${words.say("preflight.windows-only")}`;
}
