import type { RelPath } from '../values/paths.ts';
import { type Import, type Imports, importsIn } from './imports.ts';
import type { ReadFile, ReadTree } from './reading.ts';

/** One hop from a file that is loaded to one that it imports. */
export interface Hop {
  readonly from: ReadFile;
  readonly import: Import;
  /** Where it leads; undefined for a path out of the target. */
  readonly to: RelPath | undefined;
  /** 1 for what a loaded file itself imports. */
  readonly depth: number;
}

/** The client follows imports this far (seen in 2.1.330). */
export const HOPS = 4;

const known = new WeakMap<Uint8Array, Imports>();

/** The imports of a file, read once per content. */
export function importsOf(file: ReadFile): Imports {
  let imports = known.get(file.bytes);
  if (imports === undefined) {
    imports = importsIn(file.is.prose);
    known.set(file.bytes, imports);
  }
  return imports;
}

/** Every hop from what is loaded at the start, each file entered once, in the order in which the client meets them. */
export function hopsOf(tree: ReadTree): Hop[] {
  let files: ReadonlyMap<RelPath, ReadFile> | undefined;
  const hops: Hop[] = [];
  const entered = new Set<string>();
  const enter = (file: ReadFile, depth: number): void => {
    if (entered.has(file.path) || file.is.binary) return;
    entered.add(file.path);
    for (const found of importsOf(file).read) {
      const to = resolved(file.path, found.path);
      hops.push({ from: file, import: found, to, depth });
      // Few trees import anything.
      files ??= new Map(tree.files.map((one) => [one.path, one]));
      const next = to === undefined ? undefined : files.get(to);
      if (next !== undefined && depth <= HOPS) enter(next, depth + 1);
    }
  };
  for (const file of [...tree.of('memory'), ...tree.of('rule')]) enter(file, 1);
  return hops;
}

/** A path as an import writes it, from the importing file; undefined when it leads out of the target. */
export function resolved(from: string, written: string): RelPath | undefined {
  if (written.startsWith('/') || written.startsWith('~')) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/') as RelPath;
}
