/**
 * What a check saw, or why it saw nothing, stored with findings. A string is a word of the source itself
 * (`noncompliant`, `macOS 11.7`) and reads the same in every language; a phrase is the key `fact.NAME` of the catalogue
 * with its values; a list is told as an enumeration. No personal text.
 */
export type Fact = string | Phrase | readonly Fact[];

export type FactName = keyof FactValues;
export type Phrase = { [Name in FactName]: { readonly fact: Name } & FactValues[Name] }[FactName];

/** The values of each phrase. Names are stored: a phrase may be added, never renamed. */
export type FactValues = Valued & Readonly<Record<Plain, Readonly<Record<never, never>>>>;

/** Phrases with values. */
interface Valued {
  /** A warning whose check is unknown, so that stored findings tell it from one that is unmet. */
  "not-known": { readonly seen: Fact };
  /** The source answered with a value that decides nothing: one that means "cannot tell", or a new one. */
  "intune-says": { readonly value: Fact };
  "entra-says": { readonly value: Fact };
  "lacks-permission": { readonly why: Fact; readonly permission: string };
  "plan-state": { readonly state: string };
  "risk-level": { readonly level: string };
  "risk-state": { readonly state: string };
  "days-ago": { readonly days: number };
  "level-on": { readonly level: string; readonly system: Fact };
  "enrolment-type": { readonly type: string };
  "no-version": { readonly system: Fact };
  version: { readonly system: Fact; readonly version: string };
  "too-old": { readonly system: Fact; readonly version: string; readonly floor: string };
  "threat-state": { readonly state: string };
  "held-elsewhere": { readonly missing: Fact; readonly held: Fact };
  bypass: { readonly roles: Fact };
  "role-for": { readonly role: string; readonly assignment: string; readonly reach: Fact };
  more: { readonly count: number };
  "none-in-order": { readonly count: number };
  "remote-help-state": { readonly state: string };
  "scope-type": { readonly type: string };
  "role-unread": { readonly role: string; readonly why: Fact };
  "role-members-unsaid": { readonly role: string };
  "role-permissions-unsaid": { readonly role: string };
  status: { readonly status: number };
  "sign-in-refused": { readonly code: string };
  "intune-refused": { readonly permission: string };
}

/** Phrases without values. */
type Plain =
  | "not-asked"
  | "enabled"
  | "disabled"
  | "account-unsaid"
  | "kind-unsaid"
  | "licences-unsaid"
  | "external-member"
  | "plan"
  | "no-plan"
  | "no-risk-known"
  | "no-device"
  | "primary-user"
  | "no-primary-user"
  | "another-primary-user"
  | "never-checked-in"
  | "config-manager"
  | "other-system"
  | "android-dedicated"
  | "android-not-dedicated"
  | "android-maker"
  | "jailbroken"
  | "not-jailbroken"
  | "encrypted"
  | "not-encrypted"
  | "encryption-unsaid"
  | "no-helper"
  | "same-person"
  | "two-people"
  | "lead"
  | "helper"
  | "not-in-helpdesk"
  | "no-role"
  | "nobody"
  | "device-in-order"
  | "all-devices"
  | "all-users"
  | "all-devices-and-users"
  | "no-entra-id"
  | "not-in-directory"
  | "only-ids"
  | "unanswered"
  | "unreadable"
  | "not-in-time"
  | "unreachable"
  | "busy"
  | "sign-in-not-accepted"
  | "sign-in-failed"
  | "no-licence"
  | "no-intune-licence"
  | "app-policy"
  | "subscription-quota"
  | "list-without-end";

export const isPhrase = (fact: Fact, ...names: readonly FactName[]): boolean =>
  typeof fact === "object" && "fact" in fact && names.includes(fact.fact);
