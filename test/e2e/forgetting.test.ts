import { describe, expect, test } from "vitest";
import { asksForHelp, FIRST } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const DAY = 24 * 60 * 60_000;

/** Days pass, and the nightly work is done. */
async function nightsLater(office: Office, days: number): Promise<void> {
  await office.beckon.schedules.runDue();
  office.jump(days * DAY);
  await office.beckon.schedules.runDue();
  await office.settle();
}

const shown = ({ sam, channel }: Office): string =>
  [...sam.messages(), ...channel()].map(({ card }) => textOf(card)).join("\n");

describe("a request that was closed a year ago", () => {
  test("loses its words in the cards too, and nobody gets a new card about it", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    await office.sam.presses("withdraw-ticket");
    const before = await office.beckon.store.read(FIRST);
    const words = before?.subject.text ?? "no words";
    expect(shown(office)).toContain(words);

    await nightsLater(office, 366);
    expect((await office.beckon.store.read(FIRST))?.subject.text).toBeNull();
    const [channelCard] = office.channel();
    expect(textOf(channelCard?.card ?? null)).not.toContain(words);
    const about = () =>
      [...office.sam.messages(), ...office.channel()].filter(({ card }) => textOf(card).includes(FIRST))
        .length;
    const messages = about();

    await nightsLater(office, 40);
    expect(await office.beckon.store.posted(FIRST)).toEqual([]);
    await office.beckon.store.redraw(FIRST, "ticket-channel");
    await office.settle();
    expect(about()).toBe(messages);
    await office.beckon.store.evidence.verify({}, (broken) => expect.fail(JSON.stringify(broken)));
    expect(await office.beckon.store.evidence.anchors()).toHaveLength(2);
  });
});
