import { expect, test } from "vitest";
import { createSearchScopes } from "../../src/bot/search-scope.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { type Directory, DirectoryUnavailable } from "../../src/ports/directory.ts";

const HANA = personId("a1000000-0000-4000-8000-000000000002");

function scopes() {
  let now = Date.UTC(2026, 10, 24, 9, 30);
  let roles: { helper: boolean; lead: boolean } | null = { helper: true, lead: false };
  let asked = 0;
  const staff = async () => {
    asked += 1;
    if (roles === null) throw new DirectoryUnavailable("planned");
    return { person: {}, roles };
  };
  const scopeOf = createSearchScopes({
    directory: { staff } as unknown as Directory,
    clock: { now: () => now },
  });
  return {
    kind: async () => (await scopeOf(HANA)).sight.kind,
    become: (next: typeof roles) => {
      roles = next;
    },
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    asked: () => asked,
  };
}

test("roles are asked once a minute, and a role that was taken away is gone after it", async () => {
  const { kind, become, pass, asked } = scopes();
  expect(await kind()).toBe("helper");
  become({ helper: false, lead: false });
  pass(59);
  expect([await kind(), asked()]).toEqual(["helper", 1]);
  pass(2);
  expect([await kind(), asked()]).toEqual(["own", 2]);
});

test("what Graph could not tell is asked again at once", async () => {
  const { kind, become, asked } = scopes();
  become(null);
  expect(await kind()).toBe("own");
  become({ helper: false, lead: true });
  expect([await kind(), asked()]).toEqual(["lead", 2]);
});
