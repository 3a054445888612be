import { afterEach, beforeEach, expect, test } from "vitest";
import { asksForHelp } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const answerTo = (who: "lena" | "hana" | "sam") => {
  const last = office[who].messages().at(-1);
  return last?.card == null ? (last?.text ?? "") : textOf(last.card);
};

async function takeLicence(name: string): Promise<void> {
  const person = office.graph.tenant().people.find(({ displayName }) => displayName === name);
  Object.assign(person ?? {}, { assignedPlans: [] });
}

test.each(["license report", "licence report", "Licences"])(
  "a lead who types %j gets the review",
  async (typed) => {
    await office.lena.types(typed);
    expect(answerTo("lena")).toMatch(
      /In order\nRemote Help licenses\nHelpers\n4 in the helpdesk groups: all/,
    );
    expect(answerTo("lena")).toContain("What refused sessions in the last 7 days\nNothing did.");
  },
);

test("it names helpers and last month's sharers who lack the plan, page by page, and nobody else", async () => {
  office.graph.faults.set({ pageSize: 1 });
  await asksForHelp(office);
  for (const name of ["Sam Sharma", "Hugo Martin", "Paul Braun"]) await takeLicence(name);
  await office.lena.types("license report");
  const text = answerTo("lena");
  expect(text).toMatch(
    /2 missing.*1 of 4 in the helpdesk groups.*Hugo Martin.*1 of 1 in the last 30 days.*Sam Sharma/s,
  );
  expect(text).not.toContain("Paul Braun");
  office.jump(31 * DAY_MS);
  await office.lena.types("license report");
  expect(answerTo("lena")).not.toContain("Sam Sharma");
});

test("it counts what refused sessions in the last seven days", async () => {
  const nico = office.person("nico");
  await nico.types("my screen is black");
  const device = choicesOf(nico.messages().at(-1)?.card ?? null, "device")[0]?.value;
  await nico.presses("send-request", { subject: "black screen", device, urgency: "normal" });
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  await office.hana.presses("ask-to-view", { reason: "look", minutes: "30" });
  await office.lena.types("license report");
  expect(answerTo("lena")).toContain("Compliant device\n1 refusal on 1 request");
  office.jump(8 * DAY_MS);
  await office.lena.types("license report");
  expect(answerTo("lena")).toContain("Nothing did.");
});

test("while Graph fails, nobody is said to be in order", async () => {
  office.graph.faults.set({ deny: ["GroupMember.Read.All"] });
  await office.lena.types("license report");
  expect(answerTo("lena")).not.toContain("In order");
});

test("helpers and everybody else are refused", async () => {
  for (const who of ["hana", "sam"] as const) {
    await office[who].types("license report");
    expect(answerTo(who)).toBe("Only helpdesk leads can read the license report. Ask your lead for it.");
  }
});
