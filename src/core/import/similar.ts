/** The lines of a content as numbers in ascending order, each as often as it is there; line ends, a byte order mark and empty lines do not count. */
type Lines = Float64Array;

const known = new WeakMap<Uint8Array, Lines>();

function linesOf(bytes: Uint8Array): Lines {
  let lines = known.get(bytes);
  if (lines === undefined) {
    lines = numbersOf(bytes).sort();
    known.set(bytes, lines);
  }
  return lines;
}

const [LF, CR] = [10, 13];
const BOM = [0xef, 0xbb, 0xbf];

function numbersOf(bytes: Uint8Array): Float64Array {
  const numbers: number[] = [];
  let start = BOM.every((byte, at) => bytes[at] === byte) ? BOM.length : 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const last = found > start && bytes[end - 1] === CR ? end - 1 : end;
    if (last > start) numbers.push(numberOf(bytes, start, last));
    start = end + 1;
  }
  return Float64Array.from(numbers);
}

/**
 * A number of 53 bits for a line: two hashes after Fowler, Noll and Vo (FNV-1a) with factors of their own. Numbers are compared ten times as fast
 * as texts, and two lines of one number are not to be expected among all lines of this world's trees.
 */
function numberOf(bytes: Uint8Array, start: number, end: number): number {
  let [high, low] = [0x811c9dc5, 0x9e3779b9];
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x85ebca6b);
  }
  return (high >>> 0) * 0x200000 + (low >>> 11);
}

/** From this on two files are versions of one: the bound at which near-duplicates were counted in real trees. */
export const ALIKE = 0.6;

/**
 * How alike two contents are, from 0 to 1: twice the lines that both have, by the lines of both (the Sørensen–Dice coefficient over
 * multisets of lines). Order does not count, so it takes time in proportion to the length.
 */
export function similarity(a: Uint8Array, b: Uint8Array): number {
  if (a === b) return 1;
  const [first, second] = [linesOf(a), linesOf(b)];
  const all = first.length + second.length;
  return all === 0 ? 1 : (2 * inBoth(first, second)) / all;
}

/** How many lines are only in one of the two. */
export function linesApart(a: Uint8Array, b: Uint8Array): number {
  const [first, second] = [linesOf(a), linesOf(b)];
  return Math.max(first.length, second.length) - inBoth(first, second);
}

function inBoth(a: Lines, b: Lines): number {
  let both = 0;
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    const apart = a[i]! - b[j]!;
    if (apart === 0) both++;
    if (apart <= 0) i++;
    if (apart >= 0) j++;
  }
  return both;
}

/** Which contents have a line, and how often each. */
interface Holders {
  readonly at: number[];
  readonly times: number[];
}

/**
 * How alike each of these contents is to all of them together: the sum of its `similarity` to each, as often as that one is there. The
 * same numbers as by comparing all pairs, made from who has a line, so that contents with nothing in common cost nothing.
 */
export function likenesses(contents: readonly Uint8Array[], counts: readonly number[]): number[] {
  const lines = contents.map(linesOf);
  const size = contents.length;
  const both = new Float64Array(size * size);
  // What all have equally often, the head of a file, says the same of each pair.
  let everywhere = 0;
  for (const { at, times } of holdersOf(lines)) {
    if (at.length === size && times.every((one) => one === times[0])) everywhere += times[0]!;
    else addPairs(both, size, at, times);
  }
  return lines.map((one, a) => {
    let sum = 0;
    for (let b = 0; b < size; b++) {
      const whole = one.length + lines[b]!.length;
      sum += counts[b]! * (whole === 0 || a === b ? 1 : (2 * (everywhere + both[a * size + b]!)) / whole);
    }
    return sum;
  });
}

function addPairs(both: Float64Array, size: number, at: readonly number[], times: readonly number[]): void {
  for (let i = 1; i < at.length; i++) {
    for (let j = 0; j < i; j++) {
      const shared = Math.min(times[i]!, times[j]!);
      both[at[i]! * size + at[j]!]! += shared;
      both[at[j]! * size + at[i]!]! += shared;
    }
  }
}

/** Who has a line, for each line that several contents have, or one of them several times. */
function holdersOf(contents: readonly Lines[]): Iterable<Holders> {
  const all = new Float64Array(contents.reduce((sum, lines) => sum + lines.length, 0));
  let end = 0;
  for (const lines of contents) {
    all.set(lines, end);
    end += lines.length;
  }
  all.sort();
  const holders = new Map<number, Holders>();
  for (let i = 1; i < all.length; i++) {
    const line = all[i]!;
    if (line === all[i - 1] && !holders.has(line)) holders.set(line, { at: [], times: [] });
  }
  for (let index = 0; index < contents.length; index++) {
    const lines = contents[index]!;
    for (let i = 0; i < lines.length; i++) {
      const held = holders.get(lines[i]!);
      if (held === undefined) continue;
      if (held.at.at(-1) === index) held.times[held.times.length - 1]!++;
      else {
        held.at.push(index);
        held.times.push(1);
      }
    }
  }
  return holders.values();
}
