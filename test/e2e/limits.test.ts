import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { controls, invoke, on, picksUp, ticketIn, trailOf } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-limits-"));
afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(limits: object): string {
  const path = join(folder, `${JSON.stringify(limits).replace(/\W/g, "")}.json`);
  writeFileSync(path, JSON.stringify({ limits }));
  return path;
}

const openOf = async (office: Office) =>
  (await office.beckon.store.openTicketsOf((await ticketIn(office)).sharer.id)).length;

/** Forms, asked for while nothing is open yet: afterwards, words belong to an open request. */
async function formsOf(office: Office, count: number) {
  const forms = [];
  for (let n = 0; n < count; n++) forms.push(await formOf(office));
  return forms;
}

async function formOf(office: Office) {
  await office.sam.types("something is wrong");
  const message = office.sam.messages().at(-1);
  const data = buttonsOf(message?.card ?? null).find(({ verb }) => verb === "send-request")?.data ?? {};
  const filled = { ...data, subject: "something is wrong", device: "none", urgency: "urgent", details: "" };
  return {
    message,
    send: () => office.sam.sends(invoke("send-request", filled, { replyToId: message?.id })),
  };
}

test("the eleventh open request is refused with what to do, and its form can be sent once there is room", async () => {
  await using office = await openOffice();
  const { openRequests } = defaultPolicy.limits;
  const forms = await formsOf(office, openRequests + 1);
  for (const { send } of forms.slice(0, -1)) await send();
  const { message, send } = forms.at(-1) ?? (await formOf(office));
  const refused = await send();
  expect(refused.text).toBe(
    "You have 10 open requests, and can have no more at once. Type “status” to see them, and withdraw one that is settled or add to one that is not.",
  );
  expect(await openOf(office)).toBe(openRequests);
  await office.sam.sends(invoke("withdraw-ticket", on("ticket-sharer")));
  // The refused form has taken no number, and its message becomes the card of the request.
  expect(textOf((await send()).card)).toContain(`BK-10${openRequests + 1}`);
  await office.settle();
  expect(textOf(message?.card ?? null)).toContain(`BK-10${openRequests + 1}`);
  expect(await openOf(office)).toBe(openRequests);
});

test("requests that are sent at once are no more than allowed", async () => {
  await using office = await openOffice({ POLICY_FILE: policyFile({ openRequests: 3 }) });
  const [first, ...forms] = await formsOf(office, 7);
  await first?.send();
  const answers = await Promise.all(forms.map(({ send }) => send()));
  expect(answers.filter(({ text }) => text?.startsWith("You have 3 open requests"))).toHaveLength(4);
  expect(await openOf(office)).toBe(3);
});

test("a note too many is refused with what to do", async () => {
  await using office = await openOffice({ POLICY_FILE: policyFile({ notes: 2 }) });
  await picksUp(office);
  const note = (text: string, who = office.hana) =>
    who.sends(invoke("add-note", { ...on("desk:x", { note: text }), version: text.length }));
  await note("one");
  await note("second");
  expect((await note("the third")).text).toBe(
    "This request has 2 notes and can hold no more. Resolve it, and ask for a new request if there is more to do.",
  );
  expect((await note("an outsider's", office.mia)).text).toMatch(/^There is no such request/);
  expect((await ticketIn(office)).notes).toHaveLength(2);
});

test("a full request says so, and can still be stopped, resolved and closed", async () => {
  await using office = await openOffice({ POLICY_FILE: policyFile({ events: 100 }) });
  await controls(office);
  const change = (version: number, urgency: string) =>
    office.sam.sends(
      invoke("change-request", { ...on("ticket-sharer", { details: "again", urgency }), version }),
    );
  const answers = [];
  for (let n = 0; n < 110; n++) answers.push(await change(n, n % 2 === 0 ? "low" : "urgent"));
  expect(answers.at(-1)?.text).toBe(
    "So much has happened on this request that it can hold no more. It can still be stopped, given back, withdrawn and resolved. For anything else, open a new request.",
  );
  expect(await trailOf(office)).toHaveLength(100);
  await office.sam.types("stop");
  expect((await ticketIn(office)).session).toBeNull();
  await office.hana.sends(invoke("resolve-ticket", on("desk:x", { outcome: "fixed", done: "restarted" })));
  expect((await ticketIn(office)).status).toBe("resolved");
  const reopened = await office.sam.sends(invoke("reopen-ticket", on("ticket-sharer", { reason: "" })));
  expect(reopened.text).toMatch(/^So much has happened/);
});
