import { checkWhatIsAsked, chooseMode, openDevice, opening, type Steps, step } from "./steps.ts";

/** For people who share from a browser; it can show the screen and nothing more. */
const SHARERS_WEB_APP = "https://aka.ms/rh";
const HELPERS_WEB_APP = "https://aka.ms/rhh";

/** Macs get no push: the code is said from one person to the other. There is no administrator level. */
export const macosSteps: Steps = (level, devicePage) => ({
  helper: [
    openDevice(devicePage),
    step("There: New remote assistance session > Remote Help. You get a code of 8 characters."),
    step("Say the code to the person. Do not write it to Beckon."),
    opening("Help from the browser.", "Open Remote Help", HELPERS_WEB_APP),
    ...(level === "elevation"
      ? [step("Remote Help has no administrator level on a Mac: full control is the most there is.")]
      : []),
    chooseMode(level),
    step("When the person leaves, your window may show it a minute late."),
  ],
  sharer: [
    step("Open Remote Help on your Mac and type the 8 characters that your helper says to you."),
    checkWhatIsAsked(level),
    step(
      level === "view"
        ? "The first time, macOS asks for Screen Recording: allow it for Remote Help."
        : "The first time, macOS asks for Screen Recording and Accessibility: allow both for Remote Help.",
    ),
    ...(level === "view"
      ? [opening("Without the app, the web app can show your screen.", "Open web app", SHARERS_WEB_APP)]
      : []),
  ],
  endAtOnce: "To cut the picture too, leave or close Remote Help, or close its tab in the browser.",
});
