import { alerts } from "./alerts.ts";
import { bot } from "./bot.ts";
import { conversation } from "./conversation.ts";
import { desk } from "./desk.ts";
import { devices } from "./devices.ts";
import { dialog } from "./dialog.ts";
import { facts } from "./facts.ts";
import { findings } from "./findings.ts";
import { lists } from "./lists.ts";
import { onBehalf } from "./on-behalf.ts";
import { pages } from "./pages.ts";
import { problems } from "./problems.ts";
import { refusals } from "./refusals.ts";
import { reports } from "./reports.ts";
import { request } from "./request.ts";
import { session } from "./session.ts";
import { setup } from "./setup.ts";
import { shared } from "./shared.ts";
import { story } from "./story.ts";
import { teams } from "./teams.ts";
import { transport } from "./transport.ts";
import { verify } from "./verify.ts";

/**
 * Every sentence that people read, in English and in ICU MessageFormat. The literals give the types: a wrong key, a missing or
 * an extra value does not compile. Keys are `card-or-topic.what`; a topic is one file of this folder. Further languages are flat
 * JSON files, key to sentence, beside this folder.
 */
export const en = {
  ...shared,
  ...request,
  ...session,
  ...desk,
  ...devices,
  ...dialog,
  ...facts,
  ...findings,
  ...lists,
  ...onBehalf,
  ...pages,
  ...problems,
  ...refusals,
  ...reports,
  ...setup,
  ...story,
  ...teams,
  ...transport,
  ...verify,
  ...bot,
  ...conversation,
  ...alerts,
} as const;
