import type { RenderContext } from "../../src/cards/view.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { hana, inBerlin } from "./people.ts";
import { at } from "./tickets.ts";

/** What drawing needs besides the ticket, so many minutes into the story; everybody reads in Berlin. */
export const sceneAt = (minutes: number, change: Partial<RenderContext> = {}): RenderContext => ({
  at: at(minutes),
  policy: defaultPolicy,
  summaryTo: "helpers-manager",
  summaryFallback: null,
  summaryGap: () => null,
  absenceOf: () => null,
  isInReach: true,
  isQuiet: () => false,
  called: () => [],
  expectedWait: () => null,
  readerOf: () => inBerlin,
  channelReader: inBerlin,
  photoOf: (person) => (person === hana.id ? "data:image/jpeg;base64,/9j/4AAQ" : null),
  handOff: null,
  thread: [],
  ...change,
});

/** A hand-off like the one of Remote Help on Windows. */
export const remoteHelp: NonNullable<RenderContext["handOff"]> = {
  name: "remote-help",
  helper: [
    { text: "open-device", link: { title: "open-in-intune", url: "https://intune.microsoft.com/#device" } },
    { text: "choose-view", link: null },
  ],
  sharer: [
    { text: "open-notification", link: null },
    { text: "share-from-browser", link: { title: "open-web-app", url: "https://aka.ms/rh" } },
  ],
  endAtOnce: "end-windows",
  enforced: false,
};
