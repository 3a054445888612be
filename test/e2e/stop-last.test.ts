import { describe, expect, test } from "vitest";
import { has, ticketIn, views } from "../support/goings-on.ts";
import { openOffice } from "../support/office.ts";

describe("while somebody can see a screen", () => {
  test.each(["status", "history", "devices", "check", "help", "language"])(
    "the last card of the sharer's chat has Stop, also after they typed %s",
    async (typed) => {
      await using office = await openOffice();
      await views(office);
      await office.sam.types(typed);
      expect(has(office.sam.messages().at(-1)?.card ?? null, "stop-session")).toBe(true);
      const live = office.sam.messages().filter(({ card }) => has(card, "pause-session"));
      expect(live).toHaveLength(1);
    },
  );

  test("a refusal of more access has Stop too", async () => {
    await using office = await openOffice();
    await views(office);
    office.graph.faults.set({ unavailable: true });
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    const last = office.sam.messages().at(-1);
    expect(has(last?.card ?? null, "stop-session")).toBe(true);
    await office.sam.presses("stop-session", {}, { on: last as NonNullable<typeof last> });
    expect((await ticketIn(office)).session).toBeNull();
  });
});
