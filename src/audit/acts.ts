import type { AuditCommand } from "./command.ts";

export const acts: AuditCommand = {
  name: "acts",
  usage: "[--from DAY] [--to DAY] [--json]",
  does: "tells who read, exported, held or erased what, when and why",
  async run({ from = -Infinity, to = Infinity, json }, { evidence, print }) {
    const all = (await evidence.acts()).filter(({ at }) => at >= from && at < to);
    for (const each of all) {
      if (json) print(JSON.stringify(each));
      else {
        const { number, at, act } = each;
        const told =
          act === null ? "(let go of by retention)" : `${act.who}  ${act.what}  ${act.about}: ${act.why}`;
        print(`${number}  ${new Date(at).toISOString()}  ${told}`);
      }
    }
    if (all.length === 0 && !json) print("Nobody has.");
    return 0;
  },
};
