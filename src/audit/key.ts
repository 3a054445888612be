import type { AuditCommand } from "./command.ts";

export const key: AuditCommand = {
  name: "key",
  flags: [],
  usage: "",
  does: "prints the public key that audit packs are signed with; it is no secret",
  async run(_, { evidence, print }) {
    print(evidence.packSigner.publicKey);
    return 0;
  },
};
