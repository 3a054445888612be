import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { personId } from "../../src/domain/ticket/ids.ts";
import { person } from "../../src/domain/ticket/person.ts";
import { chainBreak } from "../support/evidence.ts";
import { asHana, asHugo } from "../support/people.ts";
import type { Here } from "./place.ts";
import type { RacerTask } from "./racer.ts";
import { pickUp, toldTicket } from "./stories.ts";

export function pickUpsContract(here: Here): void {
  describe("helpers who pick up the same ticket at once", () => {
    test("are two in one process: exactly one gets it, and the other is told who has it", async () => {
      const { id } = await toldTicket(here.store);
      const outcomes = await Promise.all([pickUp(here.store, id, asHana), pickUp(here.store, id, asHugo)]);
      expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
      const ticket = await here.store.read(id);
      expect(outcomes.find(({ kind }) => kind === "refused")).toMatchObject({
        refusal: { refused: "already_claimed", who: ticket?.claim?.helper.name.text },
      });
    });

    test("are many in two stores on one database: exactly one gets it", async () => {
      const other = await here.place.open();
      const { id } = await toldTicket(here.store);
      const helpers = Array.from({ length: 6 }, (_, index) => ({
        ...asHana,
        person: person(personId(`helper-${index}`), `Helper ${index}`),
      }));
      const outcomes = await Promise.all(
        helpers.map((helper, index) => pickUp(index % 2 === 0 ? here.store : other, id, helper)),
      );
      expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
      expect(await here.store.trail(id)).toHaveLength(2);
      expect(await chainBreak(here.store, id)).toBeNull();
    });

    test("are in three processes: exactly one gets each ticket, and nobody fails", async () => {
      const tickets = await Promise.all(Array.from({ length: 8 }, () => toldTicket(here.store)));
      const { masterKey, ...where } = here.place.config;
      const task: RacerTask = {
        ...where,
        masterKey: masterKey.toString("hex"),
        tickets: tickets.map(({ id }) => id),
      };
      const racers = ["Ada", "Ben", "Cleo"].map((name) => fork(RACER, [name]));
      await Promise.all(racers.map((racer) => hear(racer)));
      const outcomes = await Promise.all(racers.map((racer) => race(racer, task)));
      for (const [index, { id }] of tickets.entries()) {
        expect(outcomes.map((outcome) => outcome[index]).sort()).toEqual(["done", "refused", "refused"]);
        expect(await chainBreak(here.store, id)).toBeNull();
      }
    });
  });
}

const RACER = new URL("racer.ts", import.meta.url);

async function hear(racer: ChildProcess): Promise<unknown> {
  const [message] = await once(racer, "message");
  return message;
}

async function race(racer: ChildProcess, task: RacerTask): Promise<string[]> {
  racer.send(task);
  const outcomes = (await hear(racer)) as string[];
  racer.disconnect();
  await once(racer, "exit");
  return outcomes;
}
