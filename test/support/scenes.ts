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
  readerOf: () => inBerlin,
  channelReader: inBerlin,
  photoOf: (person) => (person === hana.id ? "data:image/jpeg;base64,/9j/4AAQ" : null),
  handOff: null,
  ...change,
});

/** A hand-off like the one of Remote Help on Windows. */
export const remoteHelp: NonNullable<RenderContext["handOff"]> = {
  name: "Intune Remote Help",
  helper: [
    {
      text: "Open the device in Intune and choose New remote assistance session.",
      link: { title: "Open in Intune", url: "https://intune.microsoft.com/#device" },
    },
    { text: "Choose view, and wait until both of you have joined.", link: null },
  ],
  sharer: [
    { text: "Open Remote Help when the notification arrives, or press the button.", link: null },
    {
      text: "Read who is asking, and allow.",
      link: { title: "Open Remote Help", url: "https://aka.ms/rh" },
    },
  ],
  endAtOnce: "Close the Remote Help window.",
  enforced: false,
};
