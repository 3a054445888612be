import { checkWhatIsAsked, chooseMode, openDevice, type Steps, step } from "./steps.ts";

/** Android devices that are enrolled as dedicated; only the admin centre can start it. */
export const androidSteps: Steps = (level, devicePage) => ({
  helper: [
    openDevice(devicePage),
    step("There: New remote assistance session > Remote Help."),
    step(
      "Choose attended. Unattended starts without an answer on the device, and nobody has approved that here.",
    ),
    chooseMode(level),
  ],
  sharer: [
    step("A request from Remote Help appears on the device. It waits five minutes."),
    checkWhatIsAsked(level),
  ],
  endAtOnce: "To cut the picture too, leave or close Remote Help on the device.",
});
