import type { KyselyPlugin, QueryId } from "kysely";

/** Waits for the disk after every single statement that may have written something, and after no other. */
export function flushing(flushed: () => Promise<void>): KyselyPlugin {
  const writes = new WeakSet<QueryId>();
  return {
    transformQuery({ node, queryId }) {
      if (node.kind !== "SelectQueryNode") writes.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (writes.has(queryId)) await flushed();
      return result;
    },
  };
}
