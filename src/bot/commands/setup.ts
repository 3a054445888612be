import { isWrong, setupReportData } from "../../cards/setup-report.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { Command } from "../action.ts";
import { staffActor } from "../perform.ts";

/** For leads only: what `npm run doctor` finds, without what is in order and without names. */
export const setup: Command = {
  name: "setup",
  pattern:
    /^(?:doctor|(?:check|prüfen?|prüfe|pruefen?) (?:the |das |die )?(?:setup|einrichtung)|einrichtung prüfen)[.!?]?$/i,
  async handle({ caller, scope }, _match, deps) {
    const words = wordsFor(caller);
    if (scope.kind !== "personal") return { say: words.say("setup-report.personal-chat") };
    const { roles } = await staffActor(caller, deps.directory);
    if (!roles.lead) {
      deps.log.info("setup.refused", { caller: caller.id });
      return { say: words.say("setup-report.leads-only") };
    }
    const findings = await deps.examineSetup();
    deps.log.info("setup.examined", { caller: caller.id, wrong: findings.filter(isWrong).length });
    const data = setupReportData(findings, deps.clock.now(), words);
    return { show: { card: "setup-report", data } };
  },
};
