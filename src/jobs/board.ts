import { boardData } from "../cards/board.ts";
import type { CardSlot } from "../cards/slot.ts";
import { wordsFor } from "../cards/text/words.ts";
import { ticketId } from "../domain/ticket/ids.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import { MessageFault } from "../ports/messenger.ts";
import type { TicketQueries } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Schedule } from "./schedules.ts";
import { type SendDeps, sendCard } from "./send-card.ts";

/** The queue in one line in the helpdesk channel. A bot cannot pin a message in a channel, so it is moved to its end. */
export interface Board {
  /** Edits it in place when the queue changed; posts it when there is none and somebody waits or is helped. */
  update(): Promise<void>;
  /** Moves it to the end of the channel; false when the channel cannot be written to now. */
  bring(): Promise<boolean>;
  /** Each working morning. */
  readonly morning: Schedule;
}

interface BoardDeps extends SendDeps {
  readonly store: Pick<TicketQueries, "backlog">;
  readonly channelReader: ReaderLocale;
  readonly scheduler: Scheduler;
  readonly log: Log;
}

/** Where `posted_surfaces` keeps it: beside the cards of tickets, under a number that no ticket has. */
const PLACE = ticketId("Queue");
const KEY = "board";
/** Milliseconds: Teams takes few edits of one channel, and nobody reads the line more often. */
const EVERY = 15_000;

export function createBoard(deps: BoardDeps): Board {
  const { store, deliveryStore, clock, channelReader, log } = deps;
  const words = wordsFor(channelReader);

  async function send(isAnyhow: boolean): Promise<boolean> {
    const [posted] = await deliveryStore.posted(PLACE);
    const backlog = await store.backlog();
    if (posted === undefined && !isAnyhow && backlog.waiting + backlog.inProgress === 0) return false;
    const slot: CardSlot = {
      key: KEY,
      target: { kind: "helpdesk" },
      alert: false,
      words,
      content: () => ({ card: "board", data: boardData(backlog, clock.now(), words) }),
    };
    const { did } = await sendCard(PLACE, slot, posted ?? null, deps);
    return did !== "unreachable";
  }

  async function bring(): Promise<boolean> {
    await deliveryStore.requestRepost(PLACE, [KEY]);
    return send(true).catch((fault: unknown) => {
      if (!(fault instanceof MessageFault)) throw fault;
      log.warn("board.not-sent", { error: faultName(fault), kind: fault.kind });
      return false;
    });
  }

  const board: Board = {
    bring,
    update: async () => void (await send(false)),
    morning: { name: "board", cron: "0 7 * * 1-5", run: async () => void (await bring()) },
  };
  deps.scheduler.add({
    every: EVERY,
    isForAll: true,
    afterFault: 4 * EVERY,
    faultEvent: "board.not-sent",
    async run() {
      await board.update();
      return false;
    },
  });
  return board;
}
