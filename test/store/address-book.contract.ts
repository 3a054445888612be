import { beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../src/ports/messenger.ts";
import type { Store } from "../../src/store/open-store.ts";
import { hana, inBerlin, sam } from "../support/people.ts";
import { T0 } from "../support/tickets.ts";
import type { Here } from "./place.ts";

const chat: Address = {
  serviceUrl: "https://smba.example/emea/",
  conversationId: "a:sam",
  tenantId: "contoso",
};
const channel: Address = { ...chat, conversationId: "19:requests@thread.tacv2" };

export function addressBookContract(here: Here): void {
  let now = T0;
  let store: Store;
  beforeEach(async () => {
    now = T0;
    store = await here.place.open({ now: () => now });
  });

  describe("a person", () => {
    test("whom nobody has heard of is not in the book", async () => {
      expect(await store.contact(sam.id)).toBeNull();
    });

    test("is known by what they were heard with; what is not said again stays", async () => {
      await store.remember(sam.id, { chat });
      await store.remember(sam.id, { timeZone: "Europe/Berlin" });
      await store.remember(sam.id, { locale: "en-GB" });
      expect(await store.contact(sam.id)).toEqual({ person: sam.id, ...inBerlin, chat, blocked: null });
    });

    test("stays quiet, whatever else is heard from them, until they say otherwise", async () => {
      await store.remember(sam.id, { chat, isQuiet: true });
      await store.remember(sam.id, { locale: "fr-FR" });
      expect(await store.contact(sam.id)).toMatchObject({ isQuiet: true, locale: "fr-FR" });
      await store.remember(sam.id, { isQuiet: false });
      expect(await store.contact(sam.id)).not.toHaveProperty("isQuiet");
    });

    test("is written to in the language that they chose, until they take the choice back", async () => {
      expect(await store.remember(sam.id, { chat, language: "de" })).toMatchObject({
        language: "de",
        chat,
      });
      await store.remember(sam.id, { locale: "fr-FR" });
      expect(await store.contact(sam.id)).toMatchObject({ language: "de", locale: "fr-FR" });
      await store.remember(sam.id, { language: null });
      expect(await store.contact(sam.id)).not.toHaveProperty("language");
    });

    test("who moves is found at the new place", async () => {
      await store.remember(sam.id, { chat, timeZone: "Europe/Berlin" });
      const moved = { ...chat, serviceUrl: "https://smba.example/amer/" };
      await store.remember(sam.id, { chat: moved, timeZone: "America/New_York" });
      expect(await store.contact(sam.id)).toMatchObject({ chat: moved, timeZone: "America/New_York" });
    });

    test("who was only heard of has no time zone, locale or chat", async () => {
      await store.remember(sam.id, {});
      expect(await store.contact(sam.id)).toEqual({ person: sam.id, chat: null, blocked: null });
    });

    test("who blocked Beckon is blocked until they write again, and keeps the rest", async () => {
      await store.remember(sam.id, { chat, ...inBerlin });
      await store.block(sam.id, "403 BotNotInConversationRoster");
      expect(await store.contact(sam.id)).toMatchObject({
        chat,
        blocked: "403 BotNotInConversationRoster",
      });
      await store.remember(sam.id, { chat });
      expect(await store.contact(sam.id)).toEqual({ person: sam.id, ...inBerlin, chat, blocked: null });
    });

    test("can be blocked before anybody has heard from them", async () => {
      await store.block(hana.id, "not installed");
      expect(await store.contact(hana.id)).toMatchObject({ chat: null, blocked: "not installed" });
    });
  });

  describe("a channel", () => {
    test("is remembered, moves, and is forgotten", async () => {
      await store.rememberChannel(channel);
      expect(await store.channel(channel.conversationId)).toEqual(channel);
      const moved = { ...channel, serviceUrl: "https://smba.example/amer/" };
      await store.rememberChannel(moved);
      expect(await store.channel(channel.conversationId)).toEqual(moved);
      await store.forgetChannel(channel.conversationId);
      expect(await store.channel(channel.conversationId)).toBeNull();
    });

    test("is remembered with whoever wrote there, who keeps their own chat", async () => {
      expect(await store.remember(sam.id, { channel, locale: "en-GB" })).toEqual({
        person: sam.id,
        locale: "en-GB",
        chat: null,
        blocked: null,
      });
      expect(await store.channel(channel.conversationId)).toEqual(channel);
      await store.remember(sam.id, { chat });
      await store.block(sam.id, "not installed");
      const moved = { ...channel, serviceUrl: "https://smba.example/amer/" };
      expect(await store.remember(sam.id, { channel: moved })).toMatchObject({ chat, blocked: null });
      expect(await store.channel(channel.conversationId)).toEqual(moved);
      expect(await store.contact(sam.id)).toEqual({
        person: sam.id,
        locale: "en-GB",
        chat,
        blocked: null,
      });
    });
  });

  describe("the connector to write through", () => {
    test("is unknown before anybody was heard", async () => {
      await store.block(sam.id, "not installed");
      expect(await store.anyServiceUrl()).toBeNull();
    });

    test("is the one that was heard from last", async () => {
      await store.remember(sam.id, { chat });
      now += 1000;
      await store.rememberChannel({ ...channel, serviceUrl: "https://smba.example/amer/" });
      expect(await store.anyServiceUrl()).toBe("https://smba.example/amer/");
      now += 3_600_001;
      await store.remember(sam.id, { chat });
      expect(await store.anyServiceUrl()).toBe(chat.serviceUrl);
    });
  });
}
