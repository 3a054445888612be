import { describe, expect, test } from "vitest";
import { createAdminNotices } from "../../src/jobs/tell-admins.ts";
import { type Address, type Message, MessageFault } from "../../src/ports/messenger.ts";
import { silentLog } from "../../src/telemetry/log.ts";

const CHANNEL: Address = {
  serviceUrl: "https://smba.trafficmanager.net/emea",
  conversationId: "19:helpdesk@thread.tacv2",
  tenantId: "tenant",
};
const RISK = "IdentityRiskyUser.Read.All";

function channel(options: { known?: boolean; fault?: MessageFault } = {}) {
  const said: Message[] = [];
  const state = { known: true, fault: undefined as MessageFault | undefined, ...options };
  const notices = createAdminNotices({
    addresses: { channel: async () => (state.known ? CHANNEL : null), contact: async () => null },
    leads: async () => [],
    messenger: {
      async post(_to, message) {
        if (state.fault !== undefined) throw state.fault;
        said.push(message);
        return { activityId: "1" };
      },
    },
    helpdesk: CHANNEL.conversationId,
    log: silentLog,
    reader: { locale: "en-GB", timeZone: "UTC" },
  });
  return { said, state, notices };
}

describe("a permission that Beckon lacks", () => {
  test("is told once, by its exact name, with what rests on it", async () => {
    const { said, notices } = channel();
    await Promise.all([notices.permissionMissing(RISK), notices.permissionMissing(RISK)]);
    await notices.permissionMissing(RISK);
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said[0]?.card)).toContain("IdentityRiskyUser.Read.All");
    expect(JSON.stringify(said[0]?.card)).toContain("that check stays unknown");
  });

  test("is told for every permission on its own", async () => {
    const { said, notices } = channel();
    await notices.permissionMissing(RISK);
    await notices.permissionMissing("User.Read.All");
    expect(said).toHaveLength(2);
  });

  test("and an address that Graph cannot reach are different matters, each told once", async () => {
    const { said, notices } = channel();
    await notices.permissionMissing(RISK);
    await notices.graphCannotReachUs("beckon.example");
    await notices.graphCannotReachUs("beckon.example");
    expect(said).toHaveLength(2);
    expect(JSON.stringify(said[1]?.card)).toContain("beckon.example");
  });

  test("is told later when the channel is not known yet", async () => {
    const { said, state, notices } = channel({ known: false });
    await notices.permissionMissing(RISK);
    state.known = true;
    await notices.permissionMissing(RISK);
    expect(said).toHaveLength(1);
  });

  test.each([
    ["throttled", 1],
    ["unknown", 0],
  ] as const)("is told again after a post that was %s: %d times", async (kind, times) => {
    const { said, state, notices } = channel({ fault: new MessageFault(kind, "no") });
    await notices.permissionMissing(RISK);
    state.fault = undefined;
    await notices.permissionMissing(RISK);
    expect(said).toHaveLength(times);
  });
});
