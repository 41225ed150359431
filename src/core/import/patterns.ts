import type { FileKind } from '../desired/library.ts';
import { isGlob, stemOf } from '../desired/select.ts';
import { byText } from '../values/address.ts';
import { globOf } from './glob.ts';

/** What a kind of the library holds, prepared for looking up which short names are plain. */
export interface Shelf {
  readonly kind: FileKind;
  readonly names: readonly string[];
  /** How often each stem is there; a folder counts as a stem. */
  readonly stems: ReadonlyMap<string, number>;
  /** How many files each folder holds. */
  readonly folders: ReadonlyMap<string, number>;
}

export function shelfOf(kind: FileKind, names: Iterable<string>): Shelf {
  const all = [...new Set(names)].sort(byText);
  const stems = new Map<string, number>();
  const folders = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
  for (const name of all) {
    count(stems, stemOf(name));
    if (stemOf(name) !== name) count(stems, name);
    for (const folder of parentsOf(name)) count(folders, folder);
  }
  for (const folder of folders.keys()) count(stems, folder);
  return { kind, names: all, stems, folders };
}

/** The folders of a name, outermost first: `a/b/c` gives `a`, `a/b`. */
function parentsOf(name: string): string[] {
  const parents: string[] = [];
  for (let cut = name.indexOf('/'); cut >= 0; cut = name.indexOf('/', cut + 1)) parents.push(name.slice(0, cut));
  return parents;
}

/**
 * The selections that pick just these names from the shelf: a folder where all of it is wanted, else names, without their ending where
 * nothing else has that name. Sorted.
 */
export function patternsFor(wanted: ReadonlySet<string>, shelf: Shelf): string[] {
  const held = shelfOf(shelf.kind, wanted).folders;
  const patterns = new Set<string>();
  for (const name of wanted) {
    const whole = parentsOf(name).find((folder) => held.get(folder) === shelf.folders.get(folder) && !isGlob(folder));
    patterns.add(whole === undefined ? shortName(name, shelf) : folderName(whole, shelf));
  }
  return [...patterns].sort(byText);
}

function folderName(folder: string, { kind, stems }: Shelf): string {
  return kind === 'skills' && stems.get(folder) === 1 && !folder.includes('/') ? folder : `${folder}/`;
}

function shortName(name: string, { kind, stems }: Shelf): string {
  const stem = stemOf(name);
  if (isGlob(name)) return globOf(name);
  return kind === 'skills' || stems.get(stem) !== 1 || stem === '' || stem.endsWith('/') ? name : stem;
}

/** The globs that match just these paths; `kept` are paths that none of them may match. */
export function excludesFor(paths: ReadonlySet<string>, kept: Iterable<string>): string[] {
  if (paths.size === 0) return [];
  const taken = new Set<string>();
  for (const path of kept) for (const folder of parentsOf(path)) taken.add(folder);
  const globs = new Set<string>();
  for (const path of paths) {
    const parents = parentsOf(path);
    const deep = path.startsWith('.claude/') ? parents.slice(2) : parents.slice(1);
    const free = deep.find((folder) => !taken.has(folder));
    globs.add(free === undefined ? globOf(path) : `${globOf(free)}/**`);
  }
  return [...globs].sort(byText);
}
