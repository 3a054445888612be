/**
 * The languages besides English, one line each, named by their tag:
 * `export { default as de } from "./de.json" with { type: "json" };`. A file that is not flat, key to text, does not compile.
 */
export {};
