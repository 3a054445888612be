import type { Level } from "../../domain/ticket/level.ts";
import type { HandOff, Step } from "../../ports/transport.ts";

/** What both sides do on one platform. @param devicePage the device in the Intune admin centre. */
export type Steps = (level: Level, devicePage: string) => Pick<HandOff, "helper" | "sharer" | "endAtOnce">;

export const step = (text: string): Step => ({ text, link: null });

export const opening = (text: string, title: string, url: string): Step => ({ text, link: { title, url } });

export const openDevice = (devicePage: string): Step =>
  opening("Open the device in the Intune admin centre.", "Open in Intune", devicePage);

/** The mode is chosen when both have joined, so no link can fix it beforehand. */
export const chooseMode = (level: Level): Step =>
  step(
    level === "view"
      ? "Choose view only once you have both joined. Beckon cannot set or limit this: only viewing is approved."
      : "Choose full control once you have both joined. Beckon cannot set or limit this in Remote Help.",
  );

/** Both windows are open already: only what is new is left to do, and the way back when the connection drops. */
export const goingOn = (level: Level, devicePage: string): Pick<HandOff, "helper" | "sharer"> => ({
  helper: [
    ...(level === "view"
      ? []
      : [
          step(
            "In the running Remote Help window, ask for full control. Beckon cannot set or limit it there.",
          ),
        ]),
    opening("If the connection drops, start it again from the device's page.", "Open in Intune", devicePage),
  ],
  sharer:
    level === "view" ? [] : [step("Remote Help asks on your screen: check the name, and allow it there.")],
});

/** The sharer's own safeguard, because Beckon has none there. */
export const checkWhatIsAsked = (level: Level): Step =>
  step(
    level === "view"
      ? "Remote Help asks you once more. Check the name, then allow viewing only. If it asks for more, decline."
      : "Remote Help asks you once more. Check the name and what it asks for, then allow it there.",
  );

/** Phones, tablets and systems that Remote Help does not reach. */
export const unsupported: Steps = () => ({
  helper: [step("Remote Help does not reach this kind of device. Help by chat or call instead.")],
  sharer: [step("There is nothing to open: Remote Help does not reach this kind of device.")],
  endAtOnce: "Remote Help shows nothing of this device.",
});
