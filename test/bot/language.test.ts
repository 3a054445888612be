import { beforeAll, describe, expect, test } from "vitest";
import { type Office, openOffice } from "../support/office.ts";
import { accented, PSEUDO, speakPseudo } from "../support/pseudo-language.ts";

beforeAll(speakPseudo);

const answerTo = async ({ sam }: Office, words: string) => {
  await sam.types(words);
  return JSON.stringify(sam.messages().at(-1));
};

describe("a reader's language", () => {
  test("is the one that they choose, for every card from then on, until they follow Teams again", async () => {
    await using office = await openOffice();
    const status = accented("Show card");
    await office.sam.types("vpn down");
    await office.sam.presses("send-request", { subject: "vpn down", device: "none", urgency: "normal" });
    expect(await answerTo(office, "status")).not.toContain(status);
    expect(await answerTo(office, `language ${PSEUDO}`)).toContain(accented("From now on I write to you in"));
    expect(await answerTo(office, "status")).toContain(status);
    expect(await answerTo(office, "language auto")).toContain("the language of your Teams: English");
    expect(await answerTo(office, "status")).not.toContain(status);
  });

  test.each(["language de", "sprache Deutsch", "Language german", "sprache de!"])(
    "is German for a person who types %j, and English again by its German name",
    async (words) => {
      await using office = await openOffice();
      expect(await answerTo(office, words)).toContain("Ab jetzt schreibe ich Ihnen auf Deutsch.");
      expect(await answerTo(office, "status")).toContain("Sie haben keine offene Anfrage");
      expect(await answerTo(office, "sprache englisch")).toContain("From now on I write to you in English.");
    },
  );

  test("that Beckon does not speak changes nothing, and the answer lists those that it does", async () => {
    await using office = await openOffice();
    const answer = await answerTo(office, "language klingon");
    expect(answer).toContain("English (en), Deutsch (de)");
    expect(answer).toContain("language auto");
  });
});
