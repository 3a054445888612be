import type { Remedy } from "./remedy.ts";

/** What is said about the person who is helped. */
export const SHARER_REMEDIES = {
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
} as const satisfies Record<string, Remedy>;
