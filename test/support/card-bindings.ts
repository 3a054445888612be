import { z } from "zod";

/** What a template takes from its data: nested as its scopes (`$data`) are. A leaf has no keys. */
export interface Keys {
  readonly [key: string]: Keys;
}

/** One place in a template where one piece of data goes. */
export interface Binding {
  /** From the root of the data: `facts.value`. Items of an array have the path of the array. */
  readonly path: string;
  /** The nearest element around it. */
  readonly element: Element;
  /** Where in that element: `text`, `data.ticket`, `choices.title`. */
  readonly property: string;
}
type Element = Readonly<Record<string, unknown>>;

interface Scope {
  /** Path of the data that names are looked up in; "" at the root. */
  readonly data: string;
  readonly element: Element;
  readonly property: string;
}

const EXPRESSION = /\$\{([^}]*)\}/g;
const NAME = /^(?:\$root\.)?[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)*$/;

/** @throws for an expression that is more than a name: templates bind, they do not compute. */
export function bindingsIn(template: object): Binding[] {
  return walk(template, { data: "", element: {}, property: "" });
}

function walk(node: unknown, scope: Scope): Binding[] {
  if (typeof node === "string") return inText(node, scope);
  if (Array.isArray(node)) return node.flatMap((item) => walk(item, scope));
  if (typeof node !== "object" || node === null) return [];
  const here = node as Element;
  const repeated = typeof here.$data === "string" ? inText(here.$data, { ...scope, property: "$data" }) : [];
  const data = repeated[0]?.path ?? scope.data;
  const element = typeof here.type === "string" ? here : scope.element;
  const prefix = element === here || scope.property === "" ? "" : `${scope.property}.`;
  const inside = Object.entries(here)
    .filter(([property]) => property !== "$data")
    .flatMap(([property, value]) => walk(value, { data, element, property: prefix + property }));
  return [...repeated, ...inside];
}

function inText(text: string, { data, element, property }: Scope): Binding[] {
  return [...text.matchAll(EXPRESSION)].map(([, expression = ""]) => ({
    path: pathOf(expression, data),
    element,
    property,
  }));
}

function pathOf(expression: string, data: string): string {
  if (expression === "$data") return data;
  if (!NAME.test(expression)) throw new Error(`\${${expression}} is more than a name`);
  if (expression.startsWith("$root.")) return expression.slice("$root.".length);
  return data === "" ? expression : `${data}.${expression}`;
}

/** The keys that a template asks for. */
export function keysIn(template: object): Keys {
  const keys: Record<string, unknown> = {};
  for (const { path } of bindingsIn(template)) {
    path.split(".").reduce((node, key) => {
      node[key] ??= {};
      return node[key] as Record<string, unknown>;
    }, keys);
  }
  return keys as Keys;
}

/** The keys that a schema lets through. */
export function keysOf(schema: z.ZodType): Keys {
  const object = objectIn(schema);
  if (object === null) return {};
  return Object.fromEntries(Object.entries(object.shape).map(([key, field]) => [key, keysOf(field)]));
}

/** The field of a schema at a path. */
export function fieldAt(schema: z.ZodType, path: string): z.ZodType {
  return path.split(".").reduce((field, key) => {
    const inner = objectIn(field)?.shape[key];
    if (inner === undefined) throw new Error(`no field ${path}`);
    return inner;
  }, schema);
}

function objectIn(schema: z.ZodType): z.ZodObject<Record<string, z.ZodType>> | null {
  if (schema instanceof z.ZodArray) return objectIn(schema.element as z.ZodType);
  return schema instanceof z.ZodObject ? (schema as z.ZodObject<Record<string, z.ZodType>>) : null;
}
