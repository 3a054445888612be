/** `1 ticket`, `2 tickets`. */
export const counted = (number: number, what: string, many = `${what}s`): string =>
  `${number} ${number === 1 ? what : many}`;
