import { KINDS, kindAt, type LibraryFile } from '../desired/library.ts';
import type { RelPath } from '../values/paths.ts';
import type { Sorted } from './sorted.ts';

/** How much of one kind there was in all trees, and how much the library holds for it. */
export interface Share {
  readonly kind: string;
  readonly before: Amount;
  readonly after: Amount;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

interface Sum {
  files: number;
  bytes: number;
}

const LAYER = /^(?:home|(?:languages|frameworks|repositories)\/[^/]+)\//;

/** What the library saves, by kind: the files that were placed, against the library's new files. */
export function sharesOf(trees: readonly Sorted[], library: ReadonlyMap<RelPath, LibraryFile>): Share[] {
  const before = new Map<string, Sum>();
  const after = new Map<string, Sum>();
  for (const { files, parts, tree } of trees) {
    for (const [place, file] of files) add(before, kindOf(place), file.content.length);
    for (const { path, fields } of parts.values())
      if (fields.size > 0) add(before, 'settings', tree.files.get(path)!.content.length);
  }
  for (const [path, file] of library) add(after, kindOf(path.replace(LAYER, '')), file.content.length);
  const none: Amount = { files: 0, bytes: 0 };
  return ['commands', 'skills', 'agents', 'rules', 'output-styles', 'hooks', 'settings']
    .filter((kind) => before.has(kind))
    .map((kind) => ({ kind, before: before.get(kind)!, after: after.get(kind) ?? none }));
}

function kindOf(place: string): string {
  const kind = kindAt(place);
  return kind === undefined ? 'settings' : KINDS[kind];
}

function add(sums: Map<string, Sum>, kind: string, bytes: number): void {
  const sum = sums.get(kind) ?? { files: 0, bytes: 0 };
  sum.files++;
  sum.bytes += bytes;
  sums.set(kind, sum);
}
