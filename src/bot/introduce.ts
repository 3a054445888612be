import type { CardContent } from "../cards/catalog.ts";
import { setupReportData } from "../cards/setup-report.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { readerOf } from "../ports/address-book.ts";
import { faultName } from "../telemetry/log.ts";
import type { BotDeps } from "./action.ts";

/** Beckon was added to a team. */
export interface NewTeam {
  /** Who added it; null when Teams does not tell. */
  readonly addedBy: PersonId | null;
  /** The channel that this is said in, and the one that was chosen when adding. */
  readonly channel: string;
  readonly chosen: string | null;
  /** Where the helpdesk channel is was known before. */
  readonly knewHelpdesk: boolean;
}

export type Introduction = { readonly say: string } | { readonly show: CardContent };

/**
 * What is set and what is not, for everybody in the team: which channel gets the requests, and who can check the rest. A
 * lead who added Beckon gets what the doctor finds in their own chat, where they have one.
 */
export async function introduce(team: NewTeam, deps: BotDeps): Promise<Introduction> {
  const { addedBy, channel, chosen, knewHelpdesk } = team;
  const { say } = wordsFor(deps.channelReader);
  const isLead = addedBy !== null && (await leads(addedBy, deps));
  if (isLead) await sendFindings(addedBy, deps);
  const who = say(isLead ? "new-team.lead" : "new-team.ask-lead");
  // Where requests arrive already, nothing is to be set.
  if ([channel, chosen].includes(deps.helpdesk)) {
    return { say: [say("teams.hello"), say("new-team.here"), who].join(" ") };
  }
  const where = say(knewHelpdesk ? "new-team.elsewhere" : "new-team.assumed", { id: chosen ?? channel });
  const text = [say("teams.hello"), where, who].join("\n");
  const data = { hasTicket: false, ticket: "", heading: say("new-team.heading"), text };
  return { show: { card: "notice", data } };
}

/** While Graph does not answer, nobody is taken for a lead. */
const leads = (person: PersonId, { directory }: BotDeps): Promise<boolean> =>
  directory.staff(person).then(
    ({ roles }) => roles.lead,
    () => false,
  );

async function sendFindings(lead: PersonId, deps: BotDeps): Promise<void> {
  try {
    const contact = await deps.addresses.contact(lead);
    if (contact?.chat == null) return;
    const findings = await deps.examineSetup();
    const words = wordsFor(readerOf(contact, deps.channelReader));
    const data = setupReportData(findings, deps.clock.now(), words);
    await deps.send(lead, { card: "setup-report", data });
  } catch (fault) {
    deps.log.warn("setup.not-sent", { error: faultName(fault) });
  }
}
