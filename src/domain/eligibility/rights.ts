import type { Level } from "../ticket/level.ts";

export const VIEW_SCREEN = "Microsoft.Intune_RemoteAssistanceApp_ViewScreen";
export const TAKE_FULL_CONTROL = "Microsoft.Intune_RemoteAssistanceApp_TakeFullControl";
export const ELEVATION = "Microsoft.Intune_RemoteAssistanceApp_Elevation";
export const OFFER_REMOTE_ASSISTANCE = "Microsoft.Intune_RemoteTasks_RequestRemoteAssistance";
export const READ_CONNECTORS = "Microsoft.Intune_RemoteAssistance_Read";

/** As the Intune portal spells them, so that an administrator finds the box to tick. */
export const PORTAL_NAMES = {
  [VIEW_SCREEN]: "Remote Help app – View screen",
  [TAKE_FULL_CONTROL]: "Remote Help app – Take full control",
  [ELEVATION]: "Remote Help app – Elevation",
  [OFFER_REMOTE_ASSISTANCE]: "Remote tasks – Offer remote assistance",
  [READ_CONNECTORS]: "Remote assistance connectors – Read",
} as const;
export type RemoteHelpAction = keyof typeof PORTAL_NAMES;

const FOR_LEVEL: Readonly<Record<Level, RemoteHelpAction>> = {
  view: VIEW_SCREEN,
  control: TAKE_FULL_CONTROL,
  elevation: ELEVATION,
};

/**
 * What an ask rests on. Elevation carries view and control with it; full control is not written to carry view.
 * Source: memdocs intune/remote-help/plan.md, role-based access control
 */
export const neededFor = (level: Level, held: ReadonlySet<string>): readonly RemoteHelpAction[] => [
  held.has(ELEVATION) && !held.has(FOR_LEVEL[level]) ? ELEVATION : FOR_LEVEL[level],
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
];

export const missingFor = (level: Level, held: ReadonlySet<string>): readonly RemoteHelpAction[] =>
  neededFor(level, held).filter((action) => !held.has(action));
