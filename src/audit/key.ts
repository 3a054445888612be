import { type AuditCommand, tell } from "./command.ts";

export const key: AuditCommand = {
  name: "key",
  onlyReads: true,
  flags: ["json"],
  does: "prints the public key that audit packs are signed with; it is no secret",
  async run(options, desk) {
    const { publicKey } = desk.evidence.packSigner;
    tell(options, desk, { publicKey }, [publicKey]);
    return 0;
  },
};
