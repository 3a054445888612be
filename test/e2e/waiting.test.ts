import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { idempotencyKey } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import {
  asksForHelp,
  asksToView,
  deskText,
  FIRST,
  picksUp,
  saidNumber,
  startTwin,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

let office: Office;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beckon-policy-"));
  office = await openOffice();
});
afterEach(async () => {
  await office[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function underPolicy(change: object): Promise<void> {
  const file = join(folder, "policy.json");
  const policy = JSON.parse(await readFile("env/policy.json", "utf8"));
  await writeFile(file, JSON.stringify({ ...policy, ...change }));
  await office.restart({ POLICY_FILE: file });
}

const WEEKDAYS = { weekdays: [1, 2, 3, 4, 5], from: "08:00", to: "17:00" };
const HOUR = 60 * 60_000;

const posts = () => office.channel().filter(({ card }) => textOf(card).includes("BK-1001"));
const inChannel = () => posts().map(({ card }) => textOf(card));
const newestPost = () => posts().at(-1);
const requestOf = (who: Colleague) =>
  textOf(who.messages().find(({ card }) => textOf(card).includes("Waiting for a helper"))?.card ?? null);
const alertsOf = (who: Colleague) =>
  who.messages().flatMap(({ alert, card }) => (alert && card !== null ? [textOf(card)] : []));
const steps = async () => (await trailOf(office)).filter((type) => type === "WaitEscalated").length;
const mentionsIn = (card: unknown) =>
  (card as { msteams?: { entities?: { mentioned: { id: string } }[] } }).msteams?.entities?.map(
    ({ mentioned }) => mentioned.id,
  ) ?? [];

describe("a request that nobody picks up", () => {
  test("is posted again at its target, at the end of the channel, and the older card has no buttons", async () => {
    await asksForHelp(office);
    await office.pass(29);
    expect(posts()).toHaveLength(1);
    await office.pass(2);
    expect(posts()).toHaveLength(2);
    expect(newestPost()?.alert).toBe(true);
    expect(inChannel()[0]).toContain("See the newer card");
    expect(inChannel()[1]).toContain("Waiting since 10:30 · posted again at 11:00");
    expect(buttonsOf(newestPost()?.card ?? null).map(({ verb }) => verb)).toContain("pick-up");
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await office.hana.presses("add-note", { note: "mine" });
    await office.pass(60);
    expect(await steps()).toBe(1);
  });

  test("then has the leads mentioned, and the person told", async () => {
    office.chats.join(HELPDESK, PEOPLE_IDS.lena);
    await asksForHelp(office, { urgency: "urgent" });
    await office.pass(21);
    expect(await steps()).toBe(2);
    expect(inChannel().at(-1)).toContain("posted again at 10:40 · leads called at 10:50");
    expect(mentionsIn(newestPost()?.card)).toEqual([PEOPLE_IDS.lena]);
    expect(inChannel().at(-1)).toContain("<at>Lena");
    expect(requestOf(office.sam)).toContain("it was posted again for the leads of the helpdesk at 10:50");
    await office.pass(120);
    expect(await steps()).toBe(2);
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect(mentionsIn(newestPost()?.card)).toEqual([]);
  });

  test("has the group on duty mentioned before that, and only those who belong to the channel", async () => {
    await underPolicy({ duty: { group: GROUP_IDS.helpers } });
    office.chats.join(HELPDESK, PEOPLE_IDS.hugo);
    await asksForHelp(office);
    await office.pass(31);
    expect(mentionsIn(newestPost()?.card)).toEqual([PEOPLE_IDS.hugo]);
  });

  test("is posted again without mentions while Graph says nothing", async () => {
    office.chats.join(HELPDESK, PEOPLE_IDS.lena);
    await asksForHelp(office, { urgency: "urgent" });
    office.graph.faults.set({ unavailable: true });
    await office.pass(21);
    expect(inChannel().at(-1)).toContain("leads called at 10:50");
    expect(mentionsIn(newestPost()?.card)).toEqual([]);
    expect(office.log.map(({ name }) => name)).toContain("call.failed");
  });

  test("counts from zero once it comes back", async () => {
    await picksUp(office);
    await office.pass(5);
    await office.hana.presses("give-back");
    await office.pass(29);
    expect(await steps()).toBe(0);
    await office.pass(2);
    expect(await steps()).toBe(1);
  });

  test("has each step once, with a restart in between and two processes at work", async () => {
    await asksForHelp(office);
    await office.pass(29);
    await office.restart();
    const twin = await startTwin(office);
    office.jump(2 * 60_000);
    await Promise.all([office.settle(), twin.delivery.runDue()]);
    await office.pass(1);
    await twin.stop();
    expect(await steps()).toBe(1);
    expect(inChannel().filter((text) => text.includes("posted again"))).toHaveLength(1);
  });

  test("that was missed while no process was alive is posted once, and says when", async () => {
    await asksForHelp(office);
    office.jump(3 * HOUR);
    await office.settle();
    expect(await steps()).toBe(1);
    expect(posts()).toHaveLength(2);
    expect(inChannel().at(-1)).toContain("Waiting since 10:30 · leads called at 13:30");
  });

  test("is in its story", async () => {
    await asksForHelp(office);
    await office.pass(61);
    await office.hana.types("show BK-1001");
    const story = textOf(office.hana.messages().at(-1)?.card ?? null);
    expect(story).toContain("Nobody had picked it up in time: posted again");
    expect(story).toContain("Nobody had picked it up: the leads were called");
  });
});

describe("outside the hours of duty", () => {
  beforeEach(() => underPolicy({ duty: { shifts: [WEEKDAYS], timeZone: "Europe/Berlin" } }));

  test("the person is told when somebody is back, and the clock stands still over the weekend", async () => {
    office.jump(3 * 24 * HOUR + 7 * HOUR); // Friday, 17:30 in Berlin
    const answer = await asksForHelp(office, { urgency: "urgent" });
    expect(textOf(answer.card)).toContain("The helpdesk is back at 08:00 (Mon 30 Nov).");
    office.jump(2 * 24 * HOUR);
    await office.settle();
    expect(await steps()).toBe(0);
    office.jump(14.5 * HOUR + 9 * 60_000); // Monday, 08:09
    await office.settle();
    expect(await steps()).toBe(0);
    office.jump(2 * 60_000);
    await office.settle();
    expect(await steps()).toBe(1);
  });

  test("the sentence goes when they are back, and comes when they leave", async () => {
    await asksForHelp(office, { urgency: "low" });
    expect(requestOf(office.sam)).not.toContain("is back at");
    office.jump(7 * HOUR);
    await office.settle();
    expect(requestOf(office.sam)).toContain("The helpdesk is back at 08:00 (Wed 25 Nov).");
    office.jump(15 * HOUR);
    await office.settle();
    expect(requestOf(office.sam)).not.toContain("is back at");
  });

  test("status says so too", async () => {
    office.jump(8 * HOUR);
    await asksForHelp(office);
    await office.sam.types("is anybody there?");
    const said = office.sam.messages().findLast(({ text }) => text !== null)?.text;
    expect(said).toBe("The helpdesk is back at 08:00 (Wed 25 Nov).");
  });
});

describe("the expected wait", () => {
  test("comes from the pick-ups of the last weeks, and from enough of them", async () => {
    for (let minutes = 1; minutes <= 10; minutes++) {
      if (minutes === 10) {
        await office.beckon.expectedWait.refresh();
        const few = await asksForHelp(office);
        expect(textOf(few.card)).not.toContain("picked up within");
        await office.sam.presses("withdraw-ticket");
      }
      await asksForHelp(office);
      await office.pass(minutes);
      await office.hana.presses("pick-up", {}, { in: HELPDESK });
      await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "done" });
    }
    await office.pass(1);
    await office.beckon.expectedWait.refresh();
    const { card } = await asksForHelp(office);
    expect(textOf(card)).toContain("Half of the requests are picked up within 5 min, most within 8 min.");
  });
});

describe("a helper who picked up", () => {
  test("and does nothing is reminded, and then it goes back and both are told", async () => {
    await picksUp(office);
    await office.pass(7);
    expect(alertsOf(office.hana).at(-1)).toContain("Start by 10:40, or it goes back to the queue");
    await office.pass(4);
    expect((await ticketIn(office)).claim).toBeNull();
    expect(alertsOf(office.hana).at(-1)).toContain("Back in the queue");
    expect(alertsOf(office.sam).at(-1)).toContain("Your request is back in the queue");
  });

  test("and writes to the person has begun", async () => {
    await picksUp(office);
    await office.hana.types("have you restarted it?");
    await office.pass(15);
    expect((await ticketIn(office)).claim).not.toBeNull();
    expect(deskText(office)).not.toContain("or it goes back");
    expect((await trailOf(office)).filter((type) => type === "ClaimKept")).toHaveLength(1);
    await office.hana.types("and the cable?");
    expect((await trailOf(office)).filter((type) => type === "ClaimKept")).toHaveLength(1);
  });
});

describe("a helper who answers nothing", () => {
  const reminders = async () => (await trailOf(office)).filter((type) => type === "HolderReminded").length;
  beforeEach(async () => {
    await picksUp(office);
    await office.hana.types("have you restarted it?");
    await office.pass(2);
    await office.sam.types("yes, twice");
  });

  test("is reminded once, and then it goes back to the queue and both are told", async () => {
    await office.pass(29);
    expect(await reminders()).toBe(0);
    await office.pass(2);
    expect(alertsOf(office.hana).at(-1)).toContain("Sam waits for your answer: until");
    expect(deskText(office)).toContain("Sam waits for your answer.");
    await office.sam.types("hello?");
    await office.pass(28);
    expect(await reminders()).toBe(1);
    await office.pass(3);
    expect((await ticketIn(office)).status).toBe("open");
    expect(alertsOf(office.hana).at(-1)).toContain("Back in the queue");
    expect(alertsOf(office.sam).at(-1)).toContain("Your request is back in the queue");
    expect(newestPost()?.alert).toBe(true);
  });

  test("keeps it by answering, also after the reminder, and is reminded again of the next silence", async () => {
    await office.pass(32);
    await office.hana.types("let me look");
    await office.pass(60);
    expect((await ticketIn(office)).claim?.helper.id).toBe(PEOPLE_IDS.hana);
    expect(await reminders()).toBe(1);
    await office.sam.types("and?");
    await office.pass(40);
    expect(await reminders()).toBe(2);
  });

  test("keeps it when the process ended between their answer and keeping the claim", async () => {
    await office.pass(32);
    const { claim, sharer } = await ticketIn(office);
    if (claim === null) throw new Error("nobody has it");
    const { helper } = claim;
    const source = idempotencyKey("an answer");
    const written = { by: helper, to: sharer.id, text: personal(sharer.id, "let me look"), source };
    await office.beckon.store.addMessage(FIRST, written, office.now());
    await office.restart();
    await office.pass(60);
    expect((await ticketIn(office)).claim?.helper.id).toBe(PEOPLE_IDS.hana);
  });

  test("keeps it by doing something", async () => {
    await office.pass(32);
    await office.hana.presses("add-note", { note: "looking" });
    await office.pass(60);
    expect((await ticketIn(office)).status).toBe("claimed");
  });

  test("is not silent while the person has a question to answer or shares the screen", async () => {
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "30" });
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    await office.sam.types("do you see it?");
    await office.pass(29);
    expect(await reminders()).toBe(0);
  });

  test("is reminded once by two processes, also after a restart", async () => {
    await office.pass(29);
    await office.restart();
    const twin = await startTwin(office);
    office.jump(3 * 60_000);
    await Promise.all([office.settle(), twin.delivery.runDue()]);
    await office.pass(1);
    await twin.stop();
    expect(await reminders()).toBe(1);
  });

  test("and to whom nothing was written is left in peace", async () => {
    await office.hana.types("fine, call me when it happens again");
    await office.pass(24 * 60);
    expect(await reminders()).toBe(0);
  });
});

test("a message to a request that somebody else got since is none of the new helper's silence", async () => {
  await asksToView(office);
  await office.sam.presses("answer-ask", { phrase: "00" }, { titled: "Not now" });
  await office.sam.types("are you there?");
  await office.hana.presses("give-back");
  await office.hugo.presses("pick-up", {}, { in: HELPDESK });
  await office.hugo.presses("add-note", { note: "mine now" });
  await office.pass(90);
  expect((await ticketIn(office)).claim?.helper.id).toBe(PEOPLE_IDS.hugo);
});

test("a session that ends by itself alerts both", async () => {
  await views(office);
  await office.pass(31);
  expect(alertsOf(office.sam).at(-1)).toContain("Your session with Hana Weber is over");
  expect(alertsOf(office.hana).at(-1)).toContain("Your session with Sam Sharma is over");
});
