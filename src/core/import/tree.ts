import type { FileKind } from '../desired/library.ts';
import type { FieldFile } from '../desired/settings.ts';
import type { FileMode } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';

/** One file of a tree that has grown. Equal contents of all trees are the very same array. */
export interface TreeFile {
  /** From the root of the target: `.claude/commands/a.md`, in the home `commands/a.md`. */
  readonly path: RelPath;
  readonly content: Uint8Array;
  readonly mode: FileMode;
}

/** What of the client's files a target has. */
export interface Tree {
  readonly name: TargetName;
  readonly kind: 'repository' | 'home';
  /** What may go into the library, by path. */
  readonly files: ReadonlyMap<RelPath, TreeFile>;
  /** The inventory, where the tree was written by a hub before. */
  readonly inventory: TreeFile | null;
  readonly left: readonly LeftOut[];
}

/** Why something stays where it is and does not come into the hub. */
export type Reason =
  | 'link'
  | 'secret'
  | 'ignored'
  | 'name'
  | 'collision'
  | 'template'
  | 'personal'
  | 'own-text'
  | 'invalid'
  | 'field'
  | 'no-place'
  | 'not-read'
  | 'unreadable'
  | 'not-delivered'
  | 'repository';

/** One thing that was not placed: the file (or the field of a file), why, and the particulars as a sentence. */
export interface LeftOut {
  readonly path: string;
  readonly reason: Reason;
  readonly detail: string;
  /** How many files are meant, when `path` is a folder. */
  readonly files?: number;
}

/** What a path of the client's tree is to the library. */
export type Role =
  | { readonly is: 'file'; readonly kind: FileKind; readonly name: string }
  | { readonly is: 'fields'; readonly file: FieldFile }
  | { readonly is: 'left'; readonly reason: Reason; readonly detail: string };

/** The folder of the client's tree in a target: `.claude/`, or empty in the home. */
export function folderOf(kind: Tree['kind']): string {
  return kind === 'home' ? '' : '.claude/';
}
