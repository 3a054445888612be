import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import type { Json } from "../support/chats.ts";
import { has } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const answerTo = (who: keyof typeof PEOPLE_IDS) => {
  const last = office.person(who).messages().at(-1);
  return last?.card == null ? (last?.text ?? "") : textOf(last.card);
};
const card = (who: keyof typeof PEOPLE_IDS): Json => office.person(who).messages().at(-1)?.card ?? null;

describe("can I get help?", () => {
  test.each(["can I get help?", "Can i get help", "check me", "check"])(
    "typed as %j says what is possible on each of one's devices, best first",
    async (typed) => {
      await office.sam.types(typed);
      expect(answerTo("sam")).toMatch(
        /A session is possible\n.*HAL-SALES-014\n.*✓ View only\n✓ Control\n✓ Administrator control.*iPhone.*✕ View only/s,
      );
    },
  );

  test("names the one change that would open a session, and checks again once it is made", async () => {
    await office.person("nico").types("check me");
    expect(answerTo("nico")).toContain("No session is possible yet");
    expect(answerTo("nico")).toContain("This device does not meet your organization's security rules");
    const laptop = office.graph.tenant().devices.find(({ deviceName }) => deviceName === "HAL-FIN-007");
    Object.assign(laptop ?? {}, { complianceState: "compliant" });
    const again = await office.person("nico").presses("check-again");
    expect(textOf(again.card)).toContain("A session is possible");
  });

  test("typed in a channel is answered in one's own chat", async () => {
    const posts = office.channel().length;
    await office.sam.sends({
      type: "message",
      text: "<at>Beckon</at> check me",
      conversation: { id: `${HELPDESK};messageid=1`, conversationType: "channel", isGroup: true },
      entities: [
        {
          type: "mention",
          mentioned: { id: "28:b0000000-0000-4000-8000-000000000001", name: "Beckon" },
          text: "<at>Beckon</at>",
        },
      ],
    });
    expect(office.channel()).toHaveLength(posts);
    expect(answerTo("sam")).toContain("A session is possible");
  });

  test("says that it could not look while Graph is down, and offers no level", async () => {
    office.graph.faults.set({ unavailable: true });
    await office.sam.types("check me");
    expect(answerTo("sam")).toContain("This couldn't be checked");
    expect(answerTo("sam")).not.toContain("✓");
  });
});

describe("check and a name", () => {
  test("shows a helper what they could ask this person for, and what they lack for more", async () => {
    await office.hugo.types("check Sam Sharma");
    expect(answerTo("hugo")).toMatch(/You can ask Sam Sharma for a session/);
    expect(answerTo("hugo")).toMatch(
      /For control and administrator control: You lack this permission in Intune: Remote Help app – Take full control/,
    );
    expect(answerTo("hugo")).toMatch(/✓ View only\n✕ Control/);
  });

  test("takes a mention for the person that Teams says it is", async () => {
    await office.hana.sends({
      type: "message",
      text: "check <at>Somebody</at>",
      entities: [
        {
          type: "mention",
          mentioned: { id: "29:sam", name: "Somebody", aadObjectId: PEOPLE_IDS.sam },
          text: "<at>Somebody</at>",
        },
      ],
    });
    expect(answerTo("hana")).toContain("You can ask Sam Sharma for a session");
  });

  test("asks which one when a name is not enough", async () => {
    await office.hana.types("check h");
    const text = answerTo("hana");
    expect(text).toContain("Whom do you mean?");
    for (const name of ["Hana Weber", "Hedda Lang", "Hugo Martin"]) expect(text).toContain(name);
  });

  test("finds nobody by a name that nobody has", async () => {
    await office.hana.types("check O'Neill (nobody')");
    expect(answerTo("hana")).toContain("Nobody here has a name that begins like that");
  });

  test("of oneself is one's own check, for a helper too", async () => {
    await office.hana.types("check Hana Weber");
    expect(answerTo("hana")).toContain("A helper can ask you for a session");
  });

  test("shows nothing of people outside the helper's scope, and says who can widen it", async () => {
    await office.hugo.types("check Nico Vidal");
    expect(answerTo("hugo")).toContain("Nothing is shown of people outside your scope");
    expect(answerTo("hugo")).toContain("an Intune administrator");
    expect(answerTo("hugo")).not.toContain("HAL-FIN");
    const pressed = await office.hugo.sends({
      type: "invoke",
      name: "adaptiveCard/action",
      value: {
        action: { type: "Action.Execute", verb: "check-again", data: { person: PEOPLE_IDS.nico } },
      },
    });
    expect(textOf(pressed.card)).not.toContain("HAL-FIN");
  });

  test("shows nothing while nobody can say whether the scope covers them", async () => {
    office.graph.faults.set({ deny: ["DeviceManagementRBAC.Read.All"] });
    await office.hugo.types("check Sam Sharma");
    expect(answerTo("hugo")).toContain("Nothing is shown of people outside your scope");
    expect(answerTo("hugo")).not.toContain("HAL-SALES");
  });

  test("is for helpers: anybody else is told so, whichever way they ask", async () => {
    await office.sam.types("check Paul Braun");
    expect(answerTo("sam")).toContain("Only helpers can look into somebody else's devices");
    const pressed = await office.sam.sends({
      type: "invoke",
      name: "adaptiveCard/action",
      value: {
        action: { type: "Action.Execute", verb: "check-again", data: { person: PEOPLE_IDS.paul } },
      },
    });
    expect(pressed.text).toContain("Only helpers can look into somebody else's devices");
  });

  test("ends with the role: a helper who left the group is refused at the next press", async () => {
    await office.hana.types("check Sam Sharma");
    const helpers = office.graph.tenant().groups.find(({ id }) => id === GROUP_IDS.helpers);
    if (helpers !== undefined) helpers.members = helpers.members.filter((id) => id !== PEOPLE_IDS.hana);
    const pressed = await office.hana.presses("check-again");
    expect(pressed.text).toContain("Only helpers can look");
  });

  test("that is no name but what is wrong becomes a request", async () => {
    await office.sam.types("check my mail please");
    expect(has(card("sam"), "send-request")).toBe(true);
    expect(JSON.stringify(card("sam"))).toContain("check my mail please");
  });
});
