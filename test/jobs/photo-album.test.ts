import { expect, test } from "vitest";
import type { Person } from "../../src/domain/ticket/person.ts";
import { createPhotoAlbum } from "../../src/jobs/render-context.ts";
import type { ThreadMessage } from "../../src/ports/thread-store.ts";
import { hana, sam } from "../support/people.ts";
import { allowed, claimed, opened, ticketAfter, viewAsked } from "../support/tickets.ts";

const MINUTE = 60_000;
/** Only who wrote matters here. */
const wrote = (...people: Person[]) => people.map((by) => ({ by }) as ThreadMessage);
const asked = ticketAfter(opened(), claimed(), viewAsked());
const answered = ticketAfter(opened(), claimed(), viewAsked(), allowed());

/** An album on a clock that the test moves, and a directory whose photo it changes. */
function album() {
  let [now, photo, fetched] = [0, "data:old" as string | null, 0];
  const directory = {
    async photo() {
      fetched += 1;
      return photo;
    },
  };
  return {
    ...createPhotoAlbum(directory, { now: () => now }),
    pass(minutes: number) {
      now += minutes * MINUTE;
    },
    become(next: string | null) {
      photo = next;
    },
    fetched: () => fetched,
  };
}

test("a photo is fetched again after an hour, and not before", async () => {
  const { prepare, photoOf, pass, become, fetched } = album();
  await prepare(asked, []);
  become("data:new");
  pass(60);
  await prepare(asked, []);
  expect([photoOf(hana.id), fetched()]).toEqual(["data:old", 1]);
  pass(1);
  await prepare(asked, []);
  expect([photoOf(hana.id), fetched()]).toEqual(["data:new", 2]);
});

test("a photo that was deleted is gone after an hour; that there is none is kept as long", async () => {
  const { prepare, photoOf, pass, become, fetched } = album();
  await prepare(asked, []);
  become(null);
  pass(61);
  await prepare(asked, []);
  await prepare(asked, []);
  expect([photoOf(hana.id), fetched()]).toEqual([null, 2]);
});

test("without an open question and without messages no photo is fetched", async () => {
  const { prepare, fetched } = album();
  await prepare(answered, []);
  expect(fetched()).toBe(0);
});

test("the author of a message has a photo before any question, and each photo is fetched once", async () => {
  const { prepare, photoOf, fetched } = album();
  await prepare(ticketAfter(opened(), claimed()), wrote(sam, hana, sam));
  expect([photoOf(sam.id), photoOf(hana.id), fetched()]).toEqual(["data:old", "data:old", 2]);
});

test("while somebody can see a screen, no card waits for the photo of who wrote", async () => {
  const { prepare, fetched } = album();
  await prepare(answered, wrote(sam));
  expect(fetched()).toBe(0);
});
