import { type FileKind, KINDS } from '../desired/library.ts';
import type { FieldFile } from '../desired/settings.ts';
import type { JsonObject } from '../values/json.ts';
import { collisionKey, type RelPath } from '../values/paths.ts';
import { dialectFor, type Fields, readFields } from './fields.ts';
import { roleOf } from './role.ts';
import { secretLine } from './secrets.ts';
import { folderOf, type LeftOut, type Role, type Tree, type TreeFile } from './tree.ts';

/** A file with fields that a hub can own. */
interface FieldPart {
  readonly path: RelPath;
  readonly document: JsonObject;
  readonly fields: Fields;
}

/** A tree, sorted by what the library can hold of it. */
export interface Sorted {
  readonly tree: Tree;
  /** Whole files by their place in the library: `commands/tdd/red.md`. */
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly parts: ReadonlyMap<FieldFile, FieldPart>;
  readonly left: readonly LeftOut[];
}

/** The place in the library of a file of this kind. */
export function placeIn(kind: FileKind, name: string): string {
  return `${KINDS[kind]}/${name}`;
}

/** Where a place of the library goes in a target. */
export function pathOf(place: string, kind: Tree['kind']): RelPath {
  return `${folderOf(kind)}${place}` as RelPath;
}

/** What was found out about paths, which many trees have in common. */
export class Paths {
  readonly #roles = { repository: new Map<RelPath, Role>(), home: new Map<RelPath, Role>() };
  readonly #keys = new Map<RelPath, string>();

  role(path: RelPath, kind: Tree['kind']): Role {
    const roles = this.#roles[kind];
    const role = roles.get(path) ?? roleOf(path, kind);
    roles.set(path, role);
    return role;
  }

  key(path: RelPath): string {
    const key = this.#keys.get(path) ?? collisionKey(path);
    this.#keys.set(path, key);
    return key;
  }
}

/** Sorts a tree; what cannot come into a hub is left, with the reason. @param known shared by the trees of one import */
export function sortTree(tree: Tree, known = new Paths()): Sorted {
  const files = new Map<string, TreeFile>();
  const parts = new Map<FieldFile, FieldPart>();
  const left: LeftOut[] = [...tree.left];
  const keys = new Map<string, string>();
  for (const file of tree.files.values()) {
    const role = known.role(file.path, tree.kind);
    if (role.is === 'left') left.push({ path: file.path, reason: role.reason, detail: role.detail });
    else if (role.is === 'fields') {
      const read = readFields(file, dialectFor(role.file));
      left.push(...read.left);
      if (read.document !== undefined)
        parts.set(role.file, { path: file.path, document: read.document, fields: read.fields });
    } else {
      const key = known.key(file.path);
      const twin = keys.get(key);
      const refused = twin === undefined ? secretIn(file) : collision(file, twin);
      keys.set(key, twin ?? file.path);
      if (refused !== undefined) left.push(refused);
      else files.set(placeIn(role.kind, role.name), file);
    }
  }
  return { tree, files, parts, left };
}

function collision(file: TreeFile, twin: string): LeftOut {
  const detail = `is one file with ${twin} where letters' case or Unicode form does not count`;
  return { path: file.path, reason: 'collision', detail };
}

const lines = new WeakMap<Uint8Array, { readonly line: number | undefined }>();

function secretIn(file: TreeFile): LeftOut | undefined {
  const known = lines.get(file.content) ?? { line: secretLine(file.content) };
  lines.set(file.content, known);
  if (known.line === undefined) return undefined;
  return { path: file.path, reason: 'secret', detail: `line ${known.line} holds what looks like a secret` };
}
