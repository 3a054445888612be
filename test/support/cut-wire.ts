import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire to a server that can go dead, or be cut at a word. */
export interface CutWire {
  readonly port: number;
  /** From now on bytes are dropped and both ends stay open. */
  goSilent(): void;
  /** What was lost meanwhile stays lost. */
  talkAgain(): void;
  /** Passes what holds this word on, and hangs up before the answer. */
  cutAfter(word: string): void;
  close(): Promise<void>;
}

export async function cutWire(host: string, port: number): Promise<CutWire> {
  let word: string | null = null;
  let isSilent = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    let answers = true;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    near.on("data", (bytes) => {
      if (isSilent) return;
      far.write(bytes);
      if (word === null || !bytes.toString("latin1").toLowerCase().includes(word)) return;
      word = null;
      answers = false;
    });
    far.on("data", (bytes) => {
      if (isSilent) return;
      // The server has answered, so the work is done; the client never gets the answer.
      if (answers) near.write(bytes);
      else near.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    goSilent() {
      isSilent = true;
    },
    talkAgain() {
      isSilent = false;
    },
    cutAfter(text) {
      word = text;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
