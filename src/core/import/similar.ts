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

/**
 * How alike each of these contents is to all of them together: the sum of its `similarity` to each, as often as that one is there. The
 * same numbers as by comparing all pairs, made from who has a line, so that contents with nothing in common cost nothing.
 */
export function likenesses(contents: readonly Uint8Array[], counts: readonly number[]): number[] {
  const lines = contents.map(linesOf);
  const sizes = lines.map((one) => [...one.values()].reduce((sum, count) => sum + count, 0));
  const holders = new Map<string, { readonly at: number; readonly count: number }[]>();
  for (const [at, one] of lines.entries()) {
    for (const [line, count] of one) {
      const known = holders.get(line);
      if (known === undefined) holders.set(line, [{ at, count }]);
      else known.push({ at, count });
    }
  }
  const size = contents.length;
  const both = new Float64Array(size * size);
  for (const held of holders.values())
    for (const a of held) for (const b of held) both[a.at * size + b.at]! += Math.min(a.count, b.count);
  return contents.map((_, a) =>
    contents.reduce((sum, _other, b) => {
      const whole = sizes[a]! + sizes[b]!;
      return sum + counts[b]! * (whole === 0 ? 1 : (2 * both[a * size + b]!) / whole);
    }, 0),
  );
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
