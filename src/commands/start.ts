import type { Command } from "commander";
import { commandOf } from "../cli/command-line.ts";

export const startCommand = (): Command =>
  commandOf(
    { name: "start", does: "Starts Beckon with the variables of docs/configuration.md." },
    async () => {
      const { start } = await import("../start.ts");
      await start();
      return 0;
    },
  );
