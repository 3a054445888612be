import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from "botbuilder";

/** botbuilder's adapter, with the keys of the bench instead of Microsoft's. */
export function stockAdapter(): CloudAdapter {
  const { BOT_ID = "", BENCH_TENANT_ID = "", BENCH_METADATA_URL = "" } = process.env;
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppType: "UserAssignedMsi",
      MicrosoftAppId: BOT_ID,
      MicrosoftAppTenantId: BENCH_TENANT_ID,
      // With one of these the others have to be given too; they are the public cloud's.
      ToBotFromChannelOpenIdMetadataUrl: BENCH_METADATA_URL,
      ToBotFromEmulatorOpenIdMetadataUrl: BENCH_METADATA_URL,
      ToBotFromChannelTokenIssuer: "https://api.botframework.com",
      ToChannelFromBotOAuthScope: "https://api.botframework.com",
      ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
      OAuthUrl: "https://api.botframework.com",
    }),
  );
}

/** On Node's own HTTP server, which is the cheapest host for it. Prints its port once it listens. */
export function listen(adapter: CloudAdapter, turn: (context: TurnContext) => Promise<unknown>): void {
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
      const answered = adapter.process(
        { body, headers: request.headers, method: "POST" },
        shim,
        async (context) => {
          await turn(context);
        },
      );
      answered.catch(() => response.destroy());
    });
  });
  server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
}
