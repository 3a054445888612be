import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personal } from "../../src/domain/ticket/person.ts";
import { toldTicket } from "../store/stories.ts";
import { hana, hugo, lena, sam } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  denied,
  ended,
  escalationAsked,
  event,
  handedOver,
  opened,
  viewAsked,
} from "../support/tickets.ts";
import { type AuditDesk, openDesk } from "./desk.ts";

let desk: AuditDesk;
beforeEach(async () => {
  desk = await openDesk();
  await toldTicket(desk.store, [
    ...[...opened(), ...claimed(), ...viewAsked(), ...allowed()],
    ...[...escalationAsked(10), ...controlAllowed(11)],
    ...ended(14, null, { cause: "eligibility-lost" }),
    ...handedOver(15),
  ]);
  await toldTicket(desk.store, [
    ...opened(),
    ...denied(1),
    event(2, hugo, { type: "AttemptRefused", command: "AnswerAsk=\n|", code: "not_the_sharer" }),
  ]);
});
afterEach(() => desk.leave());

const feed = async (format: "cef" | "jsonl", ...scope: readonly string[]) => {
  const { code, said } = await desk.audit("export", ...scope, "--format", format, "--reason", "case 7");
  return { code, said, lines: said.split("\n") };
};
const rows = async (...scope: readonly string[]) =>
  (await feed("jsonl", ...scope)).lines.map((line) => JSON.parse(line));
const edit = () =>
  desk.database.query((db) =>
    db
      .updateTable("events")
      .set((row) => ({ body: row.fn("replace", [row.ref("body"), row.val("view"), row.val("control")]) }))
      .where("ticket", "=", "BK-1001")
      .where("version", "=", 4)
      .execute(),
  );

describe("lines for a SIEM", () => {
  test("are CEF, one event each, without names and words of people", async () => {
    const { code, said, lines } = await feed("cef", "--ticket", "BK-1002");
    expect(code).toBe(0);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(
      /^CEF:0\|Beckon\|Beckon\|1\|AttemptRefused\|Attempt refused\|6\|rt=\d+ externalId=BK-1002\/3 cs1Label=ticket cs1=BK-1002 /,
    );
    expect(lines[2]).toContain(`suid=${hugo.id} duid=${sam.id}`);
    expect(lines[2]).toContain(String.raw`cs4Label=command cs4=AnswerAsk\=\n|`);
    expect(said).not.toMatch(/Sharma|Weber|VPN|case 7/);
  });

  test("are JSON lines, of a period only what happened in it", async () => {
    const told = await rows("--from", "2026-11-24T09:31:00Z", "--to", "2026-11-24T09:32:30Z");
    expect(told.map(({ ticket, type }) => [ticket, type])).toEqual([
      ["BK-1001", "TicketClaimed"],
      ["BK-1002", "EligibilityDenied"],
      ["BK-1002", "AttemptRefused"],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Sharma|Weber|VPN/);
  });

  test("say whose screen it is, who has the ticket now, and until when a level was approved", async () => {
    const told = await rows("--ticket", "BK-1001");
    for (const row of told.slice(0, -1)) expect(row).toMatchObject({ sharer: sam.id });
    expect(told).toContainEqual(expect.objectContaining({ type: "TicketHandedOver", helper: hugo.id }));
    expect(told.find(({ type, level }) => type === "ConsentGiven" && level === "view")).toMatchObject({
      until: expect.stringMatching(/^2026-11-24T.*Z$/),
    });
    const { said } = await feed("cef", "--ticket", "BK-1001");
    expect(said).toMatch(/ConsentGiven\|.*deviceCustomDate1Label=until deviceCustomDate1=\d+ /);
    expect(said).toMatch(new RegExp(`TicketHandedOver\\|.*cs5Label=helper cs5=${hugo.id}`));
  });

  test("mind control more than a no, and a lost condition as much", async () => {
    const severities = Object.fromEntries(
      (await rows("--ticket", "BK-1001")).map(({ type, level, severity }) => [
        [type, level].filter(Boolean).join(" "),
        severity,
      ]),
    );
    expect(severities).toMatchObject({
      "ConsentGiven view": 3,
      "ConsentGiven control": 5,
      SessionEnded: 5,
    });
  });

  test("tell who read, exported, held and erased, by ids", async () => {
    await desk.audit("hold", "add", "--ticket", "BK-1001", "--reason", "case 8");
    await desk.store.evidence.record({
      who: lena.id,
      name: lena.name,
      what: "search",
      why: "find in Teams, as lead",
      about: "BK-1001",
      asked: personal(lena.id, "vpn certificate"),
    });
    const told = await rows("--from", "2026-11-24", "--to", "2026-11-24");
    const acts = told.filter(({ type }) => type.startsWith("Act:"));
    expect(acts).toMatchObject([
      { type: "Act:hold", by: "auditor@desk", about: expect.stringContaining("BK-1001"), severity: 4 },
      { type: "Act:search", by: lena.id, about: "BK-1001", severity: 2 },
      { type: "Act:export", by: "auditor@desk", severity: 5 },
    ]);
    expect(JSON.stringify(acts)).not.toMatch(/Novak|certificate|case 8/);
    const { said } = await feed("cef", "--from", "2026-11-24");
    expect(said).toMatch(
      /\|Act:hold\|Act: hold\|4\|rt=\d+ externalId=act\/1 .*suid=auditor@desk .*cs6Label=about/,
    );
  });

  test("begin with what is broken, mark what may be false, and end with 1", async () => {
    await edit();
    const { code, lines } = await feed("jsonl", "--from", "2026-11-24");
    expect(code).toBe(1);
    const told = lines.map((line) => JSON.parse(line));
    expect(told[0]).toMatchObject({
      type: "StoreBroken",
      severity: 10,
      ticket: "BK-1001",
      record: 4,
      at: new Date(at(60)).toISOString(),
      cause: "BK-1001: record 4 was edited",
    });
    for (const { ticket, trail } of told) if (trail !== undefined) expect(ticket).toBe("BK-1001");
    expect(told.filter(({ trail }) => trail === "broken")).toHaveLength(8);
    expect((await feed("cef", "--from", "2026-11-24")).lines[0]).toMatch(/\|StoreBroken\|Store broken\|10\|/);
  });

  test("have one for a record that cannot be read", async () => {
    await desk.database.query((db) =>
      db
        .updateTable("events")
        .set({ body: "garbage" })
        .where("ticket", "=", "BK-1001")
        .where("version", "=", 5)
        .execute(),
    );
    const told = await rows("--from", "2026-11-24");
    expect(told).toContainEqual(
      expect.objectContaining({
        type: "RecordUnreadable",
        ticket: "BK-1001",
        record: 5,
        at: null,
        severity: 8,
      }),
    );
    expect(JSON.stringify(told)).toContain(hana.id);
  });
});
