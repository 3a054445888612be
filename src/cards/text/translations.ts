/** The languages besides English, one line each, named by their tag. A file that is not flat, key to text, does not compile. */
export { default as de } from "./de.json" with { type: "json" };
