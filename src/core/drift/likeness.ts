import { isBinary, textOf } from '../values/content.ts';

/**
 * How alike two texts are: the Jaccard index of their sets of three words in a row (shingles; Broder 1997), after what does not matter is
 * taken off: a BOM, line ends, white space. What to compare with what is found by MinHash: texts that agree in one of `BANDS` bands of
 * `ROWS` minima share a bucket, which two texts that are 0.6 alike do with a probability of 0.997.
 */
const WORDS_IN_A_ROW = 3;
const BANDS = 24;
const ROWS = 3;

/** What of a text is compared. */
export interface Sketch {
  /** Hashes of the shingles. */
  readonly shingles: ReadonlySet<number>;
  /** A name for the bucket of each band. */
  readonly bands: readonly string[];
  /** The text without what does not matter: equal for texts that are the same but for that. */
  readonly normal: string;
}

const known = new WeakMap<Uint8Array, string>();

/** A text as far as it matters; empty for what is no text. */
function normalOf(bytes: Uint8Array): string {
  let normal = known.get(bytes);
  if (normal === undefined) {
    normal = isBinary(bytes)
      ? ''
      : textOf(bytes)
          .normalize('NFC')
          .split(/[\s\ufeff]+/)
          .filter((word) => word !== '')
          .join(' ');
    known.set(bytes, normal);
  }
  return normal;
}

/** The sketch of one or several contents, taken together. */
export function sketchOf(contents: readonly Uint8Array[]): Sketch {
  const normal = contents.map(normalOf).join('\n');
  const shingles = shinglesOf(normal.split(/\s/));
  return { shingles, bands: bandsOf(shingles), normal };
}

function shinglesOf(words: readonly string[]): Set<number> {
  const hashes = words.map(hashOf);
  const shingles = new Set<number>();
  const last = Math.max(0, hashes.length - WORDS_IN_A_ROW);
  for (let at = 0; at <= last; at++) {
    let hash = 0;
    for (let i = 0; i < WORDS_IN_A_ROW; i++) hash = Math.imul(hash ^ (hashes[at + i] ?? 0), 0x9e3779b1) >>> 0;
    shingles.add(hash);
  }
  return shingles;
}

/** FNV-1a, 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The minima under `BANDS * ROWS` hash functions, in bands. */
function bandsOf(shingles: ReadonlySet<number>): string[] {
  const bands: string[] = [];
  for (let band = 0; band < BANDS; band++) {
    const minima: number[] = [];
    for (let row = 0; row < ROWS; row++) minima.push(minimum(shingles, band * ROWS + row));
    bands.push(`${band} ${minima.join(' ')}`);
  }
  return bands;
}

function minimum(shingles: ReadonlySet<number>, which: number): number {
  const factor = (Math.imul(which + 1, 0x9e3779b1) | 1) >>> 0;
  const offset = Math.imul(which + 1, 0x85ebca6b) >>> 0;
  let least = 0xffffffff;
  for (const shingle of shingles) {
    let hash = Math.imul(shingle ^ offset, factor);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash = (hash ^ (hash >>> 12)) >>> 0;
    if (hash < least) least = hash;
  }
  return least;
}

/** From 0 (nothing in common) to 1 (the same words in the same order). */
export function likeness(a: Sketch, b: Sketch): number {
  if (a.normal === b.normal) return 1;
  const [small, large] = a.shingles.size < b.shingles.size ? [a.shingles, b.shingles] : [b.shingles, a.shingles];
  let common = 0;
  for (const shingle of small) if (large.has(shingle)) common++;
  return common / (small.size + large.size - common);
}
