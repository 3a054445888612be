import type { Remedy } from "./remedy.ts";

/** What is said about the device. */
export const DEVICE_REMEDIES = {
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
      remedy: "Open no session on it; hand the device to whoever looks after security incidents.",
    },
  },
  "device-remote-help": {
    title: "Remote Help installed",
    sharer: {
      sentence: "Your organisation does not see the Remote Help app on this device.",
      remedy: "Install Remote Help from the Company Portal app; it can take days to be seen.",
    },
    helper: {
      sentence: "Intune does not list the Remote Help app on the device ({seen}).",
      remedy: "Ask the person to look for the app, and to install it from Company Portal.",
    },
  },
  "device-company-portal": {
    title: "Company Portal installed",
    sharer: {
      sentence: "Your organisation does not see the Company Portal app on this Mac.",
      remedy: "Install Company Portal, sign in to it and choose Sync; it can take days to be seen.",
    },
    helper: {
      sentence: "Intune does not list the Company Portal app on the Mac ({seen}).",
      remedy: "Ask the person to look for the app, to sign in to it and to choose Sync.",
    },
  },
} as const satisfies Record<string, Remedy>;
