import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { elements } from "../support/card-elements.ts";
import type { Json } from "../support/chats.ts";
import { asksToView, has, invoke, on, picksUp, ticketIn, views } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const linksIn = (card: Json | null) => elements(card as object, /^Action\.OpenUrl$/).map(({ url }) => url);

describe("a chat or call with the other person", () => {
  test("is offered to the helper on their desk, and beside the number that they say", async () => {
    await asksToView(office);
    const { card } = await office.hana.presses("show-contact");
    expect(linksIn(card)).toEqual([
      "https://teams.microsoft.com/l/chat/0/0?users=sam%40halden.example",
      "https://teams.microsoft.com/l/call/0/0?users=sam%40halden.example",
    ]);
    expect(textOf(card)).toContain("Sam Sharma");
  });

  test("is offered to the sharer in a session, hides no Stop, and leads back", async () => {
    await views(office);
    const { card } = await office.sam.presses("show-contact");
    expect(linksIn(card)[0]).toContain("hana%40halden.example");
    expect(has(card, "stop-session")).toBe(true);
    const back = await office.sam.presses("show-card");
    expect(has(back.card, "pause-session")).toBe(true);
    await office.sam.presses("show-contact");
    await office.sam.presses("stop-session");
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("goes where the directory says, whatever the button's data claims", async () => {
    await picksUp(office);
    const { card } = await office.hana.sends(
      invoke("show-contact", on("ticket-sharer", { users: "mallory@evil.example", person: "mallory" })),
    );
    expect(linksIn(card)[0]).toContain("sam%40halden.example");
  });

  test("has no link while the directory does not answer, or while nobody has the request", async () => {
    await picksUp(office);
    office.graph.faults.set({ unavailable: true });
    const { card, text } = await office.hana.presses("show-contact");
    expect([card, text]).toEqual([null, expect.stringContaining("could not look up")]);
    office.graph.reset();
    await office.hana.presses("give-back");
    const { text: nobody } = await office.sam.sends(invoke("show-contact", on("ticket-sharer")));
    expect(nobody).toContain("Nobody has picked this request up yet");
  });
});
