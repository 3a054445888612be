import { describe, expect, test } from "vitest";
import { DEVICE_IDS, PEOPLE, PEOPLE_IDS } from "../../playground/company.ts";
import { arrival, CLAIMS, SERVICE_URL, startTarget } from "../../redteam/target.ts";
import { PLAYGROUND_MASTER_KEY } from "../../src/config/environment.ts";
import type { LogLevel } from "../../src/telemetry/log.ts";
import { signalsOf } from "../../src/telemetry/signals.ts";
import { fileAt, png } from "../support/files.ts";
import { asksForHelp, saidNumber } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";

/** In everything that people write in the story, and in the names of what they send. */
const MARK = "Zwetschgenknödel";
/** The company's people and devices; a name counts only as a whole word. */
const NAMES = PEOPLE.flatMap(({ displayName, userPrincipalName }) => [displayName, userPrincipalName]);

function expectNothingOf(log: readonly object[], secrets: readonly string[]): void {
  const text = log.map((line) => JSON.stringify(line)).join("\n");
  for (const secret of secrets) expect(text, secret).not.toContain(secret);
}

/** From the first word to the rating, by button and by typing, with everything that can be written. */
async function tellStory(office: Office): Promise<string[]> {
  const numbers: string[] = [];
  const ask = async (verb: string, inputs: object) => {
    await office.hana.presses(verb, { reason: `because ${MARK}`, ...inputs });
    const number = saidNumber(office);
    numbers.push(number);
    await office.sam.presses("answer-ask", { phrase: number }, { titled: "Allow" });
  };
  await asksForHelp(office, { subject: `subject ${MARK}`, details: `details ${MARK}` });
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  await office.sam.types(`also ${MARK}`);
  await office.hana.presses("send-message", { message: `have you tried ${MARK}?` });
  const attachments = [fileAt(office.chats.keep(png()), `${MARK}.png`)];
  await office.sam.sends({ type: "message", text: "", attachments });
  await ask("ask-to-view", { minutes: "30" });
  await ask("request-control", { level: "control" });
  await office.sam.types("stop");
  await office.hana.presses("resolve-ticket", { outcome: "fixed", done: `what helped: ${MARK}` });
  await office.lena.types(`find ${MARK}`);
  await office.sam.types(`verify ${MARK}`);
  await office.pass(1);
  return numbers;
}

describe("the log of a whole story", () => {
  test("has nothing of what people wrote, sent, are called and were told to say, and no key", {
    timeout: 60_000,
  }, async () => {
    await using office = await openOffice();
    const numbers = await tellStory(office);
    const names = office.log.map(({ name }) => name);
    for (const happened of ["command.done", "turn.done", "graph.answered", "surface.posted"])
      expect(names).toContain(happened);
    expect(numbers).toHaveLength(2);
    for (const number of numbers) expect(number).toMatch(/^\d\d$/);
    for (const who of [office.sam, office.hana]) expect(JSON.stringify(who.messages())).toContain(MARK);

    expectNothingOf(office.log, [MARK, PLAYGROUND_MASTER_KEY, ...NAMES]);
    const values = office.log.flatMap((line) => Object.values(line));
    for (const number of numbers) expect(values).not.toContain(number);
  });

  test("becomes metrics without anybody's or any request's id", { timeout: 60_000 }, async () => {
    await using office = await openOffice();
    await tellStory(office);
    const labels = office.log.flatMap(({ level, name, ...fields }) =>
      signalsOf(level as LogLevel, name, fields as Record<string, string>, 0).flatMap(({ labels }) =>
        Object.values(labels),
      ),
    );
    expect(new Set(labels)).toContain("pick-up");
    const ids = [...Object.values(PEOPLE_IDS), ...Object.values(DEVICE_IDS)];
    expect(labels.filter((label) => ids.includes(label as never) || /BK-|19:|\s/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBeLessThan(60);
  });
});

describe("the log among real tokens", () => {
  test("has no token, believed or not, no secret and nothing of a body that was turned away", {
    timeout: 60_000,
  }, async () => {
    const target = await startTarget();
    try {
      const good = target.issuer.bearer(CLAIMS);
      const forged = target.issuer.forged(CLAIMS);
      const message = {
        ...arrival(`a:${PEOPLE_IDS.sam}`, "personal", PEOPLE_IDS.sam),
        type: "message",
        id: "m1",
        text: `my ${MARK} drops`,
        serviceUrl: SERVICE_URL,
      };
      await target.post(message, { authorization: good });
      await target.post(message, { authorization: forged });
      await target.post(message, { authorization: `Bearer ${MARK}` });
      await target.post(`{"type":"message","text":"${MARK}"}`, { authorization: good });
      await target.post(`{${MARK}`, { authorization: good });
      await target.settle();
      const names = target.log.map(({ name }) => name);
      for (const happened of ["turn.done", "request.unauthenticated", "request.rejected"])
        expect(names).toContain(happened);
      const parts = [good, forged].flatMap((token) => token.replace("Bearer ", "").split("."));
      const key = target.config.store.masterKey;
      expectNothingOf(target.log, [
        MARK,
        "of no value",
        ...parts.filter((part) => part.length > 8),
        key.toString("base64"),
        key.toString("hex"),
      ]);
    } finally {
      await target.close();
    }
  });
});
