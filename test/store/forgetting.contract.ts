import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import type { IntegrityFault, NewLegalHold, Retention } from "../../src/ports/evidence.ts";
import { actsIn } from "../support/acts.ts";
import { erase } from "../support/evidence.ts";
import { hana, hugo, lena, sam } from "../support/people.ts";
import { at, claimed, event, opened, withdrawn } from "../support/tickets.ts";
import { everythingIn } from "./everything.ts";
import type { Here } from "./place.ts";
import { newPress, tell, toldTicket, wholeStory } from "./stories.ts";

/** The words of the whole story that are about Sam, and those that are about Hana. */
const SAMS = ["Sharma", "Accountant", "VPN keeps dropping", "every ten minutes", "LT-SAM"];
const HANAS = ["Weber", "IT Support Engineer", "certificate", "VPN client says", "Renewed"];

const NOTHING: Retention = { tickets: 0, postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };

export function forgettingContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    id = (await toldTicket(here.store, wholeStory, { idempotencyKey: newPress() })).id;
    await here.store.evidence.anchor(at(20));
  });

  async function breaks(): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({}, (broken) => found.push(broken));
    return found;
  }
  async function textsOf(ticket: TicketId): Promise<string> {
    return JSON.stringify(await here.store.trail(ticket));
  }
  const hold = (change: Partial<NewLegalHold>): NewLegalHold => ({
    kind: "ticket",
    subject: id,
    reason: "case 7",
    by: "counsel",
    ...change,
  });
  const order = { who: "counsel", why: "case 7 closed" };

  describe("a person who is erased", () => {
    test("is in no table any more, nor in what their tickets say; verify passes, projections too", async () => {
      await here.store.remember(sam.id, { timeZone: "Europe/Berlin" });
      expect(await erase(here.store, sam.id)).toEqual({ kind: "erased", tickets: 1, erasedAt: null });
      expect(await erase(here.store, sam.id)).toEqual({ kind: "erased", tickets: 1, erasedAt: at(0) });
      const left = (await everythingIn(here.place.database())) + (await textsOf(id));
      for (const text of SAMS) expect(left).not.toContain(text);
      expect(await textsOf(id)).toContain("Weber");
      expect(await breaks()).toEqual([]);
    });

    test("has their cards drawn again without their words", async () => {
      await here.store.lease(id, "worker", at(30), at(31));
      await here.store.settle(id, "worker", wholeStory.length);
      expect(await here.store.leaseDue("worker", at(40), at(41), 10)).toEqual([]);
      await erase(here.store, sam.id);
      expect(await here.store.leaseDue("worker", at(50), at(51), 10)).toMatchObject([{ ticket: id }]);
    });
  });

  describe("a hold", () => {
    test.each([
      ["on the person", { kind: "person", subject: sam.id }, { ticket: null, as: null }],
      ["on a ticket of theirs", {}, { ticket: "BK-1001", as: null }],
      [
        "on somebody else on a ticket of theirs",
        { kind: "person", subject: hana.id },
        { ticket: "BK-1001", as: "helper" },
      ],
    ] as const)("%s forbids to erase them, and nothing is changed", async (_, change, why) => {
      await here.store.evidence.hold(hold(change));
      const before = await textsOf(id);
      const against = [{ hold: { number: 1, ...hold(change), at: at(0) }, ...why }];
      expect(await erase(here.store, sam.id)).toEqual({ kind: "held", against });
      expect((await actsIn(here.store)).map(({ act }) => [act?.what, act?.about])).toEqual([
        ["hold", hold(change).subject],
        ["not-erased", `${sam.id}: held by hold 1`],
      ]);
      expect(await textsOf(id)).toBe(before);
    });

    test("on something else forbids nothing", async () => {
      const other = await toldTicket(
        here.store,
        opened({ sharer: lena, subject: personal(lena.id, "Mail") }),
      );
      await here.store.evidence.hold(hold({ subject: other.id }));
      await here.store.evidence.hold(hold({ kind: "person", subject: hugo.id }));
      expect(await erase(here.store, hana.id)).toMatchObject({ kind: "erased" });
    });

    test("that was released forbids nothing any more", async () => {
      await here.store.evidence.hold(hold({}));
      expect(await here.store.evidence.holds()).toEqual([{ number: 1, ...hold({}), at: at(0) }]);
      expect(await here.store.evidence.release(1, order)).toMatchObject({ number: 1, subject: id });
      expect(await here.store.evidence.release(1, order)).toBeNull();
      expect(await erase(here.store, sam.id)).toMatchObject({ kind: "erased" });
    });

    test("for another reason is another hold, and goes on when the first one ends", async () => {
      await here.store.evidence.hold(hold({ reason: "litigation 12" }));
      await here.store.evidence.hold(hold({ reason: "other 13" }));
      expect(await here.store.evidence.hold(hold({ reason: "other 13" }))).toMatchObject({
        kind: "held-already",
        hold: { number: 2 },
      });
      await here.store.evidence.release(2, order);
      expect((await here.store.evidence.holds()).map(({ reason }) => reason)).toEqual(["litigation 12"]);
      expect(await erase(here.store, sam.id)).toMatchObject({ kind: "held" });
      expect(await breaks()).toEqual([]);
    });

    test("on nobody and on nothing is none", async () => {
      expect(await here.store.evidence.hold(hold({ subject: "BK-9999" }))).toEqual({ kind: "unknown" });
      expect(await here.store.evidence.hold(hold({ kind: "person", subject: lena.id }))).toEqual({
        kind: "unknown",
      });
      expect(await erase(here.store, lena.id)).toEqual({ kind: "unknown" });
      expect(await actsIn(here.store)).toEqual([]);
    });

    test("on somebody who was erased says since when there is nothing to keep", async () => {
      await erase(here.store, sam.id);
      const held = await here.store.evidence.hold(hold({ kind: "person", subject: sam.id }));
      expect(held).toMatchObject({ kind: "held", erasedAt: at(0) });
    });

    test("keeps its reason longer than acts keep theirs", async () => {
      await here.store.evidence.hold(hold({}));
      await here.store.evidence.record({ who: "auditor", what: "export", about: id, why: "case 9" });
      expect(await here.store.evidence.applyRetention({ ...NOTHING, auditActs: at(100) })).toMatchObject({
        auditActs: 1,
      });
      expect(await here.store.evidence.holds()).toMatchObject([{ reason: "case 7" }]);
      expect(await breaks()).toEqual([]);
    });

    test("keeps retention away from the ticket, and from those of a held person", async () => {
      await here.store.evidence.hold(hold({ kind: "person", subject: hana.id }));
      expect(await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) })).toMatchObject({
        tickets: 0,
      });
      expect(await textsOf(id)).toContain("certificate");
    });
  });

  describe("retention", () => {
    test("leaves no text of an old closed ticket in any table; its facts stay and verify", async () => {
      expect(await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) })).toMatchObject({
        tickets: 1,
      });
      const left = (await everythingIn(here.place.database())) + (await textsOf(id));
      for (const text of [...SAMS, ...HANAS]) expect(left).not.toContain(text);
      expect(await here.store.read(id)).toMatchObject({ status: "resolved", sharer: { id: sam.id } });
      expect(await breaks()).toEqual([]);
    });

    test("leaves younger and unfinished tickets alone", async () => {
      const open = await toldTicket(here.store, [...opened(), ...claimed()]);
      expect(await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(10) })).toMatchObject({
        tickets: 0,
      });
      expect(await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) })).toMatchObject({
        tickets: 1,
      });
      expect(await textsOf(open.id)).toContain("VPN keeps dropping");
    });

    test("takes only the ticket's words: the same people keep theirs on other tickets", async () => {
      const young = await toldTicket(here.store, [...opened(), ...withdrawn(5)]);
      const later = event(200, sam, { type: "AttemptRefused", command: "ReopenTicket", code: "ticket_over" });
      await tell(here.store, young.id, [later], { before: young });
      await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) });
      expect(await textsOf(young.id)).toContain("VPN keeps dropping");
    });

    test("can be followed by an event, whose words are let go of in their turn", async () => {
      await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(100) });
      const refused = event(300, hugo, {
        type: "AttemptRefused",
        command: "ClaimTicket",
        code: "ticket_over",
      });
      await tell(here.store, id, [refused], { before: await here.store.read(id) });
      expect(await textsOf(id)).toContain("Martin");
      expect(await textsOf(id)).not.toContain("Weber");
      await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(400) });
      expect(await textsOf(id)).not.toContain("Martin");
      expect(await breaks()).toEqual([]);
    });

    test("lets go of where old cards hang only when they show no text any more", async () => {
      const card = { key: "ticket-channel", activityId: "1", hash: "h", postedAt: at(1) };
      const address = { serviceUrl: "https://smba", conversationId: "19:x", tenantId: "t" };
      await here.store.recordPosted(id, {
        ...card,
        address,
        outcomeUnknownUntil: null,
        repostRequested: false,
        sendCount: 0,
      });
      const all = { ...NOTHING, tickets: at(100), postedSurfaces: at(100) };
      expect(await here.store.evidence.applyRetention(all)).toMatchObject({ tickets: 1, postedSurfaces: 0 });
      await here.store.lease(id, "worker", at(110), at(111));
      await here.store.settle(id, "worker", wholeStory.length);
      expect(await here.store.evidence.applyRetention(all)).toMatchObject({ tickets: 0, postedSurfaces: 1 });
    });

    test("lets go of presses, chats and the details of acts by their age", async () => {
      await here.store.remember(sam.id, { locale: "de-DE" });
      await here.store.evidence.record({ who: "auditor", what: "export", about: id, why: "case 7" });
      const all = { tickets: 0, postedSurfaces: 0, presses: at(100), contacts: at(100), auditActs: at(100) };
      expect(await here.store.evidence.applyRetention(all)).toMatchObject({
        presses: 1,
        contacts: 1,
        auditActs: 1,
      });
      expect(await here.store.contact(sam.id)).toBeNull();
      expect(await actsIn(here.store)).toMatchObject([{ number: 1, act: null }, { act: { what: "let-go" } }]);
      expect(await breaks()).toEqual([]);
    });
  });
}
