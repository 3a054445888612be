import type { Permission } from "./permissions.ts";
import type { Busy } from "./retry-after.ts";

export type Version = "v1.0" | "beta";

/** One question to Graph, an item of a batch. `url` is relative to the version. */
export interface Question {
  readonly url: string;
  readonly method?: "POST" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What a 403 to this question means. */
  readonly permission: Permission;
}

/** One question's answer as Graph gave it, or the reason why there is none. */
export type Reply = (
  | { readonly status: number; readonly body: unknown }
  | { readonly failed: string; readonly permission?: Permission }
) & {
  /** Graph was busy, so that another try later may go better. */
  readonly busy?: Busy;
};

export const select = (...fields: readonly string[]): string => `$select=${fields.join(",")}`;

/** `ids` become path segments; they were checked to be GUIDs, and are encoded all the same. */
export const path = (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
  String.raw({ raw: parts }, ...ids.map(encodeURIComponent));
