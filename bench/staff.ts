import { DEVICE_IDS, PEOPLE_IDS } from "../playground/company.ts";
import type { SimulatedGraph } from "../playground/graph/simulated-graph.ts";
import type { Somebody } from "./activities.ts";

/** Somebody who may have a session, on a device of their own. */
export interface Sharer extends Somebody {
  readonly device: string;
}

/** One device takes one session at a time, so everybody who is helped at once has one. */
export const SHARERS: readonly Sharer[] = Array.from({ length: 128 }, (_, n) => ({
  key: `sharer${n}`,
  id: `a6000000-0000-4000-8000-${numbered(n)}`,
  device: `d6000000-0000-4000-8000-${numbered(n)}`,
}));

export const HELPERS: readonly Somebody[] = Array.from({ length: 8 }, (_, n) => ({
  key: `helper${n}`,
  id: `a7000000-0000-4000-8000-${numbered(n)}`,
}));

/** Copies of Sam with Sam's laptop, and of Hana with her rights. */
export function hire(graph: SimulatedGraph): void {
  const { people, devices } = graph.tenant();
  const [sam, hana] = [existing(people, PEOPLE_IDS.sam), existing(people, PEOPLE_IDS.hana)];
  const laptop = existing(devices, DEVICE_IDS.samLaptop);
  const named = ({ key, id }: Somebody) => ({
    id,
    displayName: key,
    userPrincipalName: `${key}@x`,
    mail: `${key}@x`,
  });
  for (const each of SHARERS) {
    people.push(Object.assign(structuredClone(sam), named(each)));
    const azureADDeviceId = each.device.replace(/^d6/, "e6");
    const theirs = { id: each.device, azureADDeviceId, userId: each.id, deviceName: `HAL-${each.key}` };
    devices.push(Object.assign(structuredClone(laptop), theirs));
  }
  const teams = graph.tenant().groups.filter(({ members }) => members.includes(PEOPLE_IDS.hana));
  for (const each of HELPERS) {
    people.push(Object.assign(structuredClone(hana), named(each)));
    for (const team of teams) graph.join(team.id, each.id);
  }
}

function numbered(n: number): string {
  return String(n).padStart(12, "0");
}

function existing<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row {
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(`the company has no ${id}`);
  return row;
}
