import type { CardContent } from "../cards/catalog.ts";
import type { Candidate } from "../domain/eligibility/best-first.ts";
import { explain } from "../domain/eligibility/remedies.ts";
import { outOfScope } from "../domain/eligibility/scope.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { preflight } from "../surfaces/preflight.ts";
import type { BotDeps, Reply } from "./action.ts";
import { staffActor } from "./actor.ts";
import type { Caller } from "./caller.ts";
import { lookClosely } from "./look-closely.ts";

/** Oneself, or for helpers somebody whom they look after: what could be asked for now, and what would open the rest. */
export const checkPerson = (person: PersonId, caller: Caller, world: BotDeps): Promise<Reply> =>
  person === caller.id ? checkOneself(caller, world) : checkSomebody(person, caller, world);

export async function checkOneself(caller: Caller, world: BotDeps): Promise<Reply> {
  const look = await lookClosely(caller.id, null, world);
  world.log.info("preflight.looked", { caller: caller.id, person: caller.id });
  const { candidates, rest } = look;
  return {
    show: preflight({
      person: caller.id,
      name: caller.name,
      side: "sharer",
      candidates,
      rest,
      alone: look.alone?.prospects ?? null,
      policy: world.eligibility,
      at: world.clock.now(),
      reader: caller,
    }),
  };
}

export const FOR_HELPERS_ONLY =
  "Only helpers can look into somebody else's devices. Type “check me” to see what is possible on yours.";

async function checkSomebody(person: PersonId, caller: Caller, world: BotDeps): Promise<Reply> {
  const { roles } = await staffActor(caller, world.directory);
  if (!roles.helper) {
    world.log.info("preflight.refused", { caller: caller.id, person, code: "not_a_helper" });
    return { say: FOR_HELPERS_ONLY };
  }
  const { sharer, candidates, alone, rest } = await lookClosely(person, caller.id, world);
  if ("unknown" in sharer) {
    return { say: `This person could not be looked up (${sharer.unknown.why}). Try again in a minute.` };
  }
  const barrier = barrierOf([...(candidates ?? []), ...(alone === null ? [] : [alone])], world);
  if (barrier !== null) {
    world.log.info("preflight.refused", { caller: caller.id, person, code: "out_of_scope" });
    return { show: outside(barrier) };
  }
  const covered = candidates?.filter(({ facts }) => outOfScope(facts, world.eligibility) === null) ?? null;
  world.log.info("preflight.looked", { caller: caller.id, person });
  return {
    show: preflight({
      person,
      name: sharer.seen.displayName,
      side: "helper",
      candidates: covered,
      rest,
      alone: alone?.prospects ?? null,
      policy: world.eligibility,
      at: world.clock.now(),
      reader: caller,
    }),
  };
}

/** What keeps the helper out, when no device of this person lets them in. */
function barrierOf(looks: readonly Pick<Looked, "facts">[], { eligibility }: BotDeps) {
  const barriers = looks.map(({ facts }) => outOfScope(facts, eligibility));
  return barriers.includes(null) ? null : (barriers[0] ?? null);
}

type Looked = Candidate & { readonly facts: Parameters<typeof outOfScope>[0] };

function outside(barrier: Finding): CardContent {
  const { sentence, remedy, owner } = explain(barrier, "helper");
  return {
    card: "notice",
    data: {
      hasTicket: false,
      ticket: "",
      heading: "Nothing is shown of people outside your scope",
      text: `${sentence} ${remedy} Who can do this: ${owner}.`,
    },
  };
}
