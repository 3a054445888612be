import type { Sent } from "./connector.ts";

/** What a bot sends for one press: the answer to it, and the messages of its turn. */
export interface Replay {
  /** The body of the answer to the press. */
  readonly answer: object;
  readonly messages: readonly Message[];
}

interface Message {
  readonly isUpdate: boolean;
  readonly conversation: string;
  /** What a bot gives to the SDK: without the fields that the SDK adds. */
  readonly activity: { readonly type: string };
}

/** By verb. */
export type Replays = Readonly<Record<string, Replay>>;

export function replayOf(answer: string, sent: readonly Sent[]): Replay {
  const messages = sent.map(({ method, conversation, text }) => {
    const { from: _from, conversation: _conversation, id: _id, ...activity } = JSON.parse(text);
    return { isUpdate: method === "PUT", conversation, activity };
  });
  return { answer: JSON.parse(answer), messages };
}

/** Bytes that a press costs on the wire, without headers: of the answer, then of each message. */
export const bytesOf = ({ answer, messages }: Replay): readonly number[] =>
  [answer, ...messages.map(({ activity }) => activity)].map((each) =>
    Buffer.byteLength(JSON.stringify(each)),
  );
