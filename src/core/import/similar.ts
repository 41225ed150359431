import { latin1Of } from '../values/content.ts';

/** Lines with how often each is there; line ends and a byte order mark do not count. */
type Lines = ReadonlyMap<string, number>;

const known = new WeakMap<Uint8Array, Lines>();

function linesOf(bytes: Uint8Array): Lines {
  let lines = known.get(bytes);
  if (lines === undefined) {
    const made = new Map<string, number>();
    const text = latin1Of(bytes).replace(/^\u00ef\u00bb\u00bf/, '');
    for (const line of text.split(/\r?\n/)) if (line !== '') made.set(line, (made.get(line) ?? 0) + 1);
    lines = made;
    known.set(bytes, lines);
  }
  return lines;
}

/** From this on two files are versions of one: the bound at which near-duplicates were counted in real trees. */
export const ALIKE = 0.6;

/**
 * How alike two contents are, from 0 to 1: twice the lines that both have, by the lines of both (the Sørensen–Dice coefficient over
 * multisets of lines). Order does not count, so it takes time in proportion to the length.
 */
export function similarity(a: Uint8Array, b: Uint8Array): number {
  if (a === b) return 1;
  const { both, first, second } = compare(a, b);
  return first + second === 0 ? 1 : (2 * both) / (first + second);
}

/** How many lines are only in one of the two. */
export function linesApart(a: Uint8Array, b: Uint8Array): number {
  const { both, first, second } = compare(a, b);
  return Math.max(first, second) - both;
}

function compare(a: Uint8Array, b: Uint8Array): { both: number; first: number; second: number } {
  const [one, other] = [linesOf(a), linesOf(b)];
  let [both, first, second] = [0, 0, 0];
  for (const [line, count] of one) {
    first += count;
    both += Math.min(count, other.get(line) ?? 0);
  }
  for (const count of other.values()) second += count;
  return { both, first, second };
}
