/**
 * What a check saw, or why it saw nothing, stored with findings. A string is a word of the source itself
 * (`noncompliant`, `macOS 11.7`) and reads the same in every language; a phrase is the key `fact.NAME` of the catalogue
 * with its values; a list is told as an enumeration. No personal text.
 */
export type Fact = string | Phrase | readonly Fact[];

export type FactName = keyof FactValues;
export type Phrase = { [Name in FactName]: { readonly fact: Name } & FactValues[Name] }[FactName];

type None = Readonly<Record<never, never>>;

/** The values of each phrase. Names are stored: a phrase is added, and never renamed. */
export interface FactValues {
  "not-asked": None;
  /** A warning whose check is unknown, so that stored findings tell it from one that is unmet. */
  "not-known": { readonly seen: Fact };
  /** The source answered with a value that decides nothing: one that means "cannot tell", or a new one. */
  "intune-says": { readonly value: Fact };
  "entra-says": { readonly value: Fact };
  "lacks-permission": { readonly why: Fact; readonly permission: string };

  enabled: None;
  disabled: None;
  "account-unsaid": None;
  "kind-unsaid": None;
  "licences-unsaid": None;
  "external-member": None;
  plan: None;
  "no-plan": None;
  "plan-state": { readonly state: string };
  "no-risk-known": None;
  "risk-level": { readonly level: string };
  "risk-state": { readonly state: string };

  "no-device": None;
  "primary-user": None;
  "no-primary-user": None;
  "another-primary-user": None;
  "never-checked-in": None;
  "config-manager": None;
  "days-ago": { readonly days: number };
  "other-system": None;
  "level-on": { readonly level: string; readonly system: Fact };
  "enrolment-type": { readonly type: string };
  "android-dedicated": None;
  "android-not-dedicated": None;
  "android-maker": None;
  "no-version": { readonly system: Fact };
  version: { readonly system: Fact; readonly version: string };
  "too-old": { readonly system: Fact; readonly version: string; readonly floor: string };
  jailbroken: None;
  "not-jailbroken": None;
  encrypted: None;
  "not-encrypted": None;
  "encryption-unsaid": None;
  "threat-state": { readonly state: string };

  "no-helper": None;
  "same-person": None;
  "two-people": None;
  lead: None;
  helper: None;
  "not-in-helpdesk": None;
  "no-role": None;
  "held-elsewhere": { readonly missing: Fact; readonly held: Fact };
  bypass: { readonly roles: Fact };
  "role-for": { readonly role: string; readonly assignment: string; readonly reach: Fact };
  nobody: None;
  more: { readonly count: number };
  "device-in-order": None;
  "none-in-order": { readonly count: number };
  "remote-help-state": { readonly state: string };

  "all-devices": None;
  "all-users": None;
  "all-devices-and-users": None;
  "scope-type": { readonly type: string };
  "role-unread": { readonly role: string; readonly why: Fact };
  "role-members-unsaid": { readonly role: string };
  "role-permissions-unsaid": { readonly role: string };

  "no-entra-id": None;
  "not-in-directory": None;
  "only-ids": None;
  unanswered: None;
  unreadable: None;
  "not-in-time": None;
  unreachable: None;
  status: { readonly status: number };
  busy: None;
  "sign-in-not-accepted": None;
  "sign-in-failed": None;
  "sign-in-refused": { readonly code: string };
  "intune-refused": { readonly permission: string };
  "no-licence": None;
  "no-intune-licence": None;
  "app-policy": None;
  "subscription-quota": None;
  "list-without-end": None;
}

export const isPhrase = (fact: Fact, ...names: readonly FactName[]): boolean =>
  typeof fact === "object" && "fact" in fact && names.includes(fact.fact);
