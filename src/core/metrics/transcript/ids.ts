import { type Columns, makeColumns, room } from './columns.ts';

/**
 * A set of texts that gives each its number: 0, 1, 2, … in the order in which they came. It keeps 64 bits of each, not the text: among a
 * million ids two fall together once in ten million years of transcripts.
 */
export interface Ids {
  readonly hashes: Columns<'high' | 'low'>;
  /** Open addressing: a number + 1, or 0 for a free place. Its length is a power of two. */
  slots: Int32Array;
}

const SHAPE = { high: Uint32Array, low: Uint32Array } as const;

export function makeIds(hashes: Columns<'high' | 'low'> = makeColumns(SHAPE)): Ids {
  const ids: Ids = { hashes, slots: new Int32Array(1024) };
  grow(ids);
  return ids;
}

/** The number of a text, or -1 when it is not in the set. */
export function find(ids: Ids, text: string): number {
  const [high, low] = hash(text);
  return ids.slots[slotOf(ids, high, low)]! - 1;
}

/** The number of a text, which is put into the set when it is not there. */
export function add(ids: Ids, text: string): number {
  const [high, low] = hash(text);
  const slot = slotOf(ids, high, low);
  if (ids.slots[slot] !== 0) return ids.slots[slot]! - 1;
  const index = room(ids.hashes);
  ids.hashes.of.high[index] = high;
  ids.hashes.of.low[index] = low;
  ids.slots[slot] = index + 1;
  if (ids.hashes.length * 2 > ids.slots.length) grow(ids);
  return index;
}

function slotOf(ids: Ids, high: number, low: number): number {
  const mask = ids.slots.length - 1;
  let slot = (low ^ (high >>> 7)) & mask;
  for (;;) {
    const index = ids.slots[slot]! - 1;
    if (index < 0 || (ids.hashes.of.high[index] === high && ids.hashes.of.low[index] === low)) return slot;
    slot = (slot + 1) & mask;
  }
}

/** Lays the numbers out anew in a table that is at most a quarter full. */
function grow(ids: Ids): void {
  let size = 1024;
  while (size < ids.hashes.length * 4) size *= 2;
  ids.slots = new Int32Array(size);
  const { high, low } = ids.hashes.of;
  for (let index = 0; index < ids.hashes.length; index++) ids.slots[slotOf(ids, high[index]!, low[index]!)] = index + 1;
}

/** 64 bits of a text, in two halves that are mixed from each other (after cyrb53, which is in the public domain). */
function hash(text: string): readonly [number, number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  const a = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  const b = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return [a >>> 0, b >>> 0];
}
