import type { KyselyPlugin, QueryId, RootOperationNode } from "kysely";

/** Queries that may write something. */
const writes = new WeakSet<QueryId>();

/** To be told of every query before it is executed. */
export function noteKind({ query, queryId }: { query: RootOperationNode; queryId: QueryId }): void {
  if (query.kind !== "SelectQueryNode") writes.add(queryId);
}

/** Waits for the disk after every statement that may have written something. */
export function flushAfterWrites(flushed: () => Promise<void>): KyselyPlugin {
  return {
    transformQuery({ node, queryId }) {
      noteKind({ query: node, queryId });
      return node;
    },
    async transformResult({ result, queryId }) {
      if (writes.has(queryId)) await flushed();
      return result;
    },
  };
}
