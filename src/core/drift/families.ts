import type { Item } from './items.ts';
import { likeness, type Sketch, sketchOf } from './likeness.ts';

/** From here on two items of any names are told as nearly the same, and two of one name as versions of each other. */
const ALIKE = 0.6;
const ALIKE_BY_NAME = 0.4;
/** Shorter than this, in characters without white space around, items are alike by chance. */
const SHORTEST = 40;
/** Of one bucket so many are compared with: what is common to all of a fleet makes large ones. */
const MOST_COMPARED = 8;

/** Items with the one that they are compared with: the first of them. */
export interface Family {
  readonly first: Item;
  readonly others: readonly Relative[];
}

export interface Relative {
  readonly item: Item;
  /** 1 is the same content but for BOM, line ends and white space; `exact` is every byte and mode. */
  readonly alike: number;
  readonly exact: boolean;
}

interface Leader {
  readonly item: Item;
  readonly sketch: Sketch;
  readonly others: Relative[];
}

/**
 * Brings items together that are the same or nearly so, those of one kind only. Each is compared with the leaders that share a bucket
 * with it, so that the time grows with the number of items and not with that of pairs.
 * @param leaders never join each other: what the hub delivers
 */
export function familiesOf(leaders: readonly Item[], items: readonly Item[]): Family[] {
  const book = new Book();
  for (const item of leaders) book.add(item);
  for (const item of items) book.join(item);
  return book.all.filter((leader) => leader.others.length > 0).map(({ item, others }) => ({ first: item, others }));
}

class Book {
  readonly all: Leader[] = [];
  readonly #byPrint = new Map<string, Leader>();
  readonly #byName = new Map<string, Leader[]>();
  readonly #buckets = new Map<string, Leader[]>();

  add(item: Item, sketch = sketchOf(item.files.map((file) => file.bytes))): void {
    if (this.#byPrint.has(item.print)) return;
    const leader: Leader = { item, sketch, others: [] };
    this.all.push(leader);
    this.#byPrint.set(item.print, leader);
    put(this.#byName, `${item.kind}/${item.name}`, leader);
    if (sketch.normal.length >= SHORTEST)
      for (const band of sketch.bands) put(this.#buckets, `${item.kind} ${band}`, leader);
  }

  join(item: Item): void {
    const same = this.#byPrint.get(item.print);
    if (same !== undefined && (same.sketch.normal.length >= SHORTEST || same.item.name === item.name)) {
      same.others.push({ item, alike: 1, exact: true });
      return;
    }
    const sketch = sketchOf(item.files.map((file) => file.bytes));
    const best = this.#nearest(item, sketch);
    if (best === undefined) this.add(item, sketch);
    else best.leader.others.push({ item, alike: best.alike, exact: false });
  }

  #nearest(item: Item, sketch: Sketch): { leader: Leader; alike: number } | undefined {
    const candidates = new Set<Leader>(this.#byName.get(`${item.kind}/${item.name}`)?.slice(0, MOST_COMPARED));
    if (sketch.normal.length >= SHORTEST) {
      for (const band of sketch.bands)
        for (const leader of this.#buckets.get(`${item.kind} ${band}`)?.slice(0, MOST_COMPARED) ?? [])
          candidates.add(leader);
    }
    let best: { leader: Leader; alike: number } | undefined;
    for (const leader of candidates) {
      const alike = likeness(sketch, leader.sketch);
      const enough = leader.item.name === item.name ? ALIKE_BY_NAME : ALIKE;
      if (alike >= enough && alike > (best?.alike ?? 0)) best = { leader, alike };
    }
    return best;
  }
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
