import { checkWhatIsAsked, chooseMode, openDevice, type Steps, step } from "./steps.ts";

export const END_IT_YOURSELF = step(
  "After administrator work, end Remote Help yourself: if the other person ends it, Windows signs them out.",
);

/** Windows to Windows with the native app: the only pair that has all three levels. */
export const windowsSteps: Steps = (level, devicePage) => ({
  helper: [
    openDevice(devicePage),
    step(
      "There: New remote assistance session > Remote Help > Continue > Initiate, then Open Remote Help with the same account.",
    ),
    chooseMode(level),
    ...(level === "elevation" ? [END_IT_YOURSELF] : []),
    step(
      "Nothing arrives on the device? Open the Remote Help app: Give help > Get a security code. Say the code, do not write it to Beckon.",
    ),
  ],
  sharer: [
    step("A notification from Remote Help appears on your screen: open it."),
    checkWhatIsAsked(level),
    step("No notification? Open the Remote Help app and type the code that your helper says to you."),
  ],
  endAtOnce:
    level === "elevation"
      ? "To cut the picture too, leave or close Remote Help. After administrator work Windows may then sign you out: save your work first."
      : "To cut the picture too, leave or close Remote Help.",
});
