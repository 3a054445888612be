import { render } from "../cards/catalog.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import type { AddressBook, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { Anchor, AnchorFile, Evidence } from "../ports/evidence.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { Log } from "../telemetry/log.ts";
import type { Schedule } from "./schedules.ts";

interface AnchorDeps {
  readonly evidence: Pick<Evidence, "anchor" | "newestAnchor" | "markPosted">;
  readonly addresses: Pick<AddressBook, "channel">;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: ReaderLocale;
  /** Conversation id of the audit channel; null when there is none. */
  readonly auditChannel: string | null;
}

/**
 * Once a day: fixes all heads by one hash, and posts it in a channel that the store's administrators must not be able
 * to write to. A run that could not post does not anchor again.
 */
export const anchorTrail = (deps: AnchorDeps): Schedule => ({
  name: "anchor",
  cron: "10 2 * * *",
  async run(dueAt) {
    const { evidence, clock, log } = deps;
    const newest = await evidence.newestAnchor();
    const anchor = newest !== null && newest.at >= dueAt ? newest : await evidence.anchor(clock.now());
    const { number, heads, hash } = anchor;
    if (anchor !== newest) log.info("trail.anchored", { anchor: number, heads, hash });
    if (deps.auditChannel !== null && !anchor.posted) await tell(anchor, deps.auditChannel, deps);
  },
});

/** How long somebody could bring back an older state of a ticket without leaving a trace. */
const ANCHOR_CHANGES = "*/5 * * * *";

interface AnchorChangesDeps extends Pick<AnchorDeps, "clock" | "log"> {
  readonly evidence: Pick<Evidence, "anchorChanges" | "anchors">;
  /** Null when the anchors are kept in the database alone. */
  readonly anchorFile: AnchorFile | null;
}

/** Every few minutes: fixes the heads that changed, and writes all new anchors to the file outside the database. */
export const anchorChanges = ({ evidence, anchorFile, clock, log }: AnchorChangesDeps): Schedule => ({
  name: "anchor-changes",
  cron: ANCHOR_CHANGES,
  async run() {
    const last = (await anchorFile?.read())?.at(-1);
    const [stored] = last === undefined ? [] : await evidence.anchors(last.number);
    if (last !== undefined && stored?.hash !== last.hash) throw new AnchorsRewritten(last.number);
    const anchor = await evidence.anchorChanges(clock.now());
    if (anchor !== null) {
      log.info("trail.anchored", { anchor: anchor.number, heads: anchor.heads, hash: anchor.hash });
    }
    if (anchorFile !== null) await anchorFile.append(await evidence.anchors((last?.number ?? 0) + 1));
  },
});

/** The database lacks an anchor that the file outside has. Nothing is anchored until somebody has looked into it. */
export class AnchorsRewritten extends Error {
  override readonly name = "AnchorsRewritten";

  constructor(number: number) {
    super(`The file of anchors has anchor ${number}, and the database has another one or none.`);
  }
}

async function tell(anchor: Anchor, auditChannel: string, deps: AnchorDeps): Promise<void> {
  const channel = await deps.addresses.channel(auditChannel);
  // Beckon has not been added to that channel yet: the anchor is valid without the message.
  if (channel === null) return deps.log.warn("anchor.channel-unknown", { anchor: anchor.number });
  const words = wordsFor(deps.reader);
  const heading = words.say("anchor.heading", { number: anchor.number });
  const data = { hasTicket: false, ticket: "", heading, text: textOf(anchor, deps.reader.timeZone, words) };
  const card = render({ card: "notice", data }, words.language);
  await deps.messenger.post(channel, { card, summary: heading, alert: false });
  await deps.evidence.markPosted(anchor.number, deps.clock.now());
}

/** The hash covers the root and the anchor before; a kept copy of this message shows whether the store was changed. */
function textOf({ at, heads, root, hash }: Anchor, zone: string, { say, locale }: Words): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  return say("anchor.text", { when: format.format(at), zone, heads, hash, root });
}
