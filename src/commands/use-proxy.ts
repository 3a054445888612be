import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";
import type { Config } from "../config/config.ts";

/** Requests of this process go through HTTPS_PROXY. Everything in the playground is on this machine. */
export function useProxy({ profile }: Pick<Config, "profile">): void {
  if (profile !== "playground") setGlobalDispatcher(new EnvHttpProxyAgent());
}
