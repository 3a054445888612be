/**
 * The baseline: botbuilder as its samples use it, on Node's own HTTP server. Answers every message with its text.
 * Prints its port once it listens.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const shim = {
      socket: null,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status: (code: number) => {
        response.statusCode = code;
      },
      send: (content: unknown) =>
        response.write(typeof content === "string" ? content : JSON.stringify(content)),
      end: () => response.end(),
    };
    void adapter.process({ body, headers: request.headers, method: "POST" }, shim, async (context) => {
      await context.sendActivity(context.activity.text);
    });
  });
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
