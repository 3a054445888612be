import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personal } from "../../src/domain/ticket/person.ts";
import { toldTicket } from "../store/stories.ts";
import { erase } from "../support/evidence.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { allowed, claimed, ended, event, opened, viewAsked } from "../support/tickets.ts";
import { openPackDesk, type PackDesk } from "./pack-desk.ts";

let packDesk: PackDesk;
let desk: PackDesk["desk"];
beforeEach(async () => {
  packDesk = await openPackDesk();
  ({ desk } = packDesk);
});
afterEach(() => desk.leave());

/** The text of the page: without tags, with entities decoded. */
async function pageOf(...args: readonly string[]) {
  const { code, said } = await packDesk.pack(...args);
  const html = packDesk.read("index.html");
  const told = html
    .replaceAll(/<style>.*<\/style>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll(/\s+/g, " ");
  return { code, said, html, told };
}

describe("the page of a pack", () => {
  test("tells the story in plain words, in the auditor's own time, and runs nothing", async () => {
    const evil = `<img src=x onerror="alert(1)">`;
    await toldTicket(desk.store, opened({ subject: personal(sam.id, evil) }));
    const { html } = await pageOf("--from", "2026-11-24");
    expect(html).toContain("said yes to viewing until 11:04:00 (wording 2026-11, en)");
    expect(html).toContain("closed the ticket as fixed: “Renewed the VPN profile.”");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img");
    expect(html).not.toMatch(/<script|https?:\/\//);
  });

  test("prints how far its clock is from UTC, and the day of a moment on another one", async () => {
    const late = 13 * 60 + 20;
    await toldTicket(desk.store, [
      ...opened(),
      ...claimed(late - 2),
      ...viewAsked(late - 1),
      ...allowed(late),
    ]);
    const { told } = await pageOf("--ticket", "BK-1008");
    expect(told).toContain("10:30:00 +01:00 Sam Sharma asked for help");
    expect(told).toMatch(
      /23:50:00 \+01:00 Sam Sharma said yes to viewing until 25 Nov 2026, 00:20:00 \+01:00/,
    );
  });

  test("quotes what people wrote, so that nothing of it passes for Beckon's own words", async () => {
    const details = personal(sam.id, "slow” · Urgent · “");
    await toldTicket(desk.store, opened({ subject: personal(sam.id, "Printer"), details }));
    const { told } = await pageOf("--ticket", "BK-1008");
    expect(told).toContain("asked for help: “Printer” “slow' · Urgent · '” · Normal");
    expect(told).toContain("BK-1008 · “Printer”");
  });

  test("says what was tried, who reported, and why it was refused, without a word of the code", async () => {
    await toldTicket(desk.store, [
      ...[...opened(), ...claimed(), ...viewAsked(), ...allowed(), ...ended(9)],
      event(10, hugo, { type: "AttemptRefused", command: "AskForView", code: "not_the_claiming_helper" }),
      event(11, hugo, { type: "AttemptRefused", command: "DanceAlone", code: "not_a_helper" }),
      event(40, null, { type: "TransportReported", session: 1, fact: "end-confirmed" }),
    ]);
    const { told } = await pageOf("--ticket", "BK-1008");
    expect(told).toContain(
      "Hugo Martin tried to ask to see the screen, and was refused: they did not hold the request",
    );
    expect(told).toContain("Hugo Martin tried to dance alone, and was refused: only helpers may");
    expect(told).toContain("Intune reported that the session in Remote Help is over");
  });

  test("has the words behind each yes", async () => {
    const { told } = await pageOf("--ticket", "BK-1001");
    expect(told).toContain("What people said yes to");
    expect(told).toContain("Wording 2026-11, en View only: “May … see your screen?”");
    expect(told).not.toContain("use your mouse and keyboard?");
  });

  test("names those who were erased by the end of their ids", async () => {
    await toldTicket(desk.store, [...opened(), ...claimed(2, hana)]);
    await erase(desk.store, sam.id);
    await erase(desk.store, hana.id);
    const { told, html } = await pageOf("--ticket", "BK-1001");
    expect(told).toContain("(erased, …0001) asked for help: (erased)");
    expect(told).toContain("(erased, …0002) picked the ticket up");
    expect(html).not.toMatch(/\(\(erased|“\(erased/);
  });

  test("of a broken trail says so at its top and where it is, and export ends with 1", async () => {
    await desk.database.query((db) =>
      db
        .updateTable("events")
        .set((row) => ({ body: row.fn("replace", [row.ref("body"), row.val("view"), row.val("control")]) }))
        .where("ticket", "=", "BK-1001")
        .where("version", "=", 4)
        .execute(),
    );
    const { code, said, told } = await pageOf("--ticket", "BK-1001");
    expect(code).toBe(1);
    expect(said).toContain("BROKEN BK-1001: record 4 was edited".replace(" ", "  "));
    expect(told).toContain("Do not believe what these say before it is cleared up: BK-1001");
    expect(told).toContain("7 records BROKEN: BK-1001: record 4 was edited");
    expect(told).not.toContain("all anchored");
    expect(packDesk.check()).toMatchObject({ code: 1 });
  });
});
