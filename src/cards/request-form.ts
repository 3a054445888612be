import { z } from "zod";
import template from "../../cards/request-form.json" with { type: "json" };
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Candidate, Change } from "../domain/eligibility/prospects.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { defineCard } from "./define-card.ts";
import { checkInOf, choiceOf, ownershipOf, sessionOn } from "./devices.ts";
import type { Words } from "./text/words.ts";
import { humanChoices, humanInput, humanText, ownText, reasons, reasonsFrom } from "./ticket-parts.ts";

/** As many devices are described; the list to choose from may hold more. */
const MOST_DESCRIBED = 4;
const MOST_CHOICES = 12;

/** The choice that is always there: help without a session. */
export const NO_DEVICE = "none";

export const MOST_SUBJECT = 120;
/** A message of this length fits whole: Beckon reads 4,000 characters of one. */
export const MOST_DETAILS = 4_000;

/** The request, before there is a ticket. */
export const requestForm = defineCard("request-form", template, {
  /** Makes one form one request, however often it is sent. */
  form: z.guid(),
  /** Somebody else suggests it: the reader agrees, or does nothing. */
  isProposed: z.boolean(),
  isOwn: z.boolean(),
  proposed: humanText(300),
  subject: humanInput(MOST_SUBJECT),
  details: humanInput(MOST_DETAILS),
  /** With `none` among them: help without a session. */
  devices: humanChoices,
  /** The device that is chosen beforehand, or `none`. */
  device: ownText(40),
  hasRemark: z.boolean(),
  remark: ownText(300),
  /** What stands in the way on every device. */
  reasons: reasons(3),
  /** What a session can be on each device, or what stands against one there. */
  described: z
    .array(
      z.strictObject({
        name: humanText(60),
        about: humanText(160),
        isOpen: z.boolean(),
        isShut: z.boolean(),
        session: ownText(160),
        reasons: reasons(2),
      }),
    )
    .max(MOST_DESCRIBED),
});

type Data = z.infer<typeof requestForm.data>;

/** What is known of the person's devices before there is a ticket. */
interface Known {
  /** Null when Graph could not say. */
  readonly devices: readonly Candidate[] | null;
  /** What stands in the way whichever device they choose. */
  readonly general: readonly Change[];
  readonly policy: EligibilityPolicy;
  readonly at: number;
}

/** With what a session can be on each device, or why there can be none; a device of theirs that is `filled` in is chosen. */
export function requestFormContent(
  {
    device: wished,
    helper,
    ...filled
  }: Pick<Data, "form" | "subject" | "details"> & {
    device?: string | null;
    /** Who suggests it; absent for a request of the reader's own. */
    helper?: string;
  },
  known: Known,
  words: Words,
): Data {
  const devices = known.devices ?? [];
  const blocking = known.general.filter(({ levels }) => levels.includes("view"));
  const isAnyOpen = devices.some(({ prospects }) => prospects.open.includes("view"));
  const isKnown = devices.some(({ device }) => device.id === wished);
  const remark = remarkOn(known.devices, isAnyOpen, words);
  return {
    ...filled,
    isProposed: helper !== undefined,
    isOwn: helper === undefined,
    proposed: helper === undefined ? "" : words.say("request-form.proposed", { helper }),
    devices: deviceChoices(devices, known.at, words),
    device: (isKnown ? wished : isAnyOpen ? devices[0]?.device.id : null) ?? NO_DEVICE,
    hasRemark: remark !== "",
    remark,
    reasons: devices.length === 0 ? [] : reasonsFrom(blocking.map(withoutLevels), "sharer", words, 3),
    described: devices
      .slice(0, MOST_DESCRIBED)
      .map((candidate) => described(candidate, blocking.length > 0, known, words)),
  };
}

/** A person's devices to choose from, and none. */
export function deviceChoices(candidates: readonly Candidate[], at: number, words: Words) {
  const all = candidates.map(({ device }) => device);
  return [
    ...candidates.slice(0, MOST_CHOICES).map(({ device, prospects }) => {
      const choice = choiceOf(device, all, at, words);
      return {
        title: prospects.open.includes("view") ? choice : words.say("device.choice-shut", { choice }),
        value: device.id as string,
      };
    }),
    { title: words.say("device.choice-none"), value: NO_DEVICE },
  ];
}

function described(
  { device, prospects }: Candidate,
  isBlocked: boolean,
  { policy, at }: Known,
  words: Words,
): Data["described"][number] {
  const isOpen = prospects.open.includes("view");
  const own = prospects.device.filter(({ levels }) => levels.includes("view"));
  const shut = words.say(own.length === 0 && isBlocked ? "device.shut-see-above" : "device.shut");
  return {
    name: device.name,
    about: [checkInOf(device, at, words), ownershipOf(device, words)].filter(Boolean).join(" · "),
    isOpen,
    isShut: !isOpen,
    session: isOpen ? `✓ ${sessionOn(device, words, prospects.open, policy.osFloor)}` : `✕ ${shut}`,
    reasons: reasonsFrom(own.map(withoutLevels), "sharer", words, 2),
  };
}

/** The form is about any session at all, so no level needs to be named. */
const withoutLevels = ({ finding }: Change): Change => ({ finding, levels: LEVELS });

function remarkOn(devices: Known["devices"], isAnyOpen: boolean, { say }: Words): string {
  if (devices === null) return say("request-form.devices-unread");
  if (devices.length === 0) return say("request-form.no-devices");
  return isAnyOpen ? "" : say("request-form.not-available");
}
