import { type AuditCommand, note, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { reasonIn } from "./options.ts";

export const rotateKey: AuditCommand = {
  name: "rotate-key",
  flags: ["reason", "json"],
  does: "wraps every key of the store by SECRET_MASTER_KEY, after it was changed; SECRET_FORMER_MASTER_KEY opens them",
  async run(options, desk) {
    const why = reasonIn(options);
    const counter = desk.progress.begin("keys", null);
    const rotation = await desk.evidence.rotateMasterKey(counter.done).finally(counter.end);
    const { keys, wrapped, unreadable } = rotation;
    await note(desk, "rotate-key", `${counted(wrapped, "key")} of ${keys} wrapped anew`, why);
    tell(options, desk, { ...rotation }, [
      `Wrapped ${counted(wrapped, "key")} of ${keys} anew.`,
      ...(unreadable === 0
        ? [
            "Every key opens with SECRET_MASTER_KEY alone. Remove SECRET_FORMER_MASTER_KEY from every Beckon, and keep it with the backups from before.",
            ...(wrapped === 0
              ? [
                  "If the master key was to be changed, it was not changed now: docs/operating.md, Rotate the master key, begins with a new one.",
                ]
              : []),
          ]
        : [
            `${counted(unreadable, "key")} open with neither key: keep both, and run npm run audit -- verify, which says whose they are.`,
          ]),
    ]);
    return unreadable === 0 ? 0 : 1;
  },
};
