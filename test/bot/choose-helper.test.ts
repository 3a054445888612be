import { describe, expect, test } from "vitest";
import type { BotDeps } from "../../src/bot/action.ts";
import { chooseHelper } from "../../src/bot/actions/choose-helper.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { idempotencyKey, type PersonId, personId } from "../../src/domain/ticket/ids.ts";
import { DirectoryUnavailable } from "../../src/ports/directory.ts";
import { goodFacts, hanaFacts } from "../support/facts.ts";
import { hana, inBerlin } from "../support/people.ts";
import { claimed, opened, TICKET } from "../support/tickets.ts";

/** `Helper 00` to `Helper 39`, by name as Graph lists them. */
const HELPERS = Array.from({ length: 40 }, (_, i) => {
  const number = String(i).padStart(2, "0");
  return { ...hanaFacts, id: personId(`helper-${number}`), displayName: `Helper ${number}`, jobTitle: null };
});
const nth = (number: string) => personId(`helper-${number}`);

interface World {
  readonly recent?: readonly PersonId[];
  readonly fault?: Error;
  readonly isAway?: boolean;
}

/** Hana presses *Hand over*: the names in the list, and how Graph was asked. */
async function listed({ recent = [], fault, isAway = false }: World) {
  const asked: PersonId[] = [];
  const logged: string[] = [];
  let atOnce = 0;
  let most = 0;
  const deps = {
    eligibility: DEFAULT_ELIGIBILITY_POLICY,
    store: {
      read: async () => replay(TICKET, [...opened(), ...claimed()]),
      recentHelpers: async () => recent,
    },
    directory: {
      staff: async () => ({ person: hanaFacts, roles: { helper: true, lead: false } }),
      helpers: async () => HELPERS,
      async facts({ helper }: { helper: PersonId }) {
        asked.push(helper);
        most = Math.max(most, ++atOnce);
        await Promise.resolve();
        atOnce -= 1;
        if (fault !== undefined) throw fault;
        return isAway ? { ...goodFacts, rights: { unknown: { why: "down" } } } : goodFacts;
      },
    },
    log: { warn: (name: string) => logged.push(name) },
  } as unknown as BotDeps;
  const action = {
    id: idempotencyKey("a"),
    verb: "choose-helper",
    caller: { id: hana.id, name: "Hana Weber", ...inBerlin },
    scope: { kind: "personal" },
    messageId: null,
    data: { ticket: TICKET, version: 2, surface: "desk:hana" },
  } as unknown as Parameters<typeof chooseHelper.handle>[0];
  const reply = await chooseHelper.handle(action, deps);
  if (!("show" in reply) || reply.show.card !== "hand-over") throw new Error("no list of helpers");
  return { asked, logged, most, ...reply.show.data };
}

describe("the list of helpers to hand over to", () => {
  test("has those who helped last first, and asks Graph about a dozen, a few at a time", async () => {
    const { helpers, asked, most } = await listed({ recent: [nth("38"), nth("05")] });
    expect(helpers).toHaveLength(30);
    expect(helpers.slice(0, 3).map(({ value }) => value)).toEqual([nth("38"), nth("05"), nth("00")]);
    expect(asked).toHaveLength(12);
    expect(asked.slice(0, 2)).toEqual([nth("38"), nth("05")]);
    expect(most).toBeLessThanOrEqual(4);
  });

  test("says of whom it does not know whether they may, and how many are left out", async () => {
    const { helpers, remark } = await listed({});
    expect(helpers.map(({ title }) => title.includes("rights not known"))).toEqual([
      ...Array(12).fill(false),
      ...Array(18).fill(true),
    ]);
    expect(remark).toBe("10 more helpers are not listed: those who helped last come first.");
  });

  test("without Graph names everybody as unknown, asks no further, and says so in the log", async () => {
    const { helpers, asked, logged } = await listed({ fault: new DirectoryUnavailable("down") });
    expect(helpers.every(({ title }) => title.endsWith("rights not known"))).toBe(true);
    expect(asked).toHaveLength(4);
    expect(new Set(logged)).toEqual(new Set(["rights.unknown"]));
  });

  test("asks no further either when Graph answers and cannot tell the rights", async () => {
    const { helpers, asked } = await listed({ isAway: true });
    expect(helpers.every(({ title }) => title.endsWith("rights not known"))).toBe(true);
    expect(asked).toHaveLength(4);
  });

  test("hides no mistake of its own", async () => {
    await expect(listed({ fault: new TypeError("a mistake") })).rejects.toThrow("a mistake");
  });
});
