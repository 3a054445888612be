import type { CardData } from "../../cards/catalog.ts";
import type { Policy } from "../../domain/ticket/policy.ts";

const MINUTE = 60_000;
const OFFERED = [10, 20, 30];

/** For how long a helper can ask to view: never longer than the policy lets them have. */
export function viewLengths({ longest }: Policy): Pick<CardData<"desk">, "lengths" | "minutes"> {
  const most = Math.floor(longest.view / MINUTE);
  const lengths = [...new Set([...OFFERED.filter((minutes) => minutes < most), most])];
  return {
    lengths: lengths.map((minutes) => ({ title: `${minutes} minutes`, value: String(minutes) })),
    minutes: String(Math.min(most, OFFERED[1] ?? most)),
  };
}
