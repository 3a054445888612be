import { licenceReport } from "../../surfaces/licence-report.ts";
import type { Command } from "../action.ts";
import { staffActor } from "../actor.ts";
import { UNRECORDED } from "../read-log.ts";
import { reviewFindings, reviewLicences } from "../review-licences.ts";

/** For leads, alone: who lacks the plan, and what refused sessions this week. */
export const licences: Command = {
  name: "licences",
  summary: "for leads: who lacks Remote Help, and what refused sessions this week",
  pattern: /^(?:licen[cs]es|licen[cs]e report)[.!?]?$/i,
  async handle({ caller, scope }, _match, world) {
    if (scope.kind !== "personal") return { say: "Ask me in our personal chat: the answer names people." };
    const { roles } = await staffActor(caller, world.directory);
    if (!roles.lead) {
      world.log.info("licences.refused", { caller: caller.id });
      return { say: "Only helpdesk leads can read the licence report. Ask your lead for it." };
    }
    const [review, findings] = await Promise.all([reviewLicences(world), reviewFindings(world)]);
    if (!(await world.reads.report(caller, "licence report"))) return { say: UNRECORDED };
    world.log.info("licences.read", { caller: caller.id, helpers: review.helpers.gaps.length });
    return { show: licenceReport({ ...review, findings, at: world.clock.now(), reader: caller }) };
  },
};
