import { describe, expect, test } from "vitest";
import { wordsFor } from "../../src/cards/text/words.ts";
import type { Device, Platform } from "../../src/domain/ticket/device.ts";
import { deviceId } from "../../src/domain/ticket/ids.ts";
import { LEVELS, type Level } from "../../src/domain/ticket/level.ts";
import type { HandOff, Step } from "../../src/ports/transport.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { inBerlin, samsLaptop, samsMac } from "../support/people.ts";
import { allowed, claimed, opened, ticketAfter, viewAsked } from "../support/tickets.ts";

const { session } = ticketAfter(opened(), claimed(), viewAsked(), allowed());
if (session === null) throw new Error("the story has a session");

const handOff = (device: Device, level: Level = "view") =>
  createRemoteHelp().handOff({ ...session, device }, level);
const on = (platform: Platform): Device => ({ ...samsLaptop, platform });
const { say } = wordsFor(inBerlin);
const textOf = (steps: readonly Step[]) => steps.map(({ text }) => say(`transport.${text}`)).join("\n");
const endOf = ({ endAtOnce }: HandOff) => say(`transport.${endAtOnce}`);

const PLATFORMS: readonly Platform[] = ["windows", "macos", "android", "ios", "linux", "other"];
const ALL = PLATFORMS.flatMap((platform) => LEVELS.map((level) => handOff(on(platform), level)));

describe("Remote Help on Windows", () => {
  test("starts from the device's page in the admin centre, with the code as the way back", () => {
    const { helper } = handOff(samsLaptop);
    expect(helper[0]?.link?.url).toBe(
      "https://intune.microsoft.com/#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId/10000000-0000-4000-8000-000000000001",
    );
    expect(textOf(helper)).toContain("New remote assistance session > Remote Help");
    expect(textOf(helper)).toContain("Give help > Get a security code");
  });

  test("tells both sides what administrator work can cost at the end", () => {
    const elevated = handOff(samsLaptop, "elevation");
    expect(textOf(elevated.helper)).toContain("if the other person ends it, Windows signs them out");
    expect(endOf(elevated)).toContain("save your work first");
    expect(endOf(handOff(samsLaptop, "control"))).not.toContain("sign you out");
  });

  test("that already runs needs no start: only the higher level is left, in the same window", () => {
    const running = { ...session, transport: { "helper-says-started": session.askedAt } };
    const later = (level: Level) => createRemoteHelp().handOff(running, level);
    expect(textOf(later("view").helper)).toMatch(/^If the connection drops/);
    expect(later("view").sharer).toEqual([]);
    expect(textOf(later("control").helper)).toContain(
      "In the running Remote Help window, ask for full control",
    );
    expect(textOf(later("control").helper)).not.toContain("New remote assistance session");
    expect(textOf(later("control").sharer)).toContain("allow it there");
    expect(textOf(later("elevation").helper)).toContain("end Remote Help yourself");
  });

  test("of a sovereign cloud opens that cloud's admin centre", () => {
    const remoteHelp = createRemoteHelp({ portal: "https://intune.microsoft.us" });
    expect(remoteHelp.handOff(session, "view").helper[0]?.link?.url).toMatch(
      /^https:\/\/intune\.microsoft\.us\/#view/,
    );
  });
});

describe("Remote Help on a Mac", () => {
  test("uses a code that is said aloud, never sent through Beckon", () => {
    expect(textOf(handOff(samsMac).helper)).toContain("Do not write it to Beckon");
    expect(textOf(handOff(samsMac).sharer)).toContain("8 characters that your helper says");
  });

  test("offers the web app for viewing only, because it can do no more", () => {
    const links = (level: Level) => handOff(samsMac, level).sharer.flatMap(({ link }) => link?.url ?? []);
    expect(links("view")).toEqual(["https://aka.ms/rh"]);
    expect(links("control")).toEqual([]);
  });
});

test("Android is helped attended, because unattended starts without an answer", () => {
  expect(textOf(handOff(on("android")).helper)).toContain("Choose attended.");
});

test.each(["ios", "linux", "other"] as const)("%s has nothing to open on either side", (platform) => {
  const { helper, sharer } = handOff(on(platform));
  expect([...helper, ...sharer].every(({ link }) => link === null)).toBe(true);
  expect(textOf(helper)).toContain("does not reach this kind of device");
});

describe("on every platform and at every level", () => {
  test("links are https and their titles fit on a button", () => {
    for (const { link } of ALL.flatMap(({ helper, sharer }) => [...helper, ...sharer])) {
      if (link === null) continue;
      expect(new URL(link.url).protocol).toBe("https:");
      expect(say(`transport.${link.title}`).length).toBeLessThanOrEqual(20);
    }
  });

  test("nothing claims that Beckon limits or ends anything there", () => {
    for (const each of ALL) {
      expect(each.enforced).toBe(false);
      const words = `${textOf(each.helper)}\n${textOf(each.sharer)}\n${endOf(each)}`;
      expect(words).not.toMatch(/limited to|Beckon (ends|stops|limits)/i);
    }
  });

  test("a device id cannot leave its place in the link", () => {
    const odd = { ...samsLaptop, id: deviceId("x/../../#view/Other?a=b") };
    expect(handOff(odd).helper[0]?.link?.url).toContain("mdmDeviceId/x%2F..%2F..%2F%23view%2FOther%3Fa%3Db");
  });
});

test("an admin center without https is refused", () => {
  expect(() => createRemoteHelp({ portal: "http://intune.example" })).toThrow("https");
});
