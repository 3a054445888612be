import { fileURLToPath } from "node:url";
import { readCall } from "../src/cli/read-call.ts";

await readCall({
  name: "npm run playground",
  does: "Starts a simulated tenant with Beckon and four chat windows on this machine. Needs no account.",
});
// Loaded after the arguments are read: a help text needs none of it.
const { startPlayground } = await import("./start-playground.ts");
const folder = fileURLToPath(new URL("../data/playground", import.meta.url));
const ports = { bot: 3978, graph: 3979, windows: [3981, 3982, 3983, 3984] };

const playground = await startPlayground({ folder, ports }).catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
});
const { sam, hana, mia, lena } = playground.windows;

console.log(`
  Beckon runs, with a company that exists on this machine only. Open the windows first,
  because a window shows only what arrives while it is open:

    Sam Sharma, who needs help       ${sam.url}
    Hana Weber, who helps            ${hana.url}   (channel: IT Helpdesk - Requests)
    Mia Keller, Hana's manager       ${mia.url}   (channel: Halden - Audit)
    Lena Novak, who leads            ${lena.url}   (later: queue, reassigning, requests that wait)

  As Sam, type:  my vpn keeps dropping

  Break things, choose checks, let time pass:  ${playground.graph.url}/_console/
  Beckon's log:                                ${playground.logFile}
  Stop with Ctrl+C.
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void playground.stop().then(() => process.exit(0)));
}
