import { progressOn } from "../cli/progress.ts";

/** On standard error, so that a pipe from standard output gets nothing of it. */
export const progressOnTerminal = progressOn(process.stderr, () => performance.now());
