import { readFileSync } from "node:fs";

const packageJson: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

const field = (name: string): string | null => {
  if (typeof packageJson !== "object" || packageJson === null) return null;
  const value: unknown = Object.entries(packageJson).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : null;
};

/** Of Beckon, as package.json has it. */
export const VERSION: string = field("version") ?? "unknown";

/** The day of the release, ISO; null between releases. */
export const RELEASED: string | null = field("released");
