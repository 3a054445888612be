import { inWords } from "./break-words.ts";
import type { AuditCommand } from "./command.ts";

/** More are counted and not told one by one: whoever changed everything would fill the screen. */
const MOST_TOLD = 1000;

export const verify: AuditCommand = {
  name: "verify",
  flags: ["ticket", "person", "from", "to", "posted", "trail-only", "json"],
  usage:
    "[--ticket BK-1042] [--person GUID] [--from DAY] [--to DAY] [--posted NUMBER:HASH] [--trail-only] [--json]",
  does: "checks that the trail, its anchors and the tables drawn from it are what was written",
  async run(options, { evidence, clock, print }) {
    const begun = clock.now();
    let breaks = 0;
    const tally = await evidence.verify(options, (broken) => {
      if (++breaks > MOST_TOLD) return;
      print(options.json ? JSON.stringify(broken) : `BROKEN  ${inWords(broken)}`);
    });
    const newest = await evidence.newestAnchor();
    const seconds = (clock.now() - begun) / 1000;
    if (options.json) {
      const anchor = newest === null ? null : { number: newest.number, at: newest.at, hash: newest.hash };
      print(JSON.stringify({ ...tally, breaks, seconds, newestAnchor: anchor }));
      return breaks === 0 ? 0 : 1;
    }
    const { tickets, events, anchors, acts } = tally;
    print(
      `${tickets} tickets with ${events} events, ${anchors} anchors and ${acts} reads and erasures, in ${seconds.toFixed(1)} s`,
    );
    print(
      newest === null
        ? "There is no anchor yet: whoever can write to the whole store could have made all of it anew."
        : `The newest anchor is ${newest.number} of ${new Date(newest.at).toISOString()}, hash ${newest.hash}. Compare it with the audit channel.`,
    );
    print(
      breaks === 0
        ? "Everything is what was written."
        : `${breaks} broken. docs/audit.md says what to do now.`,
    );
    return breaks === 0 ? 0 : 1;
  },
};
