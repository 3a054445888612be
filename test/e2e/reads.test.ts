import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import type { Desk } from "../../src/audit/command.ts";
import { runAudit } from "../../src/audit/run-audit.ts";
import { silentProgress } from "../../src/cli/progress.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { actsIn } from "../support/acts.ts";
import { searches } from "../support/compose-box.ts";
import { asksForHelp, FIRST, picksUp } from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { inBerlin } from "../support/people.ts";
import { textOf } from "../support/reading-cards.ts";

const DAY = 24 * 60 * 60_000;
const NOT_SHOWN = "so this is not shown";

let office: Office;
beforeEach(async () => {
  office = await openOffice({ AUDITORS_GROUP_ID: GROUP_IDS.salesPeople });
});
afterEach(() => office[Symbol.asyncDispose]());

async function typed(who: Colleague, text: string): Promise<string> {
  await who.types(text);
  const message = who.messages().at(-1);
  return message?.card == null ? (message?.text ?? "") : textOf(message.card);
}

/** Who did what about which tickets, and what they had asked. */
const reads = async () =>
  (await actsIn(office.beckon.store)).map(({ act }) => [
    act?.name?.text,
    act?.what,
    act?.about.replaceAll(/, person [^;]+/g, ""),
    act?.why,
    ...(act?.asked === undefined ? [] : [act.asked.text]),
  ]);

async function audit(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const { evidence, contact, thread, sharedFile } = office.beckon.store;
  const desk: Desk = {
    evidence,
    thread,
    sharedFile,
    contact: contact.bind(office.beckon.store),
    policy: defaultPolicy,
    reader: inBerlin,
    clock: { now: office.now },
    who: "auditor@desk",
    print: (line) => void lines.push(line),
    confirm: async () => true,
    progress: silentProgress,
  };
  const push = (text: string) => void lines.push(text.trimEnd());
  await runAudit(args, desk, { out: push, err: push });
  return lines.join("\n");
}

/** The file is locked for writing by somebody else, and can be read. */
const cannotWrite = () => office.pragma("query_only = on");
const canWrite = () => office.pragma("query_only = off");

describe("reading the story of a ticket", () => {
  test("is recorded with who, which ticket, whose, when and by which right, before it is shown", async () => {
    await picksUp(office);
    expect(await typed(office.lena, "show 1001")).toContain("my vpn keeps dropping");
    const [act] = await actsIn(office.beckon.store);
    expect(act).toMatchObject({
      at: office.now(),
      act: {
        who: PEOPLE_IDS.lena,
        name: { text: expect.stringContaining("Lena") },
        what: "read",
        about: `${FIRST}, person ${PEOPLE_IDS.sam}`,
        why: "story in Teams, as lead",
      },
    });
  });

  test("is recorded once for each reader, ticket and day, however often it is opened and paged", async () => {
    await picksUp(office);
    for (let i = 0; i < 12; i++) await office.hana.presses("add-note", { note: `Note ${i}.` });
    for (const command of ["show 1001", "find 1001", "history 1001"]) await typed(office.lena, command);
    await office.lena.presses("show-ticket", {}, { titled: "Earlier" });
    expect(await reads()).toHaveLength(1);
    await typed(office.paul, "show 1001");
    expect(await reads()).toHaveLength(2);
    office.jump(DAY);
    await typed(office.lena, "show 1001");
    expect(await reads()).toHaveLength(3);
  });

  test("is not recorded of one's own request, nor of the ticket that one holds", async () => {
    await picksUp(office);
    expect(await typed(office.sam, "show 1001")).toContain("Hana Weber picked it up");
    expect(await typed(office.hana, "show 1001")).toContain("Hana Weber picked it up");
    expect(await reads()).toEqual([]);
    await office.hana.presses("give-back");
    await typed(office.hana, "show 1001");
    expect(await reads()).toHaveLength(1);
  });

  test("is not recorded for those who are shown nothing", async () => {
    await picksUp(office);
    for (const who of [office.hugo, office.mia]) {
      expect(await typed(who, "show 1001")).toContain("There is no such request.");
    }
    expect(await reads()).toEqual([]);
  });

  test("is told to the sharer and to auditors in the story, in its place", async () => {
    await picksUp(office);
    await office.pass(5);
    await typed(office.lena, "show 1001");
    await office.pass(2);
    await office.hana.presses("give-back");
    for (const who of [office.sam, office.paul]) {
      expect(await typed(who, "show 1001")).toMatch(
        /picked it up(.|\n)*10:35\n+Lena \S+ read this story(.|\n)*gave it back/,
      );
    }
    expect(await typed(office.lena, "show 1001")).not.toContain("read this story");
  });

  test("shows nothing when it cannot be recorded, and says so; one's own story needs no record", async () => {
    await picksUp(office);
    await cannotWrite();
    expect(await typed(office.lena, "show 1001")).toContain(NOT_SHOWN);
    expect(await typed(office.sam, "show 1001")).toContain("Hana Weber picked it up");
    await canWrite();
    expect(await typed(office.lena, "show 1001")).toContain("Hana Weber picked it up");
    expect(await reads()).toHaveLength(1);
  });
});

describe("a search", () => {
  test("that is typed is recorded with its words and what it showed, page by page and once a day", async () => {
    for (let i = 0; i < 9; i++) await asksForHelp(office, { subject: `vpn ${i}` });
    await typed(office.lena, "find vpn");
    await typed(office.lena, "find vpn");
    await office.lena.presses("page-search", {}, { titled: "Older" });
    await office.lena.presses("page-search", {}, { titled: "Newest" });
    const newest = Array.from({ length: 8 }, (_, i) => `BK-${1009 - i}`).join("; ");
    expect(await reads()).toMatchObject([
      [expect.any(String), "search", newest, "find in Teams, as lead", "vpn"],
      [expect.any(String), "search", "BK-1001", "find in Teams, as lead", "vpn"],
    ]);
  });

  test("in the compose box is recorded when it shows what was not shown that day, and not with every key", async () => {
    await picksUp(office);
    for (const text of ["", "v", "vp", "vpn"]) await searches(office.lena, text);
    expect(await reads()).toMatchObject([
      [expect.any(String), "search", FIRST, "compose box of Teams, as lead", ""],
    ]);
    await asksForHelp(office, { subject: "printer" });
    await searches(office.lena, "print");
    expect(await reads()).toHaveLength(2);
    expect((await reads()).at(-1)).toMatchObject({ 2: "BK-1002", 4: "print" });
  });

  test("that shows one's own requests, or what one holds, or nothing, is not recorded", async () => {
    await picksUp(office);
    await typed(office.sam, "find vpn");
    await searches(office.hana, "vpn");
    await typed(office.hana, "find vpn");
    await typed(office.mia, "find vpn");
    await typed(office.lena, "find nothing like that");
    expect(await reads()).toEqual([]);
  });

  test("shows nothing when it cannot be recorded", async () => {
    await picksUp(office);
    await cannotWrite();
    expect(await typed(office.lena, "find vpn")).toContain(NOT_SHOWN);
    expect(await searches(office.lena, "vpn")).toMatchObject({
      hits: [],
      say: expect.stringContaining(NOT_SHOWN),
    });
    await canWrite();
    expect((await searches(office.lena, "vpn")).hits).toHaveLength(1);
    expect(await reads()).toHaveLength(1);
  });
});

test("the licence report is recorded before it is shown, and not shown otherwise", async () => {
  await cannotWrite();
  expect(await typed(office.lena, "license report")).toContain(NOT_SHOWN);
  await canWrite();
  expect(await typed(office.lena, "license report")).toContain("Remote Help licenses");
  await typed(office.hana, "license report");
  expect(await reads()).toMatchObject([
    [expect.any(String), "report", "licence report", "in Teams, as lead"],
  ]);
});

describe("an auditor", () => {
  beforeEach(async () => {
    await picksUp(office);
    await asksForHelp(office, { subject: "printer" });
    await typed(office.lena, "show 1001");
    await typed(office.lena, "find printer");
    await typed(office.paul, "show 1002");
  });

  test("lists reads of a ticket, by a person and about a person", async () => {
    const lines = async (...args: string[]) => (await audit("acts", ...args)).split("\n");
    expect(await lines("--ticket", "BK-1001")).toEqual([
      expect.stringMatching(
        /^1 .* Lena \S+ \(\S+\) {2}read {2}BK-1001, person \S+: story in Teams, as lead$/,
      ),
    ]);
    expect(await lines("--ticket", "BK-1002")).toEqual([
      expect.stringMatching(/^2 .* search {2}BK-1002, person \S+: find in Teams, as lead "printer"$/),
      expect.stringMatching(/^3 .* read {2}BK-1002, person/),
    ]);
    expect(await lines("--person", PEOPLE_IDS.lena)).toHaveLength(2);
    expect(await lines("--person", PEOPLE_IDS.sam)).toHaveLength(3);
    expect(await lines("--person", PEOPLE_IDS.hugo)).toEqual(["Nobody has."]);
  });

  test("finds the whole store in order after all of it", async () => {
    expect(await audit("verify")).toContain("Everything is what was written.");
  });
});

test("reads at the same moment by many are recorded one by one, and verify", async () => {
  await picksUp(office);
  const readers = [office.lena, office.paul];
  await Promise.all([...readers, ...readers].map((who) => who.types("show 1001")));
  expect(await reads()).toHaveLength(2);
  expect(await audit("verify")).toContain("Everything is what was written.");
});
