/**
 * The values that an ICU message needs, read off the message's own type: `{who}` takes text or a number,
 * `{count, plural, …}` a number, `{level, select, …}` a text. Text inside the branches of a plural or select is read too, and is
 * not mistaken for a placeholder.
 */
export type ValuesOf<Message extends string> = Flatten<InText<Message, unknown>>;

type Flatten<T> = { readonly [K in keyof T]: T[K] };

/** In a sentence, or in one branch of an argument: up to the next placeholder, or to the brace that ends the branch. */
type InText<S extends string, Found> = S extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${string}`
    ? S extends `${string}}${infer Rest}`
      ? BetweenBranches<Rest, Found>
      : Found
    : InArgument<After, Found>
  : S extends `${string}}${infer Rest}`
    ? BetweenBranches<Rest, Found>
    : Found;

/** Behind an opening brace: a plain name, or a name with a kind and its branches. */
type InArgument<S extends string, Found> = S extends `${infer Inside}}${infer Rest}`
  ? Inside extends `${infer Name}, ${infer Kind},${string}`
    ? S extends `${string}, ${string},${infer Branches}`
      ? BetweenBranches<Branches, Found & { [K in Name]: OfKind<Kind> }>
      : Found
    : InText<Rest, Found & { [K in Inside]: string | number }>
  : Found;

/** Between the branches of an argument: the next branch, or the brace that ends the argument. */
type BetweenBranches<S extends string, Found> = S extends `${infer Before}{${infer Branch}`
  ? Before extends `${string}}${string}`
    ? S extends `${string}}${infer Rest}`
      ? InText<Rest, Found>
      : Found
    : InText<Branch, Found>
  : S extends `${string}}${infer Rest}`
    ? InText<Rest, Found>
    : Found;

type OfKind<Kind extends string> = Kind extends "plural" | "selectordinal" ? number : string;
