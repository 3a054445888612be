/** What was done to a hash chain at its first record that does not verify. */
export type Tampering =
  | "edited"
  | "deleted"
  | "inserted"
  | "reordered"
  | "truncated"
  | "foreign"
  | "headless"
  /** The chain is whole, and its end does not have the code that only Beckon's key makes. */
  | "unsigned"
  /** An end that this process has seen later. */
  | "rolled-back";

/** One thing in the store that does not verify. */
export type IntegrityFault =
  | { readonly in: "trail"; readonly ticket: string; readonly version: number; readonly how: Tampering }
  /** The event stream's own hash chain is whole, but it is not the one that was anchored. */
  | {
      readonly in: "anchored-head";
      readonly ticket: string;
      readonly version: number;
      readonly anchor: number;
      readonly how: "rewritten" | "missing";
    }
  | {
      readonly in: "anchor";
      readonly number: number;
      readonly how: Tampering | "heads-changed" | "not-posted";
    }
  | { readonly in: "act"; readonly number: number; readonly how: Tampering }
  /** A projection differs from its events. `rebuild` corrects it. */
  | { readonly in: "projection"; readonly ticket: string; readonly columns: readonly string[] }
  /** A projection has a row for a ticket without events. `rebuild` deletes it. */
  | { readonly in: "orphan"; readonly table: "ticket_words" | "sessions"; readonly ticket: string }
  /** The name in `people` is not the newest in the events, is missing, or is in no event. */
  | { readonly in: "name"; readonly person: string; readonly how: "changed" | "missing" | "unknown" }
  /** The engine's full-text index finds other words than its rows hold. */
  | { readonly in: "word-index" }
  /** A key is missing and no audit entry says that it was destroyed. `rebuild` leaves such tickets alone. */
  | { readonly in: "key"; readonly ticket: string; readonly version: number; readonly person: string }
  /** The counter is behind the newest ticket: the next one would get a number that is taken. */
  | { readonly in: "counter"; readonly next: number; readonly newest: number }
  /** The counters of tickets were edited without Beckon's key, or set back to where they were before an anchor. */
  | { readonly in: "counters"; readonly how: "edited" | "rolled-back" }
  /** Other than as many tickets as were opened are stored. */
  | { readonly in: "tickets"; readonly opened: number; readonly stored: number }
  /** A key that was destroyed is there again: of a person, a ticket or an audit entry. */
  | { readonly in: "restored-key"; readonly owner: string }
  /** The conversation of a ticket. */
  | { readonly in: "thread"; readonly ticket: string; readonly version: number; readonly how: Tampering }
  /** An idempotency key that Beckon did not write. */
  | { readonly in: "action"; readonly ticket: string };
