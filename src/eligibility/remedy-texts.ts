import type { CheckId } from "./check.ts";

export type Reader = "sharer" | "helper";

/** `{seen}` stands for what was seen, in the source's own words. */
export interface Advice {
  readonly sentence: string;
  readonly remedy: string;
}

export interface Remedy extends Readonly<Record<Reader, Advice>> {
  /** The condition in two or three words, for lists. */
  readonly title: string;
}

/** One sentence and one thing to do per condition and reader, as a colleague would say it. */
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
      remedy: "Ask an identity administrator to assign a licence with Remote Help to them.",
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
    title: "The sharer's own device",
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
      remedy: "Ask the person for a Windows computer or a Mac, or for a lower level.",
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
      remedy: "Help the person to update it, or ask for a lower level.",
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
  "helper-not-sharer": {
    title: "Two different people",
    sharer: {
      sentence: "You cannot be your own helper.",
      remedy: "Leave the request open: a colleague of the helpdesk picks it up.",
    },
    helper: {
      sentence: "You cannot help yourself: a session needs two people.",
      remedy: "Give the ticket back, so that a colleague can pick it up.",
    },
  },
  "helper-enabled": {
    title: "Helper's active account",
    sharer: {
      sentence: "Your helper's account is switched off.",
      remedy: "Nothing for you to do: another helper takes over.",
    },
    helper: {
      sentence: "Your work account is switched off.",
      remedy: "Ask an identity administrator to enable it in Entra.",
    },
  },
  "helper-member": {
    title: "Helper in this organisation",
    sharer: {
      sentence: "Your helper is not a member of this organisation and may not see your screen.",
      remedy: "Nothing for you to do: another helper takes over.",
    },
    helper: {
      sentence: "You are a guest here ({seen}), and guests cannot give Remote Help.",
      remedy: "Ask an identity administrator for a member account, and hand the ticket over.",
    },
  },
  "helper-licensed": {
    title: "Helper's Remote Help licence",
    sharer: {
      sentence: "Your helper is not set up for Remote Help yet.",
      remedy: "Nothing for you to do: your helper has been told what is missing.",
    },
    helper: {
      sentence: "Your account has no working licence for Remote Help ({seen}).",
      remedy: "Ask an identity administrator to assign you a licence with Remote Help.",
    },
  },
  "helper-permissions": {
    title: "Helper's Intune permissions",
    sharer: {
      sentence: "Your helper is not allowed to do this.",
      remedy: "Nothing for you to do: your helper has been told what is missing.",
    },
    helper: {
      sentence: "You lack this permission in Intune: {seen}.",
      remedy: "Ask an Intune administrator for a role that holds it, or hand the ticket over.",
    },
  },
  "helper-scope": {
    title: "Within the helper's scope",
    sharer: {
      sentence: "Your helper does not look after you or this device.",
      remedy: "Nothing for you to do: your helper can hand you to the right team.",
    },
    helper: {
      sentence: "Your Intune roles do not cover this person or device ({seen}).",
      remedy:
        "Hand the ticket to the team that looks after them, or ask an Intune administrator for the scope.",
    },
  },
};
