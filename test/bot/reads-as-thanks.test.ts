import { expect, test } from "vitest";
import { readsAsThanks } from "../../src/bot/reads-as-thanks.ts";

test.each(["Thanks a lot!", "Danke!", "Vielen Dank, es geht wieder.", "Läuft wieder, danke Ihnen", "🙏"])(
  "%j says thank you",
  (text) => {
    expect(readsAsThanks(text)).toBe(true);
  },
);

test.each(["Danke, aber es geht noch nicht", "es geht wieder nicht", "Outlook läuft wieder langsam", ""])(
  "%j says something else",
  (text) => {
    expect(readsAsThanks(text)).toBe(false);
  },
);
