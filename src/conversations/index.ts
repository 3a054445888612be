import { addNote } from "./add-note.ts";
import { answerAsk } from "./answer-ask.ts";
import { askForTime } from "./ask-for-time.ts";
import { askMoreHelp } from "./ask-more-help.ts";
import { askToView } from "./ask-to-view.ts";
import { bringCard } from "./bring-card.ts";
import { cancelAsk } from "./cancel-ask.ts";
import { changeDevice } from "./change-device.ts";
import { changeRequest } from "./change-request.ts";
import { check } from "./check.ts";
import { checkAgain } from "./check-again.ts";
import { chooseDevice } from "./choose-device.ts";
import { chooseHelper } from "./choose-helper.ts";
import type { Command, Conversation, Reply, Utterance, World } from "./conversation.ts";
import { myDevices } from "./diary.ts";
import { find } from "./find-tickets.ts";
import { giveBack } from "./give-back.ts";
import { giveFeedback } from "./give-feedback.ts";
import { handOver } from "./hand-over.ts";
import { licences } from "./licences.ts";
import { history, status } from "./list-tickets.ts";
import { pageDiary } from "./page-diary.ts";
import { pageSearch } from "./page-search.ts";
import { pauseSession } from "./pause-session.ts";
import { pickUp } from "./pick-up.ts";
import { reopenTicket } from "./reopen-ticket.ts";
import { reportTransport } from "./report-transport.ts";
import { requestControl } from "./request-control.ts";
import { offerForm, requestHelp } from "./request-help.ts";
import { resolveTicket } from "./resolve-ticket.ts";
import { resumeSession } from "./resume-session.ts";
import { sendRequest } from "./send-request.ts";
import { show } from "./show.ts";
import { showCard } from "./show-card.ts";
import { showTicketOf } from "./show-ticket.ts";
import { stepDown } from "./step-down.ts";
import { stopSession, typedStop } from "./stop-session.ts";
import { welcomeCard } from "./welcome.ts";
import { withdrawTicket } from "./withdraw-ticket.ts";

/** Every button there is. */
export const CONVERSATIONS: readonly Conversation[] = [
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
  checkAgain,
  showTicketOf,
  bringCard,
  pageSearch,
  pageDiary,
];

const help: Command = {
  name: "help",
  summary: "what I do, and a form to ask for help",
  pattern: /^(help|hi|hello|start|\?)[.!?]?$/i,
  handle: async ({ caller }) => ({ show: greet(caller.name) }),
};

/** Every typed command, in the order in which they are tried: to stop comes first. */
export const COMMANDS: readonly Command[] = [
  typedStop,
  status,
  history,
  find,
  show,
  myDevices,
  check,
  licences,
  help,
];

/** The first card that a person sees. */
export const greet = (name: string) =>
  welcomeCard(name, [help, check, status, history, myDevices, find, show, typedStop]);

/** Whatever else somebody types is what is wrong: it becomes the subject of the form, cut between two characters. */
export const otherwise = ({ caller, scope, text }: Utterance, world: World): Promise<Reply> =>
  offerForm(caller, scope, text.slice(0, 120).replace(HALF_AT_THE_END, ""), world);

const HALF_AT_THE_END = /\p{Surrogate}$/u;
