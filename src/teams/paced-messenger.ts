import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";
import { Limiter, type Urgency } from "./limiter.ts";

/** The same chats by two doors: people who wait go first. */
export interface PacedMessenger {
  readonly interactive: Messenger;
  readonly background: Messenger;
}

/** Never the wall clock, which may jump. */
const monotonic = () => performance.now();

/**
 * Keeps Teams' limits in front of a messenger, for this process; several processes on one store each keep them alone,
 * and Teams tells them when they are too fast together.
 */
export function paced(messenger: Messenger, now: () => number = monotonic): PacedMessenger {
  const limiter = new Limiter();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;

  function pumpAt(next: number | null): void {
    if (next === null || next >= timerAt) return;
    clearTimeout(timer);
    timerAt = next;
    timer = setTimeout(pump, Math.max(1, Math.ceil(next - now())));
  }

  function pump(): void {
    timerAt = Infinity;
    limiter.pump(now());
    pumpAt(limiter.nextAt());
  }

  async function send<Sent>(urgency: Urgency, to: Address, work: () => Promise<Sent>): Promise<Sent> {
    const conversation = withoutThread(to.conversationId);
    await new Promise<void>((admit, reject) => {
      const refuse = (retryAfter: number) =>
        reject(new MessageFault("throttled", "Too much was sent to this chat just now", { retryAfter }));
      pumpAt(limiter.ask({ conversation, tenant: to.tenantId, urgency, admit, refuse }, now()));
    });
    try {
      return await work();
    } catch (fault) {
      if (fault instanceof MessageFault && fault.retryAfter !== undefined) {
        limiter.hold(conversation, now() + fault.retryAfter);
      }
      throw fault;
    }
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
  return { interactive: through("interactive"), background: through("background") };
}

const withoutThread = (conversationId: string) => conversationId.replace(/;messageid=.*$/, "");
