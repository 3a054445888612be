import { randomUUID } from "node:crypto";
import { HELPDESK, typed } from "../bench/activities.ts";
import type { Dice } from "../chaos/random.ts";
import { GROUP_IDS, PEOPLE_IDS } from "../playground/company.ts";
import { ACTIONS } from "../src/bot/index.ts";
import { authority } from "../src/domain/ticket/authority.ts";
import { isAbove } from "../src/domain/ticket/level.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import type { Shown } from "../test/support/chats.ts";
import { activityFrom, chatOf, press, saidIn } from "./activities.ts";
import { createFindings, type Findings, type FindingsSoFar } from "./findings.ts";
import { dataFor } from "./press-data.ts";
import { STATES, type StateName, tellStory } from "./stories.ts";
import { type Answer, AUDITORS, type Target } from "./target.ts";
import { MAY_RAISE, OUTSIDERS, ROLES, type Role, WHO_MAY } from "./who-may.ts";

const VERBS = ACTIONS.map(({ verb }) => verb);
const NO_SUCH = "BK-999999999";

/**
 * Every button, by everybody, in every state. Each press claims to come from a message of another ticket's card.
 * @param share of the pairs of person and state that are tried: 1 for all.
 */
export async function attackPresses(target: Target, dice: Dice, share = 1): Promise<Findings> {
  const findings = createFindings();
  const missing = VERBS.filter((verb) => !(verb in WHO_MAY));
  if (missing.length > 0) findings.wrong(`not in the table of who may: ${missing.join(", ")}`);
  addToGroups(target);
  const people = peopleFor(await tellStory(target, "viewing"));
  const ever = new Set<string>();
  for (const state of Object.keys(STATES) as StateName[]) {
    for (const role of ROLES) {
      if (!dice.chance(share)) continue;
      await pressAll({ target, dice, findings, state, role, people, ever });
    }
  }
  if (share === 1) {
    const never = Object.keys(WHO_MAY).filter((verb) => (WHO_MAY[verb] ?? []).length > 0 && !ever.has(verb));
    for (const verb of never) findings.wrong(`${verb} never had an effect, so it was not tried rightly`);
  }
  return findings.done();
}

interface Round {
  readonly target: Target;
  readonly dice: Dice;
  readonly findings: FindingsSoFar;
  readonly state: StateName;
  readonly role: Role;
  readonly people: Readonly<Record<Exclude<Role, "sharer">, string>>;
  /** Verbs that have changed a ticket. */
  readonly ever: Set<string>;
}

/** One person presses every button; each one that changed the ticket gets a new ticket in the same state. */
async function pressAll(round: Round): Promise<void> {
  const { target, dice, findings, state, role } = round;
  const bystander = await tellStory(target, "controlling");
  await target.settle();
  const bystanders = messagesAbout(target, bystander);
  let ticket = await tellStory(target, state);
  if (dice.chance(0.3)) await postInDoubt(target);
  for (const verb of VERBS) {
    findings.count("presses");
    const after = await pressOne(round, ticket, verb, bystanders);
    ticket = after ?? (await tellStory(target, state));
  }
  if (isOutsider(role)) await typeAll(round, ticket);
  await target.settle();
  for (const [message, card] of bystanders) {
    if (JSON.stringify(message.card) === card) continue;
    findings.wrong("touched a card of another ticket", `${role}, ${state}`);
  }
}

/** Nobody knows which messages hold the cards: they were posted, and the answers were lost. */
async function postInDoubt({ chats, settle }: Target): Promise<void> {
  chats.mishap(({ method }) => (method === "POST" ? { accepted: true, answer: 500 } : null));
  await settle();
  chats.mishap(null);
}

/** @returns the ticket afterwards; null when it was changed. */
async function pressOne(
  { target, dice, findings, state, role, people, ever }: Round,
  before: Ticket,
  verb: string,
  bystanders: ReadonlyMap<Shown, string>,
): Promise<Ticket | null> {
  const { wrong, count } = findings;
  const who = role === "sharer" ? before.sharer.id : people[role];
  const data = dataFor(verb, before, dice);
  const at = dice.pick([...bystanders.keys()]);
  const what = `${verb} by ${role}, ${state}`;
  const levelBefore = authority(before, target.now()).level;
  const isOldClient = dice.chance(0.2);
  const answer = isOldClient
    ? await target.post(activityFrom(who, { type: "message", replyToId: at.id, value: { ...data, verb } }))
    : await pressAs(target, who, verb, data, at);
  if (answer.status >= 500) wrong(`answered ${answer.status}`, what);
  const after = await target.beckon.store.read(before.id);
  if (after === null) throw new Error(`${before.id} is gone`);
  const changed = await isChanged(target, before, after);
  const acting = who === holderFor(verb, before) ? "holder" : role === "holder" ? "past helper" : role;
  const may = WHO_MAY[verb]?.includes(acting) ?? false;
  if (changed) ever.add(verb);
  count(may ? "of them by those who may" : "refused", 1);
  if (changed && !may) wrong(`changed by ${role}`, what);
  const level = authority(after, target.now()).level;
  const rose = level !== null && (levelBefore === null || isAbove(level, levelBefore));
  if (rose && !(role === "sharer" && MAY_RAISE.has(verb))) wrong("raised authority", what);
  if (isOutsider(role) && aboutTicket(data) && !isOldClient) {
    count("compared with a request that does not exist");
    const nowhere = await pressAs(target, who, verb, elsewhere(data), at);
    if (plain(answer, before.id) !== plain(nowhere, NO_SUCH)) {
      wrong("told from a request that does not exist", what);
    }
  }
  return changed ? null : after;
}

/** Who holds it; of a closed one, who held it last. About a session its helper tells, also afterwards. */
function holderFor(verb: string, { claim, status, formerClaims, session, past }: Ticket) {
  if (verb === "report-transport") return (session ?? past.at(-1))?.helper.id;
  return claim?.helper.id ?? (status === "open" ? null : formerClaims.at(-1)?.helper.id);
}

const isOutsider = (role: Role) => (OUTSIDERS as readonly string[]).includes(role);

/** The commands that name a request, about this one and about one that does not exist. */
async function typeAll({ target, findings, role, people, state }: Round, { id }: Ticket): Promise<void> {
  if (role === "sharer") return;
  const who = people[role];
  const heard = async (text: string) => {
    const before = target.chats.in(chatOf(who)).length;
    const { status } = await target.post(activityFrom(who, typed(text)));
    await target.settle();
    const said = target.chats.in(chatOf(who)).slice(before);
    return `${status} ${JSON.stringify(said.map(({ text, card }) => [text, card])).replace(REFERENCE, "")}`;
  };
  for (const command of ["show", "stop", "find"]) {
    findings.count("commands compared");
    const differs = async () => {
      const here = await heard(`${command} ${id}`);
      const nowhere = await heard(`${command} ${NO_SUCH}`);
      return here.replaceAll(id, "BK") !== nowhere.replaceAll(NO_SUCH, "BK");
    };
    // A card of the person's own request can come at the same moment, once; what tells them apart does so again.
    if (!(await differs()) || !(await differs())) continue;
    findings.wrong("told from a request that does not exist", `typed ${command} by ${role}, ${state}`);
  }
}

const pressAs = (target: Target, who: string, verb: string, data: object, at: Shown): Promise<Answer> =>
  target.post(activityFrom(who, press(verb, data, at)));

/** By more than what happens by itself, such as a question that lapsed, and the records of attempts. */
async function isChanged({ beckon }: Target, before: Ticket, after: Ticket): Promise<boolean> {
  if (after.version === before.version) return false;
  const added = (await beckon.store.trail(after.id)).slice(before.version);
  return added.some(({ event: { type, by } }) => by !== null && type !== "AttemptRefused");
}

const aboutTicket = (data: object) => "ticket" in data || "number" in data;
const elsewhere = (data: object) => ({
  ...data,
  ...("ticket" in data && { ticket: NO_SUCH }),
  ...("number" in data && { number: Number(NO_SUCH.slice(3)) }),
});
/** Without the number of the request, and without the reference, which is new for each fault. */
const plain = ({ status, text }: Answer, id: string) =>
  `${status} ${saidIn(text).text.replaceAll(id, "BK").replace(REFERENCE, "")}`;
const REFERENCE = /[0-9A-Z]{4}-[0-9A-Z]{4}/g;

/** The messages with cards of this ticket, and how they look. */
function messagesAbout({ chats }: Target, { id, sharer }: Ticket): Map<Shown, string> {
  const messages = [HELPDESK, chatOf(PEOPLE_IDS.hana), chatOf(sharer.id)]
    .flatMap((chat) => chats.in(chat))
    .filter(({ card }) => JSON.stringify(card)?.includes(`"${id}"`));
  return new Map(messages.map((message) => [message, JSON.stringify(message.card)]));
}

function peopleFor({ sharer }: Ticket): Round["people"] {
  return {
    holder: PEOPLE_IDS.hana,
    "other helper": PEOPLE_IDS.hugo,
    "past helper": PEOPLE_IDS.hedda,
    lead: PEOPLE_IDS.lena,
    auditor: PEOPLE_IDS.otto,
    outsider: PEOPLE_IDS.stan,
    "other sharer": sharer.id,
    "sharer's manager": PEOPLE_IDS.paul,
    guest: PEOPLE_IDS.gus,
    "guest among the leads": GUEST_LEAD,
    "disabled account": PEOPLE_IDS.dora,
    "disabled account among the helpers": GONE_HELPER,
    "disabled account among the auditors": GONE_AUDITOR,
    "unknown person": randomUUID(),
  };
}

const GUEST_LEAD = "a1000000-0000-4000-8000-0000000000b1";
const GONE_HELPER = "a1000000-0000-4000-8000-0000000000b2";

const GONE_AUDITOR = "a1000000-0000-4000-8000-0000000000b3";

/** Accounts that were left in their group when they should not be in it any more. */
function addToGroups({ graph }: Target): void {
  const { people } = graph.tenant();
  if (people.some(({ id }) => id === GUEST_LEAD)) return;
  const like = (key: "gus" | "dora", id: string) => {
    const model = people.find((each) => each.id === PEOPLE_IDS[key]);
    if (model === undefined) throw new Error(`${key} is missing`);
    people.push({ ...structuredClone(model), id, userPrincipalName: `${id}@halden.example` });
  };
  like("gus", GUEST_LEAD);
  like("dora", GONE_HELPER);
  like("dora", GONE_AUDITOR);
  graph.join(AUDITORS, GONE_AUDITOR);
  graph.join(GROUP_IDS.leads, GUEST_LEAD);
  graph.join(GROUP_IDS.helpers, GONE_HELPER);
}
