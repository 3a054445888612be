import type { CheckId } from "./check-ids.ts";
import { DEVICE_REMEDIES } from "./device-remedies.ts";
import { HELPER_REMEDIES } from "./helper-remedies.ts";
import type { Remedy } from "./remedy.ts";
import { SHARER_REMEDIES } from "./sharer-remedies.ts";

/** One sentence and one thing to do per condition and reader, as a colleague would say it. */
export const REMEDIES: Readonly<Record<CheckId, Remedy>> = {
  ...SHARER_REMEDIES,
  ...DEVICE_REMEDIES,
  ...HELPER_REMEDIES,
  "tenant-remote-help": {
    title: "Remote Help switched on",
    sharer: {
      sentence: "Your organisation has not switched Remote Help on.",
      remedy: "Nothing for you to do: your helper has been told what is missing.",
    },
    helper: {
      sentence: "Remote Help is {seen} in this organisation.",
      remedy: "Ask an Intune administrator to enable it; the switch can take eight hours to work.",
    },
  },
};
