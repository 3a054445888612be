import { HELPER_REMEDIES } from "./helper-remedy-texts.ts";
import type { CheckId } from "./policy.ts";

export type Audience = "sharer" | "helper";

/** `{seen}` stands for what was seen, in the source's own words. */
export interface Advice {
  readonly sentence: string;
  readonly remedy: string;
}

export interface Remedy extends Readonly<Record<Audience, Advice>> {
  /** The condition in two or three words, for lists. */
  readonly title: string;
}

/** One sentence and one thing to do per condition and reader. */
export const REMEDIES: Readonly<Record<CheckId, Remedy>> = {
  "sharer-enabled": {
    title: "Active account",
    sharer: {
      sentence: "Your work account is switched off.",
      remedy: "Call the service desk: an identity administrator has to switch your account on again.",
    },
    helper: {
      sentence: "This person's work account is switched off.",
      remedy: "Ask an identity administrator why, and to enable the account in Entra if that is right.",
    },
  },
  "sharer-member": {
    title: "Member of this organisation",
    sharer: {
      sentence: "You are a guest here, and screen sharing works only for members of this organisation.",
      remedy: "Ask the service desk of your own organisation for help.",
    },
    helper: {
      sentence: "This person is a guest here ({seen}), and Remote Help does not reach guests.",
      remedy: "Help by chat or call, or send them to the service desk of their own organisation.",
    },
  },
  "sharer-licensed": {
    title: "Remote Help licence",
    sharer: {
      sentence: "Your account has no licence for Remote Help yet.",
      remedy: "Ask the service desk to assign you one; it can take up to eight hours to work.",
    },
    helper: {
      sentence: "This person's account has no working licence for Remote Help ({seen}).",
      remedy:
        "Ask an identity administrator for a licence with Remote Help; a suite that has it belongs into acceptedPlans of Beckon's policy.",
    },
  },
  "sharer-risk": {
    title: "No high risk",
    sharer: {
      sentence: "Your account may have been taken over, so nobody is let onto your screen now.",
      remedy: "Call the service desk on a number you know, and change your password.",
    },
    helper: {
      sentence: "Entra sees a high risk on this person's account ({seen}).",
      remedy: "Call the person back on a known number, and ask an identity administrator to look into it.",
    },
  },
  "device-managed": {
    title: "Managed device",
    sharer: {
      sentence: "This device is not managed by your organisation at the moment.",
      remedy: "Choose another device, or enrol this one through the Company Portal app.",
    },
    helper: {
      sentence: "The device is not managed by Intune at the moment ({seen}).",
      remedy: "Ask the person to choose another device, or guide them through enrolment.",
    },
  },
  "device-registered": {
    title: "Registered device",
    sharer: {
      sentence: "This device is enrolled, but not registered with your work account.",
      remedy: "Open the Company Portal app on it and sign in with your work account.",
    },
    helper: {
      sentence: "The device is not registered in Entra ({seen}).",
      remedy: "Ask the person to sign in to the Company Portal app on it.",
    },
  },
  "device-belongs": {
    title: "The person's own device",
    sharer: {
      sentence: "This device is not assigned to you.",
      remedy: "Choose one of your own devices, or ask the service desk to make you its primary user.",
    },
    helper: {
      sentence: "This person is not the device's primary user ({seen}).",
      remedy: "Ask an Intune administrator to set the primary user, or for another device.",
    },
  },
  "device-compliant": {
    title: "Compliant device",
    sharer: {
      sentence: "This device does not meet your organisation's security rules at the moment.",
      remedy: "Open the Company Portal app, look at what it asks for, and choose Check status.",
    },
    helper: {
      sentence: "The device is not compliant (Intune says {seen}).",
      remedy: "Walk the person through what the Company Portal app asks for, then try again.",
    },
  },
  "device-recent": {
    title: "Recently checked in",
    sharer: {
      sentence: "This device has not reported to your organisation for too long ({seen}).",
      remedy: "Bring it online, open the Company Portal app and choose Sync.",
    },
    helper: {
      sentence: "The device last checked in too long ago ({seen}), so what Intune says about it is stale.",
      remedy: "Ask the person to bring it online and to choose Sync in the Company Portal app.",
    },
  },
  "device-platform": {
    title: "Supported kind of device",
    sharer: {
      sentence: "Remote Help does not offer this on this kind of device ({seen}).",
      remedy: "Choose a Windows computer or a Mac, or let your helper guide you by chat or call.",
    },
    helper: {
      sentence: "Remote Help does not offer this here ({seen}).",
      remedy: "Ask the person to choose a Windows computer or a Mac for their request.",
    },
  },
  "device-os": {
    title: "System new enough",
    sharer: {
      sentence: "This device's system is too old for this ({seen}).",
      remedy: "Install the system update that it offers, or choose another device.",
    },
    helper: {
      sentence: "The device's system is too old for this level ({seen}).",
      remedy: "Help the person to update it, or to choose another device for their request.",
    },
  },
  "device-not-jailbroken": {
    title: "Unmodified system",
    sharer: {
      sentence: "This device's system has been modified (jailbroken or rooted), so it cannot be trusted.",
      remedy: "Choose another device and hand this one to the service desk.",
    },
    helper: {
      sentence: "Intune reports the device as jailbroken or rooted.",
      remedy: "Open no session on it; ask the person for another device and report this one.",
    },
  },
  "device-encrypted": {
    title: "Encrypted device",
    sharer: {
      sentence: "The disk of this device is not encrypted.",
      remedy: "Open the Company Portal app and switch on the encryption that it asks for.",
    },
    helper: {
      sentence: "Intune reports the device as not encrypted.",
      remedy: "Help the person to switch BitLocker or FileVault on, then sync in Company Portal.",
    },
  },
  "device-threat": {
    title: "No threat on the device",
    sharer: {
      sentence: "Something dangerous was found on this device.",
      remedy: "Stop using it and call the service desk; choose another device meanwhile.",
    },
    helper: {
      sentence: "Threat defence reports the device as {seen}.",
      remedy: "Open no session on it; hand the device to the security team.",
    },
  },
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
  ...HELPER_REMEDIES,
};
