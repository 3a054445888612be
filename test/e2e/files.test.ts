import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import type { IntegrityFault } from "../../src/ports/integrity-fault.ts";
import { elements } from "../support/card-elements.ts";
import { fileAt, pdf, pictureAt, png } from "../support/files.ts";
import {
  asksForHelp,
  FIRST,
  has,
  invoke,
  on,
  picksUp,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const said = (who: Colleague) => who.messages().findLast(({ text }) => text !== null)?.text ?? "";
const pictures = (who: Colleague) => who.messages().flatMap(({ picture }) => picture ?? []);
const cardWith = (who: Colleague, words: string) =>
  who.messages().findLast(({ card }) => card !== null && textOf(card).includes(words)) ?? null;
const uri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString("base64")}`;
const sends = (who: Colleague, attachments: readonly object[], more: object = {}) =>
  who.sends({ type: "message", text: "", attachments, ...more });
const pastes = (who: Colleague, bytes = png(), more: object = {}) =>
  sends(who, [pictureAt(office.chats.keep(bytes))], more);
const attaches = (who: Colleague, bytes: Buffer, name: string) =>
  sends(who, [fileAt(office.chats.keep(bytes), name)]);
const threadOf = (id: string = FIRST) => office.beckon.store.thread(id as typeof FIRST);

/** Presses Open on the newest card with a file, and follows the link. */
async function opens(who: Colleague) {
  const { card, text } = await who.presses("open-file");
  const [link] = elements(card as object, /^Action\.OpenUrl$/);
  await who.presses("show-card");
  return { url: String(link?.url), text, answer: await fetch(String(link?.url)) };
}

describe("a picture", () => {
  test("that the person pastes arrives at the helper, with their words and an alert", async () => {
    await picksUp(office);
    await pastes(office.sam, png(), { text: "this is what I see" });
    expect(said(office.sam)).toBe("Sent to Hana.");
    expect(pictures(office.hana)).toEqual([uri(png())]);
    const card = cardWith(office.hana, "this is what I see");
    expect(textOf(card?.card ?? null)).toContain("Sam Sharma");
    expect(card?.alert).toBe(true);
    expect(Buffer.from(await (await opens(office.hana)).answer.arrayBuffer()).equals(png())).toBe(true);
    expect(office.channel().filter(({ picture }) => picture !== null)).toEqual([]);
    expect(await trailOf(office)).toEqual(["TicketOpened", "TicketClaimed"]);
  });

  test("that the helper sends arrives at the person, before the card with Stop in a session", async () => {
    await views(office);
    await pastes(office.hana);
    expect(pictures(office.sam)).toEqual([uri(png())]);
    const messages = office.sam.messages();
    const picture = messages.findIndex((each) => each.picture !== null);
    expect(messages.slice(picture).some(({ card }) => has(card, "stop-session"))).toBe(true);
  });

  test("before the pick-up waits for the helper who picks up, and a hand-over takes it along", async () => {
    await asksForHelp(office);
    await pastes(office.sam);
    expect(said(office.sam)).toBe("Added to BK-1001. The helper who picks it up will read it.");
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect(pictures(office.hana)).toEqual([uri(png())]);
    await office.hana.presses("choose-helper");
    await office.hana.presses("hand-over", { helper: PEOPLE_IDS.hugo, note: "" });
    expect(pictures(office.hugo)).toEqual([uri(png())]);
    await pastes(office.sam, png(10, 10));
    expect(pictures(office.hugo)).toEqual([uri(png()), uri(png(10, 10))]);
    expect(pictures(office.hana)).toEqual([uri(png())]);
  });

  test("too large for a message is opened from the card, by the two people of the request alone", async () => {
    await picksUp(office);
    const large = png(1920, 1080, 300_000);
    await pastes(office.sam, large);
    expect(pictures(office.hana)).toEqual([]);
    const { answer } = await opens(office.hana);
    expect(Buffer.from(await answer.arrayBuffer()).equals(large)).toBe(true);
    const data = on("", { entry: 1 });
    const hugo = await office.hugo.sends(invoke("open-file", data));
    expect([hugo.card, hugo.text]).toEqual([null, expect.stringContaining("Only the person who asked")]);
    expect((await office.paul.sends(invoke("open-file", data))).text).toContain("no such request");
  });

  test("removed in Teams goes on the other side too", async () => {
    await picksUp(office);
    await pastes(office.sam, png(), { id: "p1" });
    await office.sam.sends({ type: "messageDelete", id: "p1" });
    expect(pictures(office.hana)).toEqual([]);
    expect(cardWith(office.hana, "no longer available")).not.toBeNull();
    expect(await office.beckon.store.sharedFile(FIRST, 1, 0)).toBeNull();
  });

  test("removed or edited while it is fetched never arrives, or arrives as it reads then", async () => {
    await picksUp(office);
    const { promise: after, resolve } = Promise.withResolvers<void>();
    const slowly = () => [pictureAt(office.chats.keep(png(), { after }))];
    const sent = [
      sends(office.sam, slowly(), { id: "p1", text: "my password" }),
      sends(office.sam, slowly(), { id: "p2", text: "the eror" }),
    ];
    await expect.poll(() => office.chats.fetches.length).toBe(2);
    const changed = [
      office.sam.sends({ type: "messageDelete", id: "p1" }),
      office.sam.sends({ type: "messageUpdate", id: "p2", text: "the error" }),
    ];
    await office.lena.types("help");
    resolve();
    await Promise.all([...sent, ...changed]);
    await office.settle();
    expect(await threadOf()).toMatchObject([{ state: "edited", text: { text: "the error" } }]);
    expect(pictures(office.hana)).toEqual([uri(png())]);
    expect(office.sam.messages().filter(({ card }) => has(card, "send-request"))).toEqual([]);
  });

  test("goes to the holder at the moment when it is fetched, and to nobody when the request is closed by then", async () => {
    await picksUp(office);
    const { promise: after, resolve } = Promise.withResolvers<void>();
    const sent = sends(office.sam, [pictureAt(office.chats.keep(png(), { after }))]);
    await expect.poll(() => office.chats.fetches.length).toBe(1);
    await office.hana.presses("choose-helper");
    await office.hana.presses("hand-over", { helper: PEOPLE_IDS.hugo, note: "" });
    resolve();
    await sent;
    await office.settle();
    expect(said(office.sam)).toBe("Sent to Hugo.");
    expect([pictures(office.hana), pictures(office.hugo)]).toEqual([[], [uri(png())]]);

    const late = Promise.withResolvers<void>();
    const closing = sends(office.sam, [pictureAt(office.chats.keep(png(), { after: late.promise }))]);
    await expect.poll(() => office.chats.fetches.length).toBe(2);
    await office.hugo.presses("resolve-ticket", { outcome: "" });
    late.resolve();
    await closing;
    expect(await threadOf()).toHaveLength(1);
    expect(said(office.sam)).toContain("closed");
  });

  test("that Teams does not take is stood for by a card, and the words arrive", async () => {
    await picksUp(office);
    let isRefused = false;
    office.chats.mishap(({ method, conversation }) => {
      if (method !== "POST" || conversation !== office.hana.chat || isRefused) return null;
      isRefused = true;
      return { accepted: false, answer: 413, code: "MessageSizeTooBig" };
    });
    await pastes(office.sam, png(), { text: "look" });
    expect(cardWith(office.hana, "Teams did not show this picture")).not.toBeNull();
    expect(cardWith(office.hana, "look")).not.toBeNull();
  });
});

test("a helper whom nothing reaches gets picture and words when they are back, and the sender is told", async () => {
  await picksUp(office);
  office.chats.mishap(({ conversation }) =>
    conversation === office.hana.chat ? { accepted: false, answer: 403, code: "MessageWritesBlocked" } : null,
  );
  await pastes(office.sam, png(), { text: "look" });
  const request = office.sam.messages().find(({ card }) => has(card, "withdraw-ticket"));
  expect(textOf(request?.card ?? null)).toContain("Beckon has no chat with them");
  const notices = (words: string) =>
    office.sam.messages().filter(({ card }) => textOf(card).includes(words)).length;
  expect(notices("Your message has not reached Hana")).toBe(1);
  await pastes(office.sam, png(10, 10));
  expect(said(office.sam)).toBe("Sent to Hana.");
  expect(notices("Your message has not reached Hana")).toBe(2);
  office.chats.mishap(null);
  await office.hana.types("status");
  expect(pictures(office.hana)).toEqual([uri(png()), uri(png(10, 10))]);
  expect(notices("Your message was passed on")).toBe(2);
  expect(notices("has not reached")).toBe(0);
  expect(cardWith(office.hana, "look")).not.toBeNull();
});

test("a flood of pictures is taken up to the limit of the request, and told from there", async () => {
  await picksUp(office);
  const attachments = Array.from({ length: 5 }, () => pictureAt(office.chats.keep(png())));
  for (let i = 0; i < 11; i++) await sends(office.sam, attachments);
  const files = (await threadOf()).flatMap((message) => message.files);
  expect(files).toHaveLength(50);
  expect(said(office.sam)).toContain("a request 50");
});

test("pictures that arrive at once keep their messages, and the limit holds about", async () => {
  await picksUp(office);
  const attachments = Array.from({ length: 5 }, () => pictureAt(office.chats.keep(png())));
  await Promise.all(Array.from({ length: 20 }, () => sends(office.sam, attachments)));
  const thread = await threadOf();
  expect(thread.flatMap((message) => message.files).length).toBeLessThanOrEqual(65);
  expect(thread.every((message) => message.files.length > 0)).toBe(true);
});

describe("a file", () => {
  beforeEach(() => picksUp(office));

  test("is named on the other side, and opens as a download under its own name", async () => {
    await attaches(office.sam, pdf, 'Fehler "1" ä.pdf');
    expect(cardWith(office.hana, "ä.pdf · 1 KB")).not.toBeNull();
    const { answer } = await opens(office.hana);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="Fehler _1_ _.pdf"; filename*=UTF-8''Fehler%20%221%22%20%C3%A4.pdf`,
    );
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
  });

  test("has a link that lasts five minutes, for one who still has a part in the request", async () => {
    await attaches(office.sam, pdf, "log.pdf");
    const { url } = await opens(office.hana);
    expect((await fetch(url)).status).toBe(200);
    office.jump(5 * 60_000 + 1);
    const late = await fetch(url);
    const { url: another } = await opens(office.hana);
    await office.hana.presses("give-back");
    const lost = await fetch(another);
    const forged = await fetch(`${url.slice(0, -2)}AA`);
    const nothing = await fetch(new URL("/files/x", url));
    expect([late.status, lost.status, forged.status, nothing.status]).toEqual([404, 404, 404, 404]);
    const told = await Promise.all([late, lost, forged, nothing].map((answer) => answer.text()));
    expect(new Set(told).size).toBe(1);
  });

  test.each([
    ["setup.exe", Buffer.from("MZ\u0000")],
    ["setup.pdf", Buffer.from("MZ\u0000")],
    ["invoice.pdf.exe", pdf],
    ["picture.svg", Buffer.from("<svg onload=alert(1)>")],
    ["page.html", Buffer.from("<html>")],
    ["no-extension", pdf],
    ["script.ps1", Buffer.from("rm -r /")],
  ])("%s is not passed on, and the sender is told", async (name, bytes) => {
    await attaches(office.sam, bytes, name);
    expect(said(office.sam)).toContain(`Not sent: ${name}.`);
    expect(await threadOf()).toEqual([]);
  });

  test("whose name holds markup and a mention is shown as it is", async () => {
    await attaches(office.sam, pdf, "**<at>Lena</at>** [click](https://evil.example).pdf");
    const { card } = cardWith(office.hana, ".pdf") ?? {};
    const blocks = elements(card as object, /^(TextBlock|TextRun)$/).filter(({ text }) =>
      String(text).includes("evil.example"),
    );
    expect(blocks.map(({ type }) => type)).toEqual(["TextRun"]);
  });
});

describe("what cannot be passed on", () => {
  beforeEach(() => picksUp(office));

  test("a picture that is none", async () => {
    await pastes(office.sam, Buffer.from("<html>not a picture</html>"), { text: "see" });
    expect(said(office.sam)).toMatch(/^Sent to Hana\. Not sent: picture\./);
    expect(await threadOf()).toMatchObject([{ text: { text: "see" }, files: [] }]);
  });

  test("a hundred attachments: the first five go, the others are named", async () => {
    const address = office.chats.keep(png());
    await sends(
      office.sam,
      Array.from({ length: 100 }, () => pictureAt(address)),
    );
    expect(pictures(office.hana)).toHaveLength(5);
    expect(said(office.sam)).toContain("a message can have 5 files and a request 50");
    expect(said(office.sam)).toContain("92 more");
  });

  test("one that is too large, redirects, or is not there", async () => {
    await pastes(office.sam, png(10, 10, 6 * 1024 * 1024));
    expect(said(office.sam)).toContain("larger than 5 MB");
    const elsewhere = office.chats.keep(png());
    const redirecting = office.chats.keep(Buffer.from(""), { status: 302, location: elsewhere });
    await sends(office.sam, [pictureAt(redirecting)]);
    expect(said(office.sam)).toContain("Teams did not hand it over");
    expect(office.chats.fetches.some(({ url }) => elsewhere.endsWith(url))).toBe(false);
    await sends(office.sam, [pictureAt(office.chats.keep(png(), { status: 403 }))]);
    expect(said(office.sam)).toContain("Teams did not hand it over");
    expect(await threadOf()).toEqual([]);
  });

  test.each([
    "https://media.giphy.example/v3/attachments/1/views/original",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "https://smba.trafficmanager.net.evil.example/v3/attachments/1/views/original",
  ])("a picture elsewhere is not fetched: %s", async (url) => {
    await sends(office.sam, [pictureAt(url)]);
    expect(said(office.sam)).toContain("Teams did not hand it over");
    expect(await threadOf()).toEqual([]);
  });

  test.each([
    [[{ contentType: "application/vnd.microsoft.card.fluidEmbedCard" }], "could not be passed on"],
    [[{ contentType: "image/png" }], "could not be passed on"],
    [[null], "arrived empty"],
  ])("%j", async (attachments, told) => {
    await sends(office.sam, attachments as object[]);
    expect(said(office.sam)).toContain(told);
    expect(await threadOf()).toEqual([]);
  });

  test("a message to a closed request, and what a former holder sends", async () => {
    await office.hana.presses("give-back");
    await pastes(office.hana);
    await office.sam.presses("withdraw-ticket");
    await pastes(office.sam);
    expect(office.chats.fetches).toEqual([]);
    expect(await threadOf()).toEqual([]);
  });

  test("with several open requests a picture is sent again as a reply to the right one", async () => {
    await asksForHelp(office, { subject: "the printer is jammed" });
    await pastes(office.sam);
    expect(said(office.sam)).toContain("as a reply to a message of the request");
    const card = cardWith(office.sam, "the printer is jammed");
    const entities = [{ type: "quotedReply", quotedReply: { messageId: card?.id } }];
    await pastes(office.sam, png(), { entities });
    expect(await threadOf("BK-1002")).toMatchObject([{ files: [{ type: "image/png" }] }]);
    expect(await threadOf()).toEqual([]);
  });
});

test("a picture that Teams delivers twice counts once", async () => {
  await picksUp(office);
  const attachments = [pictureAt(office.chats.keep(png()))];
  for (const _ of [1, 2]) await sends(office.sam, attachments, { id: "m7" });
  await office.restart();
  await sends(office.sam, attachments, { id: "m7" });
  expect(await threadOf()).toHaveLength(1);
  expect(pictures(office.hana)).toHaveLength(1);
});

describe("the bytes in the store", () => {
  const faults = async () => {
    const found: IntegrityFault[] = [];
    await office.beckon.store.evidence.verify({}, (fault) => found.push(fault));
    return found;
  };
  const inDatabase = (statement: string) => {
    const database = new DatabaseSync(office.databaseFile);
    try {
      return database.prepare(statement).all();
    } finally {
      database.close();
    }
  };
  beforeEach(async () => {
    await picksUp(office);
    await attaches(office.sam, pdf, "private.pdf");
  });

  test("are sealed, with their place in the evidence", async () => {
    const [row] = inDatabase("select * from message_files");
    expect(JSON.stringify(row)).not.toContain(pdf.toString("base64").slice(0, 16));
    expect(JSON.stringify(inDatabase("select * from messages"))).not.toContain("private.pdf");
    expect(await faults()).toEqual([]);
  });

  test.each([
    ["edited", "update message_files set sealed = 'x' || substr(sealed, 2) returning 1"],
    ["deleted", "delete from message_files returning 1"],
  ])("that were %s are found by verify, and are opened by nobody", async (how, statement) => {
    const { url } = await opens(office.hana);
    inDatabase(statement);
    expect(await faults()).toEqual([expect.objectContaining({ in: "thread", version: 1, how })]);
    expect((await fetch(url)).status).toBe(404);
  });

  test("go with the person's erasure, and the rest still verifies", async () => {
    const { url } = await opens(office.hana);
    const { sharer } = await ticketIn(office);
    await office.beckon.store.evidence.erasePerson(sharer.id, { who: "test", why: "asked for it" });
    expect(inDatabase("select * from message_files")).toEqual([]);
    expect((await fetch(url)).status).toBe(404);
    expect(await faults()).toEqual([]);
    expect(await threadOf()).toMatchObject([{ files: [{ name: { text: null } }] }]);
  });

  test("of a picture leave the other chat with the erasure", async () => {
    await pastes(office.sam);
    expect(pictures(office.hana)).toHaveLength(1);
    const { sharer } = await ticketIn(office);
    await office.beckon.store.evidence.erasePerson(sharer.id, { who: "test", why: "asked for it" });
    await office.settle();
    expect(pictures(office.hana)).toEqual([]);
    expect(JSON.stringify(office.hana.messages())).not.toContain("private.pdf");
  });

  test("and the words leave the other chat also when much was written since, and nothing is sent again", async () => {
    await office.sam.types("my secret");
    for (let i = 0; i < 25; i++) await office.sam.types(`line ${i}`);
    const before = office.hana.messages().length;
    const { sharer } = await ticketIn(office);
    await office.beckon.store.evidence.erasePerson(sharer.id, { who: "test", why: "asked for it" });
    await office.settle();
    expect(JSON.stringify(office.hana.messages())).not.toMatch(/private\.pdf|my secret|line 3"/);
    expect(office.hana.messages()).toHaveLength(before);
  });

  test("are told by name and size in the story", async () => {
    await office.hana.types("show BK-1001");
    expect(cardWith(office.hana, "Files: private.pdf · 1 KB")).not.toBeNull();
  });
});

test("a message removed before it reached anybody is never passed on, and is not said to be", async () => {
  await picksUp(office);
  office.chats.mishap(({ conversation }) =>
    conversation === office.hana.chat ? { accepted: false, answer: 403, code: "MessageWritesBlocked" } : null,
  );
  await office.sam.sends({ type: "message", id: "m1", text: "my password is hunter2" });
  const notices = (words: string) =>
    office.sam.messages().filter(({ card }) => textOf(card).includes(words)).length;
  expect(notices("Your message has not reached Hana")).toBe(1);
  await office.sam.sends({
    type: "messageDelete",
    id: "m1",
    channelData: {
      tenant: { id: "7e000000-0000-4000-8000-000000000001" },
      eventType: "softDeleteMessage",
    },
  });
  expect(notices("arrives when they are back")).toBe(0);
  office.chats.mishap(null);
  await office.hana.types("status");
  expect(notices("You removed your message")).toBe(1);
  expect(notices("was passed on")).toBe(0);
  expect(cardWith(office.hana, "Sam removed this message")).toBeNull();
});

test("that a message has not arrived alerts its author, unless they chose quiet", async () => {
  await picksUp(office);
  office.chats.mishap(({ conversation }) =>
    conversation === office.hana.chat ? { accepted: false, answer: 403, code: "MessageWritesBlocked" } : null,
  );
  const alerted = () =>
    office.sam
      .messages()
      .flatMap(({ alert, card }) => (textOf(card).includes("has not reached") ? [alert] : []));
  await office.sam.types("are you there?");
  expect(alerted()).toEqual([true]);
  await office.sam.types("quiet");
  await office.sam.types("the screen is black now");
  expect(alerted()).toEqual([true, false]);
});
