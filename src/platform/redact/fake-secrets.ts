// Made-up secrets for the tests, drawn in code so that scanners of repositories stay calm. None of them ever opened anything.

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
export const ALPHABETS = {
  hex: '0123456789abcdef',
  upper: `${LETTERS.toUpperCase()}234567`,
  lower: `${LETTERS}0123456789`,
  any: `${LETTERS}${LETTERS.toUpperCase()}0123456789`,
} as const;

/** The same length and alphabet give the same text. It always holds a digit and a letter. */
export function fake(length: number, alphabet: keyof typeof ALPHABETS = 'any'): string {
  const letters = ALPHABETS[alphabet];
  let state = length * 7919 + letters.length;
  let out = '';
  while (out.length < length) {
    state = (state * 1103515245 + 12345) % 2147483648;
    out += letters[Math.floor(state / 65536) % letters.length] ?? '';
  }
  return alphabet === 'hex'
    ? `4f${out.slice(2)}`
    : alphabet === 'upper'
      ? `Q7${out.slice(2)}`
      : alphabet === 'lower'
        ? `q7${out.slice(2)}`
        : `q7Z${out.slice(3)}`;
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A line of a PEM file: `pemMark('BEGIN', 'RSA PRIVATE')`. */
export function pemMark(side: 'BEGIN' | 'END', kind: string): string {
  const dashes = '-'.repeat(5);
  return `${dashes}${side} ${kind} KEY${dashes}`;
}
