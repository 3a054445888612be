export type Audience = "sharer" | "helper";

/** `{seen}` stands for what was seen, in the source's own words. */
export interface Advice {
  readonly sentence: string;
  readonly remedy: string;
}

export interface Remedy extends Readonly<Record<Audience, Advice>> {
  /** The condition in two or three words, for lists. */
  readonly title: string;
}
