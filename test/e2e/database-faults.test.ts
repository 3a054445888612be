import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { chainBreak } from "../support/evidence.ts";
import {
  asksToView,
  FIRST,
  invoke,
  on,
  picksUp,
  REFERENCE,
  saidNumber,
  ticketIn,
  trailOf,
} from "../support/goings-on.ts";
import { type Answered, HELPDESK, type Office, openOffice } from "../support/office.ts";

const NOTHING_CHANGED =
  /^Beckon cannot reach its records, so nothing was changed\. Please try again in a minute\. Reference/;

function expectNothingChanged({ status, card, text }: Answered): void {
  expect({ status, card }).toEqual({ status: 200, card: null });
  expect(text).toMatch(NOTHING_CHANGED);
  expect(text).toMatch(REFERENCE);
}

/** The reference that the person has leads to one line of the log, which names the remedy's kind and no words. */
function expectToBeInTheLog(office: Office, { text }: Answered): void {
  const reference = /Reference (\S+)$/.exec(text ?? "")?.[1];
  const lines = office.log.filter((line) => line.reference === reference);
  expect(lines).toMatchObject([{ name: "turn.failed", level: "error", error: "StoreUnavailable" }]);
}

async function expectWhole(office: Office): Promise<void> {
  expect(await chainBreak(office.beckon.store, FIRST)).toBeNull();
  const ticket = await ticketIn(office);
  const [row] = await office.beckon.store.ticketsOf(ticket.sharer.id, 1);
  expect(row).toMatchObject({ id: FIRST, status: ticket.status, changedAt: ticket.lastAt });
}

describe("while the database file is locked by another connection", () => {
  test("a press is told that nothing was changed; afterwards the same press works", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const number = saidNumber(office);
    const before = await trailOf(office);
    const other = new DatabaseSync(office.databaseFile);
    other.exec("begin exclusive");
    const yes = await office.sam.presses("answer-ask", { phrase: number }, { titled: "Allow" });
    expectNothingChanged(yes);
    expectToBeInTheLog(office, yes);
    expect(await trailOf(office)).toEqual(before);
    other.exec("rollback");
    other.close();
    await office.sam.presses("answer-ask", { phrase: number }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
    await expectWhole(office);
  });
});

const CLOGS: readonly [what: string, clog: string, clear: string][] = [
  ["read-only", "query_only = on", "query_only = off"],
  ["full", "max_page_count = 1", "max_page_count = 1000000"],
];

/** Long enough that SQLite needs another page for it. */
const LONG = "a long story ".repeat(150);

describe.each(CLOGS)("while the database is %s", (what, clog, clear) => {
  test("a press is told that nothing was changed, and nothing was; afterwards it works", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await office.pragma(clog);
    const before = await ticketIn(office);
    const press = invoke("add-note", on("ticket-channel", { note: LONG }));
    let answer = await office.hana.sends(press);
    // A few free pages may be left; what fits is kept, and says so.
    for (let round = 2; answer.card !== null && round < 40; round++) {
      answer = await office.hana.sends(
        invoke("add-note", on("ticket-channel", { note: LONG, version: round })),
      );
    }
    expectNothingChanged(answer);
    expectToBeInTheLog(office, answer);
    const { notes } = await ticketIn(office);
    if (what === "read-only") expect(await ticketIn(office)).toEqual(before);
    await office.pragma(clear);
    await office.hana.sends(invoke("add-note", on("ticket-channel", { note: "afterwards", version: 99 })));
    expect((await ticketIn(office)).notes).toHaveLength(notes.length + 1);
    await office.settle();
    await expectWhole(office);
  });

  test("the form is not lost: sent again afterwards it becomes one ticket", async () => {
    await using office = await openOffice();
    await office.sam.types("my vpn keeps dropping");
    const inputs = { subject: "my vpn", device: "none", urgency: "normal", details: LONG.slice(0, 1900) };
    await office.pragma(clog);
    let answer = await office.sam.presses("send-request", inputs);
    const wasKept = answer.card !== null;
    if (!wasKept) expectNothingChanged(answer);
    await office.pragma(clear);
    if (!wasKept) answer = await office.sam.presses("send-request", inputs);
    await office.settle();
    expect(office.channel().filter(({ card }) => card !== null)).toHaveLength(1);
    expect(JSON.stringify(answer.card)).toMatch(/BK-\d+/);
  });

  test("reading goes on: status and history are answered", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await office.pragma(clog);
    await office.sam.types("status");
    expect(JSON.stringify(office.sam.messages().at(-1)?.card)).toContain(FIRST);
    await office.pragma(clear);
  });

  test("a refusal is still said with its reason", async () => {
    await using office = await openOffice();
    await picksUp(office);
    await office.pragma(clog);
    const late = await office.lena.presses("pick-up", {}, { in: HELPDESK }).catch(() => null);
    const pressed = late ?? (await office.lena.sends(invoke("pick-up", on("ticket-channel"))));
    expect(pressed.text).toMatch(/^Hana Weber picked this request up at 10:30\./);
    await office.pragma(clear);
  });
});
