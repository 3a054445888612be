import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Checked before anything is emptied or started, so that a second playground leaves a running one alone.
 * @throws Error that names every port in use, and the running playground when it is one.
 * @param graph the simulated Graph's port, whose console page identifies a playground.
 */
export async function assertPortsFree(ports: readonly number[], graph: number): Promise<void> {
  const taken: number[] = [];
  for (const port of ports) if (port !== 0 && !(await isFree(port))) taken.push(port);
  if (taken.length === 0) return;
  const console = `http://127.0.0.1:${graph}/_console/`;
  const answers =
    taken.includes(graph) &&
    (await fetch(console).then(
      ({ ok }) => ok,
      () => false,
    ));
  throw new Error(
    answers
      ? `The playground runs already; its console page is ${console}. Stop it with Ctrl+C in its terminal first.`
      : `The playground needs ${taken.length === 1 ? "port" : "the ports"} ${taken.join(", ")}, which another program uses. Stop that program first.`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
