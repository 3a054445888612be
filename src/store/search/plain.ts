/** PostgreSQL keeps no NUL in a text, and nothing is lost without it. */
export const plain = (text: string): string => text.toWellFormed().replaceAll("\0", "");
