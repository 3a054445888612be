import { IntlMessageFormat } from "intl-messageformat";
import { en } from "../../src/cards/text/en/index.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
type Kind = "value" | "plural" | "ordinal" | "select";

/** One placeholder of a sentence: its kind, and the branches that it has everywhere. */
interface Placeholder {
  readonly name: string;
  readonly kind: Kind;
  readonly branches: readonly string[];
}

/**
 * What a translator has to correct in a language, one line per key: keys that English does not have or that are missing,
 * placeholders that differ, plural forms that the language has and the sentence lacks.
 */
export function checkLanguage(tag: string, messages: Readonly<Record<string, string>>): string[] {
  if (!isTag(tag)) return [`${tag} is no language tag that this Node.js knows, such as de or pt-BR`];
  const english: Readonly<Record<string, string>> = en;
  const missing = Object.keys(english).filter((key) => !(key in messages));
  return [
    ...missing.map((key) => `${key}: is missing`),
    ...Object.entries(messages).flatMap(([key, text]) => {
      const original = english[key];
      const faults = original === undefined ? ["is no key of English"] : faultsIn(tag, text, original);
      return faults.map((fault) => `${key}: ${fault}`);
    }),
  ];
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag && Intl.PluralRules.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

function faultsIn(tag: string, text: string, original: string): string[] {
  if (text.trim() === "") return ["is empty"];
  // Templates of cards would read it as a binding of their own.
  if (text.includes("${")) return ["holds ${"];
  let found: readonly Placeholder[];
  try {
    found = placeholdersIn(text, tag);
  } catch (fault) {
    return [`cannot be read: ${fault instanceof Error ? fault.message : fault}`];
  }
  const expected = placeholdersIn(original, "en");
  const namesOnlyIn = (some: readonly Placeholder[], others: readonly Placeholder[]) => [
    ...new Set(some.map(({ name }) => name).filter((name) => others.every((each) => each.name !== name))),
  ];
  return [
    ...namesOnlyIn(expected, found).map((name) => `lacks {${name}}`),
    ...namesOnlyIn(found, expected).map((name) => `has {${name}}, which English has not`),
    ...found.flatMap((each) => faultsOf(tag, each, expected)),
  ];
}

/** A language without plural forms may show a number as it is; everything else is of the same kind as in English. */
function faultsOf(
  tag: string,
  { name, kind, branches }: Placeholder,
  expected: readonly Placeholder[],
): string[] {
  const alike = expected.filter((each) => each.name === name);
  if (alike.length === 0) return [];
  const isPlainNumber = kind === "value" && alike.every((each) => each.kind === "plural");
  const same = alike.find((each) => each.kind === kind);
  if (same === undefined) return isPlainNumber ? [] : [`{${name}} is a ${kind}, in English it is not`];
  if (kind === "value") return [];
  const wanted = kind === "select" ? same.branches : categoriesOf(tag, kind);
  return wanted
    .filter((branch) => !branches.includes(branch))
    .map((branch) => `{${name}, ${kind}} lacks ${branch}`);
}

const categoriesOf = (tag: string, kind: "plural" | "ordinal"): readonly string[] =>
  new Intl.PluralRules(tag, { type: kind === "plural" ? "cardinal" : "ordinal" }).resolvedOptions()
    .pluralCategories;

const placeholdersIn = (text: string, tag: string): Placeholder[] =>
  new IntlMessageFormat(text, tag, undefined, { ignoreTag: true }).getAst().flatMap(placeholdersOf);

function placeholdersOf(element: Element): Placeholder[] {
  if ("options" in element) {
    const { value: name, options } = element;
    const kind = !("pluralType" in element)
      ? "select"
      : element.pluralType === "ordinal"
        ? "ordinal"
        : "plural";
    const inside = Object.values(options).flatMap(({ value }) => value.flatMap(placeholdersOf));
    return [{ name, kind, branches: Object.keys(options) }, ...inside];
  }
  // Literals are text, and # inside a plural has no name.
  return "value" in element && element.type !== 0
    ? [{ name: element.value, kind: "value", branches: [] }]
    : [];
}
