import {
  DEVICE_IDS,
  type DeviceKey,
  GROUP_IDS,
  PEOPLE_IDS,
  type PersonKey,
} from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { deviceId, personId } from "../../src/domain/ticket/ids.ts";
import { type ConnectionOptions, connectGraph, type GraphConnection } from "../../src/graph/connection.ts";
import { createGraphDirectory, type GraphOptions } from "../../src/graph/graph-directory.ts";
import type { Directory } from "../../src/ports/directory.ts";
import { createLog } from "../../src/telemetry/log.ts";

export const someone = (key: PersonKey) => personId(PEOPLE_IDS[key]);
export const something = (key: DeviceKey) => deviceId(DEVICE_IDS[key]);

export interface GraphBench {
  readonly graph: SimulatedGraph;
  readonly directory: Directory;
  readonly connection: GraphConnection;
  readonly lines: string[];
  /** Moves the directory's clock, which otherwise stands still. */
  pass(milliseconds: number): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The real client and the simulated Graph with real HTTP between them, stopped when the test leaves. */
export async function startGraphBench(
  change: Partial<Omit<GraphOptions, "graph"> & ConnectionOptions> = {},
): Promise<GraphBench> {
  const graph = await startSimulatedGraph();
  const lines: string[] = [];
  let now = Date.now();
  const connection = connectGraph({
    baseUrl: graph.url,
    credential: null,
    clock: { now: () => now },
    log: createLog((line) => lines.push(line)),
    ...change,
  });
  const directory = createGraphDirectory({
    graph: connection,
    helpersGroupId: GROUP_IDS.helpers,
    leadsGroupId: GROUP_IDS.leads,
    ...change,
  });
  return {
    graph,
    directory,
    connection,
    lines,
    pass(milliseconds) {
      now += milliseconds;
    },
    [Symbol.asyncDispose]: () => graph.close(),
  };
}

/** Where requests went, in the order in which they came: `/beta/$batch`. */
export const pathsOf = ({ graph }: GraphBench): readonly string[] => graph.requests().map(({ path }) => path);

/** What was asked, items of batches each on its own: `GET /users/…`. */
export const itemsOf = ({ graph }: GraphBench): readonly string[] =>
  graph.requests().flatMap(({ items }) => items);

export const samAsksHana = {
  sharer: someone("sam"),
  device: something("samLaptop"),
  helper: someone("hana"),
};
