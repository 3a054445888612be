/** What only an administrator or a lead can correct, in the helpdesk channel; the remedies and consequences are also in the log. */
export const problems = {
  "problem.channel-lost": "Beckon cannot write to the helpdesk channel",
  "problem.channel-lost.text":
    "Requests are kept and wait; nobody sees them in the channel meanwhile. Add Beckon to the team again, or check HELPDESK_CHANNEL_ID. Everything that waits is posted as soon as the channel can be written to.",
  "problem.permission": "Beckon lacks a Microsoft Graph permission: {permission}",
  "problem.permission.text":
    "Without it {without}. An identity administrator can grant it to Beckon's app in Entra; it works within about an hour, without a restart.",
  "problem.unreachable": "Microsoft Graph cannot reach Beckon",
  "problem.unreachable.text":
    "Graph sent a validation request to {host} and got no valid answer, so it reports no changes to people and groups; the regular checks of running sessions go on. Check GRAPH_NOTIFICATIONS_URL and what stands between the internet and Beckon. Beckon tries again by itself.",
  "problem.install": "Teams does not let Beckon be installed",
  "problem.install.text":
    "Beckon cannot write first to some people: {why}. A Teams administrator can allow Beckon in the app permission policies of the Teams admin center.",
  "problem.subscriptions": "Microsoft Graph takes no more subscriptions from Beckon",
  "problem.subscriptions.text":
    "Changes to people and groups are noticed by the regular checks only: {why}. Another app in this tenant may hold too many.",
  "problem.group-not-found": "{variable} names a group that does not exist",
  "problem.group-not-found.text":
    "Microsoft Graph knows no group by that id, so nobody counts as a member. Copy the group's object id from Entra.",
  "problem.group-hidden-membership": "{variable} names a group with hidden membership",
  "problem.group-hidden-membership.text":
    "Microsoft Graph leaves such a group out when it tells who is a member, so nobody counts as one. Choose a group whose members are visible.",
  "problem.group-empty": "{variable} names a group in which Beckon sees nobody",
  "problem.group-empty.text":
    "Nobody can pick up a request until somebody is in it. Add the helpers in Entra.",
  "problem.secret-ends": "{variable} ends soon",
  "problem.secret-ends.text": "Then Beckon cannot sign in, and nothing works.",
  "problem.sign-in": "Beckon cannot sign in to Microsoft Graph",
  "problem.sign-in.text": "Until then no session can be allowed. {problem}. {remedy}",
  "sign-in.AADSTS7000222.remedy":
    "Make a new client secret for Beckon's app in Entra, and put its value into SECRET_GRAPH_PASSWORD or SECRET_BOT_PASSWORD.",
  "sign-in.AADSTS7000215.remedy":
    "Put the secret's value, not its id, into SECRET_GRAPH_PASSWORD or SECRET_BOT_PASSWORD.",
  "sign-in.AADSTS700016.remedy": "Check GRAPH_CLIENT_ID or BOT_ID, and GRAPH_TENANT_ID or BOT_TENANT_ID.",
  "sign-in.AADSTS7000112.remedy": "Enable Beckon's enterprise application in Entra.",
  "sign-in.AADSTS90002.remedy": "Check GRAPH_TENANT_ID or BOT_TENANT_ID.",
  "sign-in.AADSTS900382.remedy":
    "Check GRAPH_TENANT_ID or BOT_TENANT_ID; Beckon works in the public cloud only.",
  "sign-in.AADSTS53003.remedy":
    "Leave Beckon's service principal out of the Conditional Access policy for workload identities.",
  "sign-in.other.remedy": "Look up the code at https://login.microsoftonline.com/error.",
  "permission.User.Read.All": "nobody can be checked, so no session is allowed",
  "permission.GroupMember.Read.All": "nobody counts as a helper, and scopes stay unknown",
  "permission.DeviceManagementManagedDevices.Read.All": "no device can be chosen or checked",
  "permission.DeviceManagementRBAC.Read.All": "helper permissions stay unknown, so no session is allowed",
  "permission.Device.Read.All": "scopes made of device groups stay unknown",
  "permission.RoleManagement.Read.Directory": "administrators without an Intune role stay unknown",
  "permission.IdentityRiskyUser.Read.All": "that check stays unknown",
  "permission.DeviceManagementServiceConfig.Read.All": "that check stays unknown, and nothing is reconciled",
  "permission.ProfilePhoto.Read.All": "cards show no photo",
  "permission.AppCatalog.Read.All": "Beckon cannot write to people who have not installed it",
  "permission.Group.Read.All":
    "a change of groups is noticed only by the next regular check of a running session",
  "permission.TeamsAppInstallation.ReadWriteSelfForUser.All":
    "Beckon cannot write to people who have not installed it",
  "permission.Application.Read.All": "nobody is warned before a client secret ends",
  "anchor.heading": "Anchor {number} of the audit trail",
  "anchor.text":
    "{when} ({zone}) · {heads, plural, one {# ticket} other {# tickets}} changed since the anchor before\nHash {hash}\nRoot {root}",
} as const;
