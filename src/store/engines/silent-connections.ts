import type { PostgresPool, PostgresPoolClient } from "kysely";
import type { Pool } from "pg";

/** What `pg` says when `query_timeout` is over. */
const SILENCE = "Query read timeout";

/**
 * A pool that never lends a connection again on which a query got no answer: what is asked next would wait behind it.
 * The rollback that follows does not wait for it a second time either.
 */
export function withoutSilent(pool: Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect();
      let silent: Error | undefined;
      const query = async (sql: string, parameters: readonly unknown[]) => {
        if (silent !== undefined) throw silent;
        try {
          return await client.query(sql, [...parameters]);
        } catch (error) {
          if (error instanceof Error && error.message === SILENCE) silent = error;
          throw error;
        }
      };
      return {
        // Kysely's other way to ask is by a cursor, which this store has none of.
        query: query as unknown as PostgresPoolClient["query"],
        release: (destroy = false) => client.release(destroy || silent !== undefined),
      };
    },
    end: () => pool.end(),
    options: pool.options,
  };
}
