import { wordsFor } from "../cards/text/words.ts";
import type { ActionDefinition, BotDeps, Command, Reply, TypedMessage } from "./action.ts";
import { addNote } from "./actions/add-note.ts";
import { answerAsk } from "./actions/answer-ask.ts";
import { askAgain } from "./actions/ask-again.ts";
import { askForTime } from "./actions/ask-for-time.ts";
import { askMoreHelp } from "./actions/ask-more-help.ts";
import { askToView } from "./actions/ask-to-view.ts";
import { bringCard } from "./actions/bring-card.ts";
import { cancelAsk } from "./actions/cancel-ask.ts";
import { changeDevice } from "./actions/change-device.ts";
import { changeRequest } from "./actions/change-request.ts";
import { checkAgain } from "./actions/check-again.ts";
import { chooseDevice } from "./actions/choose-device.ts";
import { chooseHelper } from "./actions/choose-helper.ts";

import { disownRequest } from "./actions/disown-request.ts";
import { giveBack } from "./actions/give-back.ts";
import { giveFeedback } from "./actions/give-feedback.ts";
import { handOver } from "./actions/hand-over.ts";
import { openFile } from "./actions/open-file.ts";
import { openFor } from "./actions/open-for.ts";
import { pageDiary } from "./actions/page-diary.ts";
import { pageQueue } from "./actions/page-queue.ts";
import { pageSearch } from "./actions/page-search.ts";
import { pauseSession } from "./actions/pause-session.ts";
import { pickUp } from "./actions/pick-up.ts";
import { proposeHelp } from "./actions/propose-help.ts";
import { reopenTicket } from "./actions/reopen-ticket.ts";
import { reportIncidentAction } from "./actions/report-incident.ts";
import { reportTransport } from "./actions/report-transport.ts";
import { requestControl } from "./actions/request-control.ts";
import { requestForAction } from "./actions/request-for.ts";
import { requestHelp } from "./actions/request-help.ts";
import { resolveTicket } from "./actions/resolve-ticket.ts";
import { resumeSession } from "./actions/resume-session.ts";
import { sendToOther } from "./actions/send-message.ts";
import { sendRequest } from "./actions/send-request.ts";
import { showCard } from "./actions/show-card.ts";
import { showContact } from "./actions/show-contact.ts";
import { showTicket } from "./actions/show-ticket.ts";
import { stepDown } from "./actions/step-down.ts";
import { stopSession } from "./actions/stop-session.ts";
import { verifyHelper } from "./actions/verify-helper.ts";
import { withdrawTicket } from "./actions/withdraw-ticket.ts";
import { check } from "./commands/check.ts";
import { myDevices } from "./commands/diary.ts";
import { find } from "./commands/find-tickets.ts";
import { help } from "./commands/help.ts";
import { language } from "./commands/language.ts";
import { licences } from "./commands/licences.ts";
import { history, status } from "./commands/list-tickets.ts";
import { queue } from "./commands/queue.ts";
import { quiet } from "./commands/quiet.ts";
import { requestFor } from "./commands/request-for.ts";
import { setup } from "./commands/setup.ts";
import { show } from "./commands/show.ts";
import { typedStop } from "./commands/stop.ts";
import { verify } from "./commands/verify.ts";
import { answerInConversation } from "./conversation.ts";
import { answerInSession, bringStop } from "./in-session.ts";
import { unlessUnavailable } from "./perform.ts";
import { readsAsAnswer } from "./reads-as-answer.ts";
import { readsAsThanks } from "./reads-as-thanks.ts";
import { readsAsVerify } from "./reads-as-verify.ts";
import { formFor } from "./request-form.ts";

/** Every button there is. */
export const ACTIONS: readonly ActionDefinition[] = [
  requestHelp,
  sendRequest,
  changeRequest,
  chooseDevice,
  changeDevice,
  withdrawTicket,
  pickUp,
  giveBack,
  chooseHelper,
  handOver,
  showCard,
  addNote,
  sendToOther,
  showContact,
  openFile,
  askToView,
  requestControl,
  askForTime,
  cancelAsk,
  askMoreHelp,
  answerAsk,
  stepDown,
  pauseSession,
  resumeSession,
  stopSession,
  reportTransport,
  resolveTicket,
  giveFeedback,
  reopenTicket,
  askAgain,
  checkAgain,
  showTicket,
  bringCard,
  pageSearch,
  pageQueue,
  pageDiary,
  requestForAction,
  openFor,
  proposeHelp,
  disownRequest,
  verifyHelper,
  reportIncidentAction,
];

/** In a session what somebody asked for must not be the last card of the chat: *Stop everything* is, as on that of `verify`. */
const withStopLast = (command: Command): Command => ({
  ...command,
  async handle(message, match, deps) {
    const reply = await command.handle(message, match, deps);
    if (reply !== null) await unlessUnavailable(deps, bringStop(message, deps));
    return reply;
  },
});

const LOOKS = [
  status,
  queue,
  history,
  find,
  show,
  myDevices,
  requestFor,
  setup,
  check,
  language,
  quiet,
  licences,
  help,
];

/** Every typed command, in the order in which they are tried: stop comes first. */
export const COMMANDS: readonly Command[] = [typedStop, verify, ...LOOKS.map(withStopLast)];

export { greet } from "./commands/help.ts";
export { removeSent } from "./conversation.ts";

/** Words that may be about somebody who poses as a helper are answered like all others, and with what to type then. */
export async function otherwise(message: TypedMessage, deps: BotDeps): Promise<Reply> {
  const reply = await answerText(message, deps);
  const isPrivate = message.scope.kind === "personal" && !message.isEdit;
  if (!isPrivate || readsAsVerify(message.text) !== "offer") return reply;
  const hint = wordsFor(message.caller).say("verify.hint");
  const said = "say" in reply ? [reply.say, hint].filter(Boolean).join(" ") : hint;
  return "show" in reply ? { show: reply.show, say: said } : { say: said };
}

/** An answer to an open question, words in a session or conversation, or else the subject of a new request. */
async function answerText(message: TypedMessage, deps: BotDeps): Promise<Reply> {
  const inSession = await answerInSession(message, deps);
  if (inSession !== null) return inSession;
  const inConversation = await answerInConversation(message, deps);
  if (inConversation !== null) return inConversation;
  // An edited message asked for help when it was first sent.
  if (message.isEdit) return { nothing: true };
  if (readsAsThanks(message.words)) return { say: wordsFor(message.caller).say("message.welcome") };
  if (message.attachments.length === 0 && readsAsAnswer(message.text) !== null) {
    return { say: wordsFor(message.caller).say("bot.nothing-asked") };
  }
  return formFor(message, deps);
}
