import type { CheckId } from "./policy.ts";
import type { Advice, Remedy } from "./remedy-texts.ts";

type HelperCheck = Extract<CheckId, `helper-${string}`>;

/** What is said about the helper, to the sharer and to the helper. */
export const HELPER_REMEDIES = {
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
  "helper-in-group": {
    title: "Helper in the helpdesk",
    sharer: {
      sentence: "Your helper does not belong to the helpdesk any more.",
      remedy: "Nothing for you to do: another helper takes over.",
    },
    helper: {
      sentence: "You are not in the helpers' group of Beckon.",
      remedy: "Ask your service desk lead to add you, or give the ticket back.",
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
      remedy:
        "Ask an identity administrator for a licence with Remote Help; a suite that has it belongs into acceptedPlans of Beckon's policy.",
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
  "helper-device": {
    title: "Helper's own device",
    sharer: {
      sentence: "Your helper's own device is not in order.",
      remedy: "Nothing for you to do: your helper has been told what is missing.",
    },
    helper: {
      sentence: "You have no device that is managed, compliant and lately checked in ({seen}).",
      remedy: "Bring one of your devices in order with the Company Portal app, and choose Sync.",
    },
  },
} as const satisfies Record<HelperCheck, Remedy>;

/** What stands between a colleague and a session, said to the helper or lead who hands a request over. */
export const COLLEAGUE_REMEDIES: Readonly<Record<HelperCheck, Advice>> = {
  "helper-not-sharer": {
    sentence: "They are the one who needs help.",
    remedy: "Choose somebody else.",
  },
  "helper-enabled": {
    sentence: "Their work account is switched off.",
    remedy: "Ask an identity administrator to enable it in Entra.",
  },
  "helper-member": {
    sentence: "They are a guest here ({seen}), and guests cannot give Remote Help.",
    remedy: "Ask an identity administrator for a member account.",
  },
  "helper-in-group": {
    sentence: "They are not in the helpers' group of Beckon.",
    remedy: "Ask your service desk lead to add them.",
  },
  "helper-licensed": {
    sentence: "Their account has no working licence for Remote Help ({seen}).",
    remedy: "Ask an identity administrator to assign them a licence with Remote Help.",
  },
  "helper-permissions": {
    sentence: "They lack this permission in Intune: {seen}.",
    remedy: "Ask an Intune administrator for a role that holds it.",
  },
  "helper-scope": {
    sentence: "Their Intune roles do not cover this person or device ({seen}).",
    remedy: "Ask an Intune administrator for the scope.",
  },
  "helper-device": {
    sentence: "They have no device that is managed, compliant and lately checked in ({seen}).",
    remedy: "They can bring one of their devices in order with the Company Portal app.",
  },
};
