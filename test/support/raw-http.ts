import { connect, type Socket } from "node:net";

/** Everything that a server sends on one connection until it closes it, and how long that took. */
export interface Heard {
  readonly text: string;
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Opens a connection and lets the caller write what no HTTP client would.
 * @param speak what is sent; anything that goes on sending stops when the socket is destroyed.
 */
export async function speakRaw(url: string, speak: (socket: Socket) => void): Promise<Heard> {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  const socket = connect(Number(port), hostname.replace("localhost", "127.0.0.1"));
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.once("connect", () => speak(socket));
  await new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.once("error", () => resolve());
  });
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
  return { text, status, milliseconds: performance.now() - started };
}

/** One request, line by line, with nothing added. */
export const sendRaw = (url: string, lines: readonly string[], body = ""): Promise<Heard> =>
  speakRaw(url, (socket) => socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`));
