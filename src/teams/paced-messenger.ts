import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";
import type { Neighbours } from "../ports/neighbours.ts";
import { GrowingPauses } from "./growing-pauses.ts";
import { Limiter, type Urgency } from "./limiter.ts";
import { createSendNews } from "./send-news.ts";

/** The same chats by two doors: people who wait go first. */
export interface PacedMessenger {
  readonly interactive: Messenger;
  readonly background: Messenger;
  /** The other processes need not share with this one any longer. */
  stop(): void;
}

/** Never the wall clock, which may jump. */
const monotonic = () => performance.now();

/**
 * Keeps Teams' limits in front of a messenger: for all processes on the store that hear of one another, for this one
 * alone without neighbours.
 */
export function paced(
  messenger: Messenger,
  now: () => number = monotonic,
  neighbours: Neighbours | null = null,
): PacedMessenger {
  const limiter = new Limiter();
  const pauses = new GrowingPauses();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;

  const news =
    neighbours &&
    createSendNews(
      neighbours,
      {
        heard: (conversation, tenant, count) => limiter.heard(conversation, tenant, count, now()),
        hold: (conversation, milliseconds) => limiter.hold(conversation, now() + milliseconds),
        told(upTo) {
          limiter.told(upTo);
          pump();
        },
        share: (crew) => limiter.share(crew),
      },
      now,
    );

  function pumpAt(next: number | null): void {
    if (next === null || next >= timerAt) return;
    clearTimeout(timer);
    timerAt = next;
    timer = setTimeout(pump, Math.max(1, Math.ceil(next - now())));
  }

  function pump(): void {
    clearTimeout(timer);
    timerAt = Infinity;
    limiter.pump(now());
    pumpAt(limiter.nextAt());
  }

  async function send<Sent>(urgency: Urgency, to: Address, work: () => Promise<Sent>): Promise<Sent> {
    const conversation = withoutThread(to.conversationId);
    await new Promise<void>((resolve, reject) => {
      const admit = () => {
        news?.sent(conversation, to.tenantId);
        resolve();
      };
      const refuse = (retryAfter: number) =>
        reject(new MessageFault("throttled", "Too much was sent to this chat just now", { retryAfter }));
      pumpAt(limiter.ask({ conversation, tenant: to.tenantId, urgency, admit, refuse }, now()));
    });
    try {
      const sent = await work();
      pauses.end(conversation);
      return sent;
    } catch (fault) {
      throw fault instanceof MessageFault ? leaveAlone(conversation, fault) : fault;
    }
  }

  /** @returns the fault with the pause that is made because of it. */
  function leaveAlone(conversation: string, fault: MessageFault): MessageFault {
    const { kind, message, retryAfter: named, isFromTeams } = fault;
    if (named === undefined) return fault;
    const retryAfter = isFromTeams ? pauses.next(conversation, named, now()) : named;
    limiter.hold(conversation, now() + retryAfter);
    if (isFromTeams) news?.held(conversation, retryAfter);
    return new MessageFault(kind, message, { cause: fault, retryAfter, isFromTeams });
  }

  const through = (urgency: Urgency): Messenger => ({
    post: (to, message) => send(urgency, to, () => messenger.post(to, message)),
    update: (at, activityId, message) => send(urgency, at, () => messenger.update(at, activityId, message)),
    say: (to, text) => send(urgency, to, () => messenger.say(to, text)),
    openPersonalChat: (person, serviceUrl) => {
      const chat = { serviceUrl, tenantId: person.tenantId, conversationId: `with:${person.entraId}` };
      return send(urgency, chat, () => messenger.openPersonalChat(person, serviceUrl));
    },
  });
  return {
    interactive: through("interactive"),
    background: through("background"),
    stop: () => news?.stop(),
  };
}

const withoutThread = (conversationId: string) => conversationId.replace(/;messageid=.*$/, "");
