import type { Platform } from "../ticket/device.ts";
import type { Fact } from "../ticket/fact.ts";
import type { Owner } from "../ticket/finding.ts";
import type { DeviceId, PersonId } from "../ticket/ids.ts";

/** A source's answer, or why it has none. Unknown is neither yes nor no. */
export type Lookup<T> = { readonly seen: T } | { readonly unknown: Unknown };

export interface Unknown {
  readonly why: Fact;
  /** The Graph permission that the answer needs, when that is what is missing (403). */
  readonly missingPermission?: string;
  /** Who has to put it right, where another try changes nothing. */
  readonly owner?: Owner;
  /** The source answered that there is nothing under this id (404). */
  readonly isAbsent?: true;
}

/** Enumerations of Graph grow, so they stay open strings: an unknown value never crashes and never grants. */
export interface PersonFacts {
  readonly id: PersonId;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly jobTitle: string | null;
  readonly department: string | null;
  /** Null when Entra does not say, as with the next two: accounts older than a field lack it. */
  readonly accountEnabled: boolean | null;
  /** `Member` or `Guest`. */
  readonly userType: string | null;
  /** Service plans with their state; only `Enabled` and `Warning` count as held. */
  readonly plans: readonly { readonly servicePlanId: string; readonly capabilityStatus: string }[] | null;
}

export interface DeviceFacts {
  readonly id: DeviceId;
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly platform: Platform;
  /** Intune's own name of the system: `Windows`, `ChromeOS`. */
  readonly operatingSystem: string;
  readonly osVersion: string;
  /** Intune's primary user, never the one who enrolled it; null on a shared device, or why it is not known. */
  readonly primaryUser: PersonId | null | Unknown;
  readonly complianceState: string;
  readonly managementState: string;
  readonly registrationState: string;
  readonly enrollmentType: string;
  /** `company` or `personal`. */
  readonly ownerType: string;
  /** Epoch ms of the last check-in; null when never. */
  readonly lastSyncAt: number | null;
  /** Intune's own text: `True`, `False`, `Unknown`. */
  readonly jailBroken: string;
  readonly isEncrypted: boolean | null;
  /** What a partner for threat defence reports: `secured`, `highSeverity`…; `unknown` without one. */
  readonly threatState: string;
}

/** A person's risk in Entra ID Protection. */
export interface RiskFacts {
  /** `low`, `medium`, `high`, `hidden`, `none`. */
  readonly level: string;
  /** `none`, `confirmedSafe`, `remediated`, `dismissed`, `atRisk`, `confirmedCompromised`. */
  readonly state: string;
}

/** What one Intune role assignment lets a helper do. */
export interface RightFacts {
  readonly role: string;
  readonly assignment: string;
  /** e.g. `Microsoft.Intune_RemoteAssistanceApp_ViewScreen`. */
  readonly actions: readonly string[];
  /** Does the assignment's scope hold this sharer or this device? */
  readonly covers: Lookup<boolean>;
  /** Whom it covers: names of groups (ids of those that cannot be named), or a phrase; absent when it was not asked. */
  readonly reach?: readonly Fact[];
}

export interface HelperRights {
  readonly assignments: readonly RightFacts[];
  /** Entra roles that bypass Intune RBAC: `Intune Administrator`, `Global Administrator`. */
  readonly bypass: Lookup<readonly string[]>;
  /** Roles that could not be read and might give more; absent when there are none. */
  readonly doubts?: readonly Unknown[];
}

/** What a helper is in Beckon's own groups. */
interface HelpdeskFacts {
  readonly helper: boolean;
  readonly lead: boolean;
}

/** Everything that a verdict about one ask rests on, gathered in one round trip. */
export interface Facts {
  readonly sharer: Lookup<PersonFacts>;
  /** Null when the request has no device, or the device does not exist any more. */
  readonly device: Lookup<DeviceFacts | null>;
  /** Null before a helper is known. */
  readonly helper: Lookup<PersonFacts> | null;
  /** Null before a helper is known. */
  readonly helpdesk: Lookup<HelpdeskFacts> | null;
  readonly rights: Lookup<HelperRights> | null;
  /** The rest is asked only while a check that needs it is on. Null: no risk was ever detected. */
  readonly risk?: Lookup<RiskFacts | null>;
  readonly helperDevices?: Lookup<readonly DeviceFacts[]>;
  /** The tenant's switch for Remote Help: `enabled`, `disabled`. */
  readonly remoteHelp?: Lookup<string>;
  readonly gatheredAt: number;
}
