import { z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import type { Permission } from "./permissions.ts";

export type Version = "v1.0" | "beta";

/** One question to Graph, an item of a batch, with the way to read its answer. */
export interface Question<T> {
  /** Relative to the version. */
  readonly url: string;
  readonly method?: "POST" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What a plain 403 to this question means. */
  readonly permission: Permission;
  /** What is missing when Graph answers 200 with nothing but ids; `permission` unless it is another one. */
  readonly profilePermission?: Permission;
  /** What a 404 means; without it, a 404 is an answer that could not be had. */
  readonly absent?: T;
  /** Further pages are left alone. */
  readonly onePage?: true;
  /** @throws {OnlyIds} @throws {Error} when it cannot be read. */
  read(body: unknown, oddities: Oddities): T;
}

/** Busy for so long; null when Graph does not say, as Entra ID Protection and detected apps never do. */
export interface Busy {
  readonly afterMs: number | null;
}

/** One question's answer as Graph gave it. */
export interface Reply {
  /** Null when there was no answer to this question at all. */
  readonly status: number | null;
  readonly body: unknown;
  /** Why the request failed; absent for success and for a plain 404. */
  readonly failure?: Unknown;
  /** Another try later may go better. */
  readonly busy?: Busy;
}

export const JSON_BODY = { "Content-Type": "application/json" } as const;
/** Casts and `startswith` need the advanced query form: eventual consistency and a count. */
export const ADVANCED = { ConsistencyLevel: "eventual" } as const;

export const select = (...fields: readonly string[]): string => `$select=${fields.join(",")}`;

/** `ids` become path segments; they were checked to be GUIDs and are encoded as well. */
export const path = (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
  String.raw({ raw: parts }, ...ids.map(encodeURIComponent));

/** What was odd about an answer: how many rows, and the names of the fields. */
export class Oddities {
  rows = 0;
  readonly fields = new Set<string>();

  note(fields: readonly string[]): void {
    this.rows += 1;
    for (const field of fields) this.fields.add(field);
  }
}

/** Without permission Graph may answer 200 with ids and null in every other field, instead of 403. */
export class OnlyIds extends Error {
  override readonly name = "OnlyIds";
}

type Shape = Readonly<Record<string, z.ZodType>> & { readonly id: z.ZodType<string> };
/** A field in an unexpected form is null. */
export type Row<S extends Shape> = {
  [Field in keyof S]: Field extends "id" ? string : z.output<S[Field]> | null;
};

const AnObject = z.record(z.string(), z.unknown());
const AList = z.object({ value: z.array(z.unknown()) });

/** Reads field by field, so that one odd field is unknown alone. Null: the row has no id. */
function rowIn<S extends Shape>(shape: S, body: unknown, oddities: Oddities): Row<S> | null {
  const given = AnObject.safeParse(body).data ?? {};
  const odd: string[] = [];
  const row: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const parsed = field.safeParse(given[name]);
    if (!parsed.success) odd.push(name);
    row[name] = parsed.success ? parsed.data : null;
  }
  if (odd.length > 0) oddities.note(odd);
  return odd.includes("id") ? null : (row as Row<S>);
}

function isOnlyId({ id: _, ...others }: Readonly<Record<string, unknown>>): boolean {
  const values = Object.values(others);
  return (
    values.length > 0 &&
    values.every((value) => value == null || (Array.isArray(value) && value.length === 0))
  );
}

/** Reads one object. */
export const one =
  <S extends Shape, T>(shape: S, from: (row: Row<S>) => T) =>
  (body: unknown, oddities: Oddities): T => {
    const row = rowIn(shape, body, oddities);
    if (row === null) throw new TypeError("No object with an id");
    if (isOnlyId(row)) throw new OnlyIds();
    return from(row);
  };

/** Reads a list, row by row: a row that cannot be used is left out and counted, the others stay. */
export const listOf =
  <S extends Shape, T>(shape: S, from: (row: Row<S>) => T) =>
  (body: unknown, oddities: Oddities): T[] => {
    const rows = AList.parse(body).value.flatMap((row) => rowIn(shape, row, oddities) ?? []);
    const useful = rows.filter((row) => !isOnlyId(row));
    if (rows.length > 0 && useful.length === 0) throw new OnlyIds();
    return useful.map(from);
  };

/** GUIDs come in any case; compared and stored in lower case. */
export const guid = z
  .string()
  .min(1)
  .transform((id) => id.toLowerCase());
export const optionalText = z.string().nullish();
/** A list that may be missing. */
export const texts = z.array(z.string()).nullish();
