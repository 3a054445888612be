import type { CardContent } from "../cards/catalog.ts";
import { explain as explainFinding } from "../cards/findings.ts";
import { deviceChoices, NO_DEVICE } from "../cards/request-form.ts";
import { sayFact } from "../cards/text/facts.ts";
import { wordsFor } from "../cards/text/words.ts";
import { MOST_MATCHES, whoForData } from "../cards/who-for.ts";
import { SUBJECTS } from "../domain/eligibility/check.ts";
import type { DeviceFacts, Facts } from "../domain/eligibility/facts.ts";
import { outOfScope } from "../domain/eligibility/judge.ts";
import { prospectsOf } from "../domain/eligibility/prospects.ts";
import { mayHelp } from "../domain/ticket/authority.ts";
import type { Device } from "../domain/ticket/device.ts";
import { deviceId, type PersonId } from "../domain/ticket/ids.ts";
import { type Actor, type Person, person as personOf } from "../domain/ticket/person.ts";
import { refuse } from "../domain/ticket/refusal.ts";
import { DirectoryUnavailable } from "../ports/directory.ts";
import type { BotDeps, Caller } from "./action.ts";
import { asDevice, checkDevices } from "./devices.ts";
import { explain, staffActor } from "./perform.ts";

/**
 * The caller as one who may open requests for others. Asked before anybody or anything is looked up, so that a person without
 * the role learns nothing.
 * @throws {DirectoryUnavailable}
 */
export async function openerOf(caller: Caller, deps: BotDeps): Promise<Actor | { readonly say: string }> {
  const actor = await staffActor(caller, deps.directory);
  if (mayHelp(actor.roles)) return actor;
  deps.log.info("opener.refused", { caller: caller.id });
  return { say: explain(refuse("not_a_helper"), caller, deps) };
}

/** Null when Graph cannot say, and for everybody without the role: what they typed is then taken as text. */
export async function mayOpenForOthers(caller: Caller, { directory }: BotDeps): Promise<boolean> {
  try {
    return mayHelp((await staffActor(caller, directory)).roles);
  } catch (fault) {
    if (fault instanceof DirectoryUnavailable) return false;
    throw fault;
  }
}

/** People whose name begins so, to choose from; with "" the question alone. */
export async function whoFor(name: string, caller: Caller, { directory }: BotDeps): Promise<CardContent> {
  const found = name === "" ? null : await directory.search(name, MOST_MATCHES + 1);
  return { card: "who-for", data: whoForData(name, found, wordsFor(caller)) };
}

interface Filled {
  readonly form: string;
  readonly subject: string;
  readonly details: string;
}

/** The form about that person, with their devices on which the caller may help. */
export async function formFor(
  person: PersonId,
  filled: Filled | ((name: string) => Filled),
  caller: Caller,
  deps: BotDeps,
): Promise<CardContent | { readonly say: string }> {
  const words = wordsFor(caller);
  const { say } = words;
  const { sharer, candidates } = await checkDevices(person, caller.id, deps);
  if ("unknown" in sharer)
    return { say: say("check.not-looked-up", { why: sayFact(sharer.unknown.why, words) }) };
  deps.log.info("opener.looked", { caller: caller.id, person });
  const { displayName, jobTitle, userPrincipalName } = sharer.seen;
  const covered = candidates?.filter(({ facts }) => outOfScope(facts, deps.eligibility) === null) ?? [];
  const [best] = covered.filter(({ prospects }) => prospects.open.includes("view"));
  const hidden = (candidates ?? []).length - covered.length;
  const remark =
    candidates === null
      ? say("on-behalf.unread")
      : hidden > 0
        ? say("on-behalf.out-of-scope", { count: hidden })
        : "";
  return {
    card: "request-for",
    data: {
      ...(typeof filled === "function" ? filled(displayName) : filled),
      person,
      name: displayName,
      about: [jobTitle, userPrincipalName].filter(Boolean).join(" · "),
      devices: deviceChoices(covered, deps.clock.now(), words),
      device: best?.device.id ?? NO_DEVICE,
      hasRemark: remark !== "",
      remark,
    },
  };
}

interface Chosen {
  readonly sharer: Person;
  readonly device: Device | null;
  /** Why no session is possible on the device now, in a sentence; "" when one is, and without a device. */
  readonly obstacle: string;
}

/**
 * The person, and the device as it goes into the request: one of theirs, or one without a primary user that the opener names.
 * What is not in the opener's scope, or somebody else's, is refused. Whether a session may be there is judged at the ask.
 */
export async function chosenFor(
  person: PersonId,
  { device, deviceName }: { readonly device: string; readonly deviceName: string | null },
  caller: Caller,
  deps: BotDeps,
): Promise<Chosen | { readonly say: string }> {
  const words = wordsFor(caller);
  const { say } = words;
  const { person: known, devices } = await deps.directory.sharer(person);
  if ("unknown" in known)
    return { say: say("check.not-looked-up", { why: sayFact(known.unknown.why, words) }) };
  const sharer = personOf(person, known.seen.displayName, known.seen.jobTitle);
  if (deviceName === null && device === NO_DEVICE) return { sharer, device: null, obstacle: "" };

  const own = "seen" in devices ? devices.seen.find(({ id }) => id === device) : undefined;
  const found =
    deviceName === null ? (own === undefined ? [] : [own]) : await deps.directory.devicesNamed(deviceName);
  const [only, ...others] = found;
  if (only === undefined) {
    if (deviceName !== null) return { say: say("on-behalf.no-such-device", { name: deviceName }) };
    return { say: say("seen" in devices ? "on-behalf.not-theirs" : "on-behalf.unread") };
  }
  if (others.length > 0) return { say: say("on-behalf.several-devices", { name: deviceName ?? "" }) };
  const about = { sharer: person, device: deviceId(only.id), helper: caller.id };
  const facts = await deps.directory.facts(about);
  const barrier = outOfScope(facts, deps.eligibility);
  if (barrier !== null) {
    const { sentence, remedy, who } = explainFinding(barrier, "helper", words);
    return { say: [sentence, remedy, who].filter(Boolean).join(" ") };
  }
  const whose = deviceName === null ? null : ownerProblem(only, person);
  if (whose !== null) return { say: say(whose) };
  return { sharer, device: asDevice(only, person), obstacle: obstacleOf(facts, caller, deps) };
}

/** A device without a primary user can be used by any person. */
function ownerProblem({ primaryUser }: DeviceFacts, person: PersonId) {
  if (primaryUser === null || primaryUser === person) return null;
  return typeof primaryUser === "object" ? "on-behalf.owner-unknown" : "on-behalf.anothers-device";
}

function obstacleOf(facts: Facts, caller: Caller, { eligibility }: BotDeps): string {
  const { open, ...changes } = prospectsOf(facts, eligibility, SUBJECTS);
  if (open.includes("view")) return "";
  const all = [...changes.general, ...changes.device];
  const [first] = all.filter(({ levels }) => levels.includes("view"));
  if (first === undefined) return "";
  const words = wordsFor(caller);
  const { sentence, remedy, who } = explainFinding(first.finding, "helper", words);
  return words.say("on-behalf.no-session", { why: [sentence, remedy, who].filter(Boolean).join(" ") });
}
