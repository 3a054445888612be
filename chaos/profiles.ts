import type { PersonKey } from "../playground/company.ts";

/** How the names of the laptops begin that every sharer has besides their own devices. */
export const LENT = "HAL-LEND";

/** How people behave who take part in a run. */
export interface Behaviour {
  /** Milliseconds that they wait for a card before they do something else. */
  readonly patience: number;
  /** Scales how often they refuse, overlook or mistake a question; 1 is the usual rate. */
  readonly refusalRate: number;
  /** How often they press again what was refused or not answered, before they leave it. */
  readonly tries: number;
}

/** Who takes part in a run, and what their requests may come to. */
export interface Profile extends Behaviour {
  readonly sharers: readonly PersonKey[];
  readonly helpers: readonly PersonKey[];
  /** Requests that a sharer has at once; on one device there is one session at a time. */
  readonly atOnce: number;
  /** What every sharer has besides their own devices, so that each request has a device of its own. */
  readonly laptops: number;
  /** The share of requests about the person's own first device, where two requests at once are in each other's way. */
  readonly aboutOwnDevice: number;
  /** Sessions in one request, at most. */
  readonly sessions: number;
  /** Minutes in which a question can be answered. */
  readonly answerWindow: { readonly view: number; readonly escalation: number };
  /** Minutes for which a level is allowed at most. */
  readonly longest: { readonly view: number; readonly control: number; readonly elevation: number };
}

/** Short enough that deadlines pass during a run. */
const SHORT = { view: 1, control: 0.3, elevation: 0.2 };

export const PROFILES = {
  /** Also people who may not help, or whose device may not be seen: many requests end before a session. */
  mixed: {
    patience: 10_000,
    refusalRate: 1,
    tries: 2,
    atOnce: 2,
    laptops: 2,
    aboutOwnDevice: 0.4,
    sessions: 2,
    sharers: ["sam", "paul", "hugo", "hana", "hedda", "otto"],
    helpers: ["hana", "lena", "hugo"],
    answerWindow: { view: 0.1, escalation: 0.08 },
    longest: SHORT,
  },
  /** People who wait, try again, may have sessions, and mostly say yes. */
  patient: {
    patience: 12_000,
    refusalRate: 0.3,
    tries: 4,
    atOnce: 4,
    laptops: 4,
    aboutOwnDevice: 0,
    sessions: 8,
    sharers: ["sam", "paul", "hugo", "hana", "hedda", "rita", "otto"],
    helpers: ["hana", "lena"],
    answerWindow: { view: 0.2, escalation: 0.2 },
    longest: SHORT,
  },
  /** Everybody may have sessions and says yes, with time enough for a busy machine: plans are carried out as they are. */
  willing: {
    patience: 20_000,
    refusalRate: 0,
    tries: 3,
    atOnce: 2,
    laptops: 2,
    aboutOwnDevice: 0,
    sessions: 1,
    sharers: ["sam", "paul", "rita"],
    helpers: ["hana", "lena"],
    answerWindow: { view: 1, escalation: 1 },
    longest: { view: 5, control: 4, elevation: 3 },
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;
