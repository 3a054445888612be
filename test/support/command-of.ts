import { COMMANDS } from "../../src/bot/index.ts";
import { readsAsStop } from "../../src/bot/reads-as-stop.ts";
import { readsAsVerify } from "../../src/bot/reads-as-verify.ts";

/** The command that takes these typed words. Every text fits the patterns of `stop` and `verify`, which read it by themselves. */
export function commandOf(words: string): string | undefined {
  if (readsAsStop(words, { locale: "xx" }) === "stop") return "stop";
  if (readsAsVerify(words) === "verify") return "verify";
  return COMMANDS.slice(2).find(({ pattern }) => pattern.exec(words)?.[0] === words)?.name;
}
