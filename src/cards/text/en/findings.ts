const TOLD_HELPER = "You don't need to do anything: your helper knows what is missing.";
const OTHER_HELPER = "You don't need to do anything: another helper takes over.";

/**
 * Every condition of a session, per reader: what is wrong, one thing to do, and what is said when it could not be checked.
 * `{seen}` is what the source reported, in its own words. `colleague` is read by a person who would hand a request to that helper.
 */
export const findings = {
  "finding.owner.sharer": "The person you help can do this.",
  "finding.owner.helper": "Your helper can do this.",
  "finding.owner.lead": "A helpdesk lead can do this.",
  "finding.owner.intune-admin": "An Intune administrator can do this.",
  "finding.owner.identity-admin": "An identity administrator can do this.",
  "finding.told-helper": TOLD_HELPER,
  "finding.ask-again": "You don't need to do anything: your helper can ask again in a minute.",
  "finding.reason": "Reason: {seen}.",
  "finding.try-again": "Try again in a minute. Until then nothing is allowed.",
  "finding.take-care": "Go on with care, or try again in a minute.",
  "finding.sync.sharer":
    "Open the Company Portal app on the device, choose Sync, and try again in a few minutes.",
  "finding.sync.helper":
    "Ask the person to choose Sync in the Company Portal app, and try again in a few minutes.",
  "finding.look-in-portal": "Ask an administrator to look at it in the portal.",
  "finding.grant-permission": "Ask an identity administrator to grant Beckon this permission in Entra.",
  "finding.put-right-in-entra": "Ask an identity administrator to put this right in Entra.",
  "finding.look-at-role": "Ask an Intune administrator to look at this role in the Intune admin center.",
  "finding.accept-config-manager":
    "Configuration Manager decides about this device. Ask an Intune administrator to add `configManager` to `eligibility.acceptedCompliance` of Beckon's policy, or to move the compliance workload to Intune.",
  "finding.not-in-directory.sharer":
    "Your account is not in this organization's directory, and screen sharing works only for its members.",
  "finding.not-in-directory.sharer.remedy": "Ask the service desk of your own organization for help.",
  "finding.not-in-directory.helper":
    "Microsoft Graph knows no such person: Beckon helps people of its own organization only.",
  "finding.not-in-directory.helper.remedy":
    "Help by chat or call, or send them to the service desk of their own organization.",
  "finding.for-levels": "For {levels}: {sentence}",

  "finding.silent-source.title": "No answer from Microsoft Graph",
  "finding.silent-source.unknown": "Beckon couldn't read this from Microsoft Graph.",
  "finding.earlier.title": "An earlier condition",
  "finding.earlier.unmet": "A condition that Beckon checked at the time was not met ({seen}).",
  "finding.earlier.unknown": "We couldn't tell whether an earlier condition was met.",
  "finding.earlier.remedy": "Ask again to have it checked as of now.",

  "finding.sharer-enabled.title": "Active account",
  "finding.sharer-enabled.sharer": "Your work account is switched off.",
  "finding.sharer-enabled.sharer.remedy":
    "Call the service desk: an identity administrator has to switch your account on again.",
  "finding.sharer-enabled.helper": "This person's work account is switched off.",
  "finding.sharer-enabled.helper.remedy":
    "Ask an identity administrator why, and to enable the account in Entra if that is right.",
  "finding.sharer-enabled.unknown":
    "We couldn't tell whether {reader, select, sharer {your} other {this person's}} work account is active.",
  "finding.sharer-member.title": "Member of this organization",
  "finding.sharer-member.sharer":
    "You are a guest here, and screen sharing is for members of this organization.",
  "finding.sharer-member.sharer.remedy": "Ask the service desk of your own organization for help.",
  "finding.sharer-member.helper":
    "This person is a guest here ({seen}), and Remote Help does not reach guests.",
  "finding.sharer-member.helper.remedy":
    "Help by chat or call, or send them to the service desk of their own organization.",
  "finding.sharer-member.unknown":
    "We couldn't tell whether {reader, select, sharer {you are} other {this person is}} a member of this organization.",
  "finding.sharer-licensed.title": "Remote Help license",
  "finding.sharer-licensed.sharer": "Your account has no license for Remote Help yet.",
  "finding.sharer-licensed.sharer.remedy":
    "Ask the service desk to assign you one. It can take up to eight hours to work.",
  "finding.sharer-licensed.helper": "This person's account has no working license for Remote Help ({seen}).",
  "finding.sharer-licensed.helper.remedy":
    "Ask an identity administrator for a license with Remote Help. A suite that includes it belongs in acceptedPlans of Beckon's policy.",
  "finding.sharer-licensed.unknown":
    "We couldn't tell whether {reader, select, sharer {you have} other {this person has}} a license for Remote Help.",
  "finding.sharer-risk.title": "No high risk",
  "finding.sharer-risk.sharer": "Your account may have been taken over, so your screen can't be shared now.",
  "finding.sharer-risk.sharer.remedy":
    "Call the service desk on a number you know, and change your password.",
  "finding.sharer-risk.helper": "Entra sees a high risk on this person's account ({seen}).",
  "finding.sharer-risk.helper.remedy":
    "Call the person back on a known number, and ask an identity administrator to look into it.",
  "finding.sharer-risk.unknown":
    "We couldn't tell whether {reader, select, sharer {your} other {this person's}} account is at risk.",

  "finding.device-managed.title": "Managed device",
  "finding.device-managed.sharer": "Your organization doesn't manage this device at the moment.",
  "finding.device-managed.sharer.remedy":
    "Choose another device, or enrol this one through the Company Portal app.",
  "finding.device-managed.helper": "Intune doesn't manage this device at the moment ({seen}).",
  "finding.device-managed.helper.remedy":
    "Ask the person to choose another device, or guide them through enrolment.",
  "finding.device-managed.unknown": "We couldn't tell whether this device is managed.",
  "finding.device-registered.title": "Registered device",
  "finding.device-registered.sharer": "This device is enrolled, but not registered with your work account.",
  "finding.device-registered.sharer.remedy":
    "Open the Company Portal app on it and sign in with your work account.",
  "finding.device-registered.helper": "The device is not registered in Entra ({seen}).",
  "finding.device-registered.helper.remedy": "Ask the person to sign in to the Company Portal app on it.",
  "finding.device-registered.unknown": "We couldn't tell whether this device is registered in Entra.",
  "finding.device-belongs.title": "The person's own device",
  "finding.device-belongs.sharer": "This device is not assigned to you.",
  "finding.device-belongs.sharer.remedy":
    "Choose one of your own devices, or ask the service desk to make you its primary user.",
  "finding.device-belongs.helper": "This person is not the device's primary user ({seen}).",
  "finding.device-belongs.helper.remedy":
    "Ask an Intune administrator to set the primary user, or ask for another device.",
  "finding.device-belongs.unknown":
    "We couldn't tell whether {reader, select, sharer {you are} other {this person is}} the device's primary user.",
  "finding.device-compliant.title": "Compliant device",
  "finding.device-compliant.sharer":
    "This device does not meet your organization's security rules at the moment.",
  "finding.device-compliant.sharer.remedy":
    "Open the Company Portal app, look at what it asks for, and choose Check status.",
  "finding.device-compliant.helper": "The device is not compliant (Intune says {seen}).",
  "finding.device-compliant.helper.remedy":
    "Walk the person through what the Company Portal app asks for, then try again.",
  "finding.device-compliant.unknown": "We couldn't tell whether this device is compliant.",
  "finding.device-recent.title": "Recently checked in",
  "finding.device-recent.sharer": "This device has not reported to your organization for too long ({seen}).",
  "finding.device-recent.sharer.remedy": "Bring it online, open the Company Portal app and choose Sync.",
  "finding.device-recent.helper":
    "The device last checked in too long ago ({seen}), so what Intune says about it is out of date.",
  "finding.device-recent.helper.remedy":
    "Ask the person to bring it online and to choose Sync in the Company Portal app.",
  "finding.device-recent.unknown": "We couldn't tell when this device last checked in.",
  "finding.device-platform.title": "Supported kind of device",
  "finding.device-platform.sharer": "Remote Help does not offer this on this kind of device ({seen}).",
  "finding.device-platform.sharer.remedy":
    "Choose a Windows computer or a Mac, or let your helper guide you by chat or call.",
  "finding.device-platform.helper": "Remote Help does not offer this here ({seen}).",
  "finding.device-platform.helper.remedy":
    "Ask the person to choose a Windows computer or a Mac for their request.",
  "finding.device-platform.unknown": "We couldn't tell whether Remote Help supports this device.",
  "finding.device-os.title": "System new enough",
  "finding.device-os.sharer": "This device's system is too old for this ({seen}).",
  "finding.device-os.sharer.remedy": "Install the system update that it offers, or choose another device.",
  "finding.device-os.helper": "The device's system is too old for this level ({seen}).",
  "finding.device-os.helper.remedy":
    "Help the person to update it, or to choose another device for their request.",
  "finding.device-os.unknown": "We couldn't tell whether this device's system is new enough.",
  "finding.device-not-jailbroken.title": "Unmodified system",
  "finding.device-not-jailbroken.sharer":
    "This device's system has been modified (jailbroken or rooted), so it can't be trusted.",
  "finding.device-not-jailbroken.sharer.remedy":
    "Choose another device and hand this one to the service desk.",
  "finding.device-not-jailbroken.helper": "Intune reports the device as jailbroken or rooted.",
  "finding.device-not-jailbroken.helper.remedy":
    "Open no session on it. Ask the person for another device, and report this one.",
  "finding.device-not-jailbroken.unknown": "We couldn't tell whether this device's system has been modified.",
  "finding.device-encrypted.title": "Encrypted device",
  "finding.device-encrypted.sharer": "The disk of this device is not encrypted.",
  "finding.device-encrypted.sharer.remedy":
    "Open the Company Portal app and switch on the encryption that it asks for.",
  "finding.device-encrypted.helper": "Intune reports the device as not encrypted.",
  "finding.device-encrypted.helper.remedy":
    "Help the person to switch BitLocker or FileVault on, then sync in Company Portal.",
  "finding.device-encrypted.unknown": "We couldn't tell whether this device is encrypted.",
  "finding.device-threat.title": "No threat on the device",
  "finding.device-threat.sharer": "Something dangerous was found on this device.",
  "finding.device-threat.sharer.remedy":
    "Stop using it and call the service desk. Choose another device meanwhile.",
  "finding.device-threat.helper": "Threat defence reports the device as {seen}.",
  "finding.device-threat.helper.remedy": "Open no session on it, and hand the device to your security team.",
  "finding.device-threat.unknown": "We couldn't tell whether this device is free of threats.",

  "finding.helper-not-sharer.title": "Two different people",
  "finding.helper-not-sharer.sharer": "You can't be your own helper.",
  "finding.helper-not-sharer.sharer.remedy":
    "Leave the request open: a colleague of the helpdesk picks it up.",
  "finding.helper-not-sharer.helper": "You can't help yourself: a session needs two people.",
  "finding.helper-not-sharer.helper.remedy": "Give the request back, so that a colleague can pick it up.",
  "finding.helper-not-sharer.colleague": "They are the one who needs help.",
  "finding.helper-not-sharer.colleague.remedy": "Choose somebody else.",
  "finding.helper-not-sharer.unknown": "We couldn't tell whether helper and sharer are two people.",
  "finding.helper-enabled.title": "Helper's active account",
  "finding.helper-enabled.sharer": "Your helper's account is switched off.",
  "finding.helper-enabled.sharer.remedy": OTHER_HELPER,
  "finding.helper-enabled.helper": "Your work account is switched off.",
  "finding.helper-enabled.helper.remedy": "Ask an identity administrator to enable it in Entra.",
  "finding.helper-enabled.colleague": "Their work account is switched off.",
  "finding.helper-enabled.colleague.remedy": "Ask an identity administrator to enable it in Entra.",
  "finding.helper-enabled.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper's} helper {your} other {their}} work account is active.",
  "finding.helper-member.title": "Helper in this organization",
  "finding.helper-member.sharer":
    "Your helper is not a member of this organization and may not see your screen.",
  "finding.helper-member.sharer.remedy": OTHER_HELPER,
  "finding.helper-member.helper": "You are a guest here ({seen}), and guests can't give Remote Help.",
  "finding.helper-member.helper.remedy":
    "Ask an identity administrator for a member account, and hand the request over.",
  "finding.helper-member.colleague": "They are a guest here ({seen}), and guests can't give Remote Help.",
  "finding.helper-member.colleague.remedy": "Ask an identity administrator for a member account.",
  "finding.helper-member.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper is} helper {you are} other {they are}} a member of this organization.",
  "finding.helper-in-group.title": "Helper in the helpdesk",
  "finding.helper-in-group.sharer": "Your helper does not belong to the helpdesk any more.",
  "finding.helper-in-group.sharer.remedy": OTHER_HELPER,
  "finding.helper-in-group.helper": "You are not in the helpers' group of Beckon.",
  "finding.helper-in-group.helper.remedy": "Ask your service desk lead to add you, or give the request back.",
  "finding.helper-in-group.colleague": "They are not in the helpers' group of Beckon.",
  "finding.helper-in-group.colleague.remedy": "Ask your service desk lead to add them.",
  "finding.helper-in-group.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper belongs} helper {you belong} other {they belong}} to the helpdesk.",
  "finding.helper-licensed.title": "Helper's Remote Help license",
  "finding.helper-licensed.sharer": "Your helper is not set up for Remote Help yet.",
  "finding.helper-licensed.sharer.remedy": TOLD_HELPER,
  "finding.helper-licensed.helper": "Your account has no working license for Remote Help ({seen}).",
  "finding.helper-licensed.helper.remedy":
    "Ask an identity administrator for a license with Remote Help. A suite that includes it belongs in acceptedPlans of Beckon's policy.",
  "finding.helper-licensed.colleague": "Their account has no working license for Remote Help ({seen}).",
  "finding.helper-licensed.colleague.remedy":
    "Ask an identity administrator to assign them a license with Remote Help.",
  "finding.helper-licensed.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper has} helper {you have} other {they have}} a license for Remote Help.",
  "finding.helper-permissions.title": "Helper's Intune permissions",
  "finding.helper-permissions.sharer": "Your helper is not allowed to do this.",
  "finding.helper-permissions.sharer.remedy": TOLD_HELPER,
  "finding.helper-permissions.helper": "You lack this permission in Intune: {seen}.",
  "finding.helper-permissions.helper.remedy":
    "Ask an Intune administrator for a role that holds it, or hand the request over.",
  "finding.helper-permissions.colleague": "They lack this permission in Intune: {seen}.",
  "finding.helper-permissions.colleague.remedy": "Ask an Intune administrator for a role that holds it.",
  "finding.helper-permissions.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper has} helper {you have} other {they have}} the permissions for this in Intune.",
  "finding.helper-scope.title": "Within the helper's scope",
  "finding.helper-scope.sharer": "Your helper does not look after you or this device.",
  "finding.helper-scope.sharer.remedy":
    "You don't need to do anything: your helper can hand you to the right team.",
  "finding.helper-scope.helper": "Your Intune roles do not cover this person or device ({seen}).",
  "finding.helper-scope.helper.remedy":
    "Hand the request to the team that looks after them, or ask an Intune administrator for the scope.",
  "finding.helper-scope.colleague": "Their Intune roles do not cover this person or device ({seen}).",
  "finding.helper-scope.colleague.remedy": "Ask an Intune administrator for the scope.",
  "finding.helper-scope.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper looks after you and this device} helper {your Intune roles cover this person and device} other {their Intune roles cover this person and device}}.",
  "finding.helper-device.title": "Helper's own device",
  "finding.helper-device.sharer": "Your helper's own device is not in order.",
  "finding.helper-device.sharer.remedy": TOLD_HELPER,
  "finding.helper-device.helper":
    "You have no device that is managed, compliant and recently checked in ({seen}).",
  "finding.helper-device.helper.remedy":
    "Bring one of your devices in order with the Company Portal app, and choose Sync.",
  "finding.helper-device.colleague":
    "They have no device that is managed, compliant and recently checked in ({seen}).",
  "finding.helper-device.colleague.remedy":
    "They can bring one of their devices in order with the Company Portal app.",
  "finding.helper-device.unknown":
    "We couldn't tell whether {reader, select, sharer {your helper's own device is} helper {one of your devices is} other {one of their devices is}} in order.",

  "finding.tenant-remote-help.title": "Remote Help switched on",
  "finding.tenant-remote-help.sharer": "Your organization has not switched Remote Help on.",
  "finding.tenant-remote-help.sharer.remedy": TOLD_HELPER,
  "finding.tenant-remote-help.helper": "Remote Help is {seen} in this organization.",
  "finding.tenant-remote-help.helper.remedy":
    "Ask an Intune administrator to enable it. The switch can take eight hours to work.",
  "finding.tenant-remote-help.unknown": "We couldn't tell whether Remote Help is switched on.",
} as const;
