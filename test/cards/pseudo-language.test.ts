import { beforeAll, describe, expect, test } from "vitest";
import { COMMANDS, greet } from "../../src/bot/index.ts";
import { explain } from "../../src/bot/perform.ts";
import { CARDS, type CardName } from "../../src/cards/catalog.ts";
import { explain as explainFinding, titleOf } from "../../src/cards/findings.ts";
import { nudges } from "../../src/cards/nudge.ts";
import { plan } from "../../src/cards/plan.ts";
import { loadTemplate } from "../../src/cards/template.ts";
import { en } from "../../src/cards/text/en/index.ts";
import { type Key, languageOf, wordsFor } from "../../src/cards/text/words.ts";
import { storyData } from "../../src/cards/ticket-story.ts";
import { type RenderContext, viewOf } from "../../src/cards/view.ts";
import { SILENT_SOURCE } from "../../src/domain/eligibility/judge.ts";
import { CHECK_IDS } from "../../src/domain/eligibility/policy.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { REFUSAL_CODES, refuse } from "../../src/domain/ticket/refusal.ts";
import { createAdminNotices } from "../../src/jobs/tell-admins.ts";
import type { Address, Message } from "../../src/ports/messenger.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { everyFinding, withOddities } from "../support/odd-texts.ts";
import { lena, sam } from "../support/people.ts";
import { accented, PSEUDO, speakPseudo, untranslated } from "../support/pseudo-language.ts";
import { HUMAN, latinIn, greek as reader, textsIn } from "../support/pseudo-texts.ts";
import { remoteHelp, sceneAt } from "../support/scenes.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { at, ticketAfter } from "../support/tickets.ts";

const CHANNEL: Address = {
  serviceUrl: "https://smba.trafficmanager.net/emea",
  conversationId: "19:x",
  tenantId: "t",
};

beforeAll(speakPseudo);

describe.each(Object.keys(CARDS) as CardName[])("the template of %s", (name) => {
  test("holds no words of its own", () => {
    const texts = textsIn(loadTemplate(CARDS[name].source, PSEUDO));
    expect(texts.flatMap((text) => untranslated(text.replace(/\$\{[^}]*\}/g, "")))).toEqual([]);
  });
});

test("a message keeps its values, kinds and branches in every language", () => {
  expect(accented("{n, plural, one {# request of {who}} other {# requests}} now")).toBe(
    "{n, plural, one {# ŕééǫùùééšţ ööƒ {who}} other {# ŕééǫùùééšţš}} ñööŵ",
  );
  const words = wordsFor(reader);
  for (const key of Object.keys(en) as Key[]) {
    if (!en[key].includes("{")) expect(untranslated(words.say(key as "text.erased"))).toEqual([]);
  }
});

test("the reader's own choice goes before the language of their Teams, and English before nothing", () => {
  expect(languageOf({ locale: "el-CY" })).toBe(PSEUDO);
  expect(languageOf({ locale: "en-GB", language: PSEUDO })).toBe(PSEUDO);
  expect(languageOf({ locale: "xx", language: "yy" })).toBe("en");
});

const clock = { now: () => at(60) };

describe.each(STORY_NAMES)("after the story “%s”", (name) => {
  const { lookedAt, live } = STORIES[name];
  const events = STORIES[name].events.map((event) =>
    withOddities(event, HUMAN, event.type === "TicketOpened" ? [] : everyFinding(HUMAN)),
  );
  const context = (change: Partial<RenderContext>) =>
    sceneAt(lookedAt, {
      handOff: live ? remoteHelp : null,
      readerOf: () => reader,
      channelReader: reader,
      summaryFallback: "19:summaries",
      ...change,
    });
  const ticket = ticketAfter(events);

  test.each<[string, Partial<RenderContext>]>([
    ["all are reached", {}],
    [
      "nobody is reached",
      { absenceOf: () => "removed", isInReach: false, summaryGap: () => "went-to-channel" },
    ],
    ["the summary waits", { absenceOf: () => "not-installed", summaryGap: () => "waits" }],
  ])("every word on every card is translated while %s", (_, change) => {
    const view = viewOf(ticket, context(change));
    for (const slot of [...plan(view), ...nudges(view, ["nudge:1", "nudge:7"])]) {
      for (const each of [slot, { ...slot, ...slot.otherwise }]) {
        expect([slot.key, ...latinIn(each.content())]).toEqual([slot.key]);
      }
    }
  });

  test.each(["sharer", "staff", "auditor"] as const)("the %s reads a translated story", (who) => {
    const story = {
      ticket,
      events,
      sight: { kind: "lead", person: lena.id } as const,
      reopenWindow: 0,
      thread: [],
      reads: [],
      reader: who,
      page: 0,
      now: at(lookedAt),
    };
    expect(latinIn({ card: "ticket-story", data: storyData(story, wordsFor(reader)) })).toEqual([]);
  });
});

test.each(REFUSAL_CODES)("the refusal %s is translated, with what stood in the way", (code) => {
  const findings = everyFinding(HUMAN);
  expect(
    untranslated(explain(refuse(code, { who: HUMAN, when: at(0), findings }), reader, { clock })),
  ).toEqual([]);
  expect(untranslated(explain(refuse(code), reader, { clock }))).toEqual([]);
});

describe.each([...CHECK_IDS, SILENT_SOURCE, "of-an-old-trail"])("the finding %s", (check) => {
  test.each(["unmet", "unknown", "warning"] as const)("is translated when it is %s", (outcome) => {
    const words = wordsFor(reader);
    for (const owner of ["sharer", "helper", "lead", "intune-admin", "identity-admin"] as const) {
      for (const audience of ["sharer", "helper", "colleague"] as const) {
        const finding = { check, outcome, owner, seen: HUMAN };
        const said = [titleOf(finding, words), ...Object.values(explainFinding(finding, audience, words))];
        expect(untranslated(said.join(" ").replace(/`[^`]*`/g, ""))).toEqual([]);
      }
    }
  });
});

test.each(["own", "auditor", "helper", "lead"] as const)(
  "the greeting of a reader with the search scope %s is translated",
  async (kind) => {
    const searchScopeOf = async () => ({ sight: { kind, person: sam.id }, isCertain: true });
    for (const phrase of [true, false]) {
      const policy = { ...defaultPolicy, consent: { ...defaultPolicy.consent, phrase } };
      const card = await greet({ ...reader, id: sam.id, name: HUMAN }, { searchScopeOf, policy });
      expect(latinIn(card)).toEqual([]);
    }
  },
);

test("what each command does is translated", () => {
  const words = wordsFor(reader);
  for (const { name } of COMMANDS)
    expect(untranslated(words.say(`command.${name}` as Key as "command.help"))).toEqual([]);
});

test("administrators are told in the words of the helpdesk channel", async () => {
  const said: Message[] = [];
  const notices = createAdminNotices({
    addresses: { channel: async () => CHANNEL, contact: async () => null },
    leads: async () => [],
    messenger: {
      async post(_to, message) {
        said.push(message);
        return { activityId: "1" };
      },
    },
    helpdesk: CHANNEL.conversationId,
    log: silentLog,
    reader,
  });
  await notices.permissionMissing("User.Read.All");
  await notices.graphCannotReachUs(HUMAN);
  expect(said).toHaveLength(2);
  const texts = said.flatMap(({ card }) => textsIn(card)).join(" ");
  expect(untranslated(texts.replace(/User\.Read\.All|GRAPH_NOTIFICATIONS_URL|Microsoft/g, ""))).toEqual([]);
});
