import { referencesOf } from '../core/findings/references.ts';
import { type Tree, type TreeFile, treeOf } from '../core/findings/tree.ts';
import { byText } from '../core/values/address.ts';
import { type AbsPath, foldersOf, join, type RelPath } from '../core/values/paths.ts';
import type { TargetKind } from '../core/values/target.ts';
import { DiskError, type DiskReader } from '../ports/disk.ts';
import { modeOf } from './source.ts';

/** Files of the client's tree, and folders in it, that the client reads or that are wired from there (seen in Claude Code 2.1.330). */
const IN_TREE = [
  'settings.json',
  'settings.local.json',
  'CLAUDE.md',
  'rules',
  'skills',
  'commands',
  'agents',
  'output-styles',
  'hooks',
  'workflows',
];
const BESIDE = ['CLAUDE.md', 'CLAUDE.local.md', 'AGENTS.md', '.mcp.json'];
/** Folders in a skill or beside hooks that are nobody's configuration. */
const NEVER = new Set(['node_modules', '.git', '.venv', '__pycache__']);

/** Nobody's configuration is larger, and no tree has more files (the largest of 63 public repositories: 761). */
export const LIMITS = { bytes: 1024 * 1024, files: 5000, depth: 12 } as const;

/** The files of a target that the client reads, with what was left out of them. */
export interface ClientTree extends Tree {
  readonly omitted: readonly { readonly path: RelPath; readonly because: string }[];
}

/**
 * Reads the files of a target that the client reads, foreign ones too. Links are followed inside the target, never out of it; what is
 * too large or cannot be read is left out, and told. Writes nothing.
 */
export function readClientTree(disk: DiskReader, root: AbsPath, kind: TargetKind): ClientTree {
  const walk = new Walk(disk, root);
  const tree = treeOf(kind);
  if (kind === 'directory') for (const name of walk.names('')) walk.take(name as RelPath, 1);
  else {
    if (kind === 'repository') for (const name of BESIDE) walk.take(name as RelPath, 1);
    if (kind === 'home' || walk.enters('.claude' as RelPath))
      for (const name of IN_TREE) walk.take(`${tree}${name}` as RelPath, 1);
  }
  takeReferences(walk, kind);
  const files = [...walk.files.values()].sort((a, b) => byText(a.path, b.path));
  return { kind, files: new Map(files.map((file) => [file.path, file])), complete: true, omitted: walk.omitted };
}

/** What the tree names elsewhere in the target: imports, which may import more, and scripts of hooks. */
function takeReferences(walk: Walk, kind: TargetKind): void {
  const asked = new Set<RelPath>();
  for (;;) {
    const wanted = referencesOf({ kind, files: walk.files, complete: true }).filter((path) => !asked.has(path));
    if (wanted.length === 0) return;
    for (const path of wanted) {
      asked.add(path);
      walk.takeFile(path);
    }
  }
}

class Walk {
  readonly files = new Map<RelPath, TreeFile>();
  readonly omitted: { path: RelPath; because: string }[] = [];
  readonly #disk: DiskReader;
  readonly #root: AbsPath;
  /** The folders on the way down to which links led: a link back to one of them is a circle. */
  readonly #way: string[] = [];
  #top: AbsPath | undefined;

  constructor(disk: DiskReader, root: AbsPath) {
    this.#disk = disk;
    this.#root = root;
  }

  names(folder: string): readonly string[] {
    return this.#disk.list(folder === '' ? this.#root : join(this.#root, folder as RelPath));
  }

  /** False for a folder that is a link out of the target, which is told. */
  enters(folder: RelPath): boolean {
    const place = join(this.#root, folder);
    if (this.#disk.kind(place) !== 'link') return true;
    const real = this.#inside(folder, place);
    if (real !== undefined) this.#way.push(real);
    return real !== undefined;
  }

  /** Takes the file at `path`, or all files of the folder there. */
  take(path: RelPath, depth: number): void {
    try {
      this.#at(path, join(this.#root, path), depth);
    } catch (cause) {
      if (!(cause instanceof DiskError)) throw cause;
      this.omitted.push({ path, because: cause.message });
    }
  }

  /** Takes the file at any path of the target, if nothing on the way leads out of it. */
  takeFile(path: RelPath): void {
    if (foldersOf(path).some((folder) => NEVER.has(folder))) return;
    const real = this.#disk.realPath(join(this.#root, path));
    this.#top ??= this.#disk.realPath(this.#root);
    if (real?.startsWith(`${this.#top}/`) && this.#disk.kind(real) === 'file') this.take(path, LIMITS.depth);
  }

  #at(path: RelPath, place: AbsPath, depth: number): void {
    if (this.files.size >= LIMITS.files) return this.#leave(path, `there are more than ${LIMITS.files} files`);
    const node = this.#disk.read(place);
    if (node.kind === 'file') {
      if (node.bytes.length > LIMITS.bytes) return this.#leave(path, `it has ${node.bytes.length} bytes`);
      this.files.set(path, { path, bytes: node.bytes, mode: modeOf(node.permissions) });
    } else if (node.kind === 'directory') this.#folder(path, depth);
    else if (node.kind === 'link') this.#link(path, place, depth);
    else if (node.kind === 'special') this.#leave(path, 'it is neither a file nor a folder');
  }

  #folder(path: RelPath, depth: number): void {
    if (depth >= LIMITS.depth) return this.#leave(path, `it is more than ${LIMITS.depth} folders deep`);
    for (const name of this.names(path)) if (!NEVER.has(name)) this.take(`${path}/${name}` as RelPath, depth + 1);
  }

  #link(path: RelPath, place: AbsPath, depth: number): void {
    const real = this.#inside(path, place);
    if (real === undefined) return;
    if (this.#way.includes(real)) return this.#leave(path, 'it is a link that leads in a circle');
    this.#way.push(real);
    this.#at(path, real, depth);
    this.#way.pop();
  }

  /** Where the link at `place` really leads, if that is inside the target; else it is told. */
  #inside(path: RelPath, place: AbsPath): AbsPath | undefined {
    this.#top ??= this.#disk.realPath(this.#root);
    const real = this.#disk.realPath(place);
    if (real?.startsWith(`${this.#top}/`)) return real;
    const where = real === undefined ? 'that leads nowhere' : `to ${real}, out of the target`;
    this.omitted.push({ path, because: `it is a link ${where}` });
    return undefined;
  }

  #leave(path: RelPath, because: string): void {
    this.omitted.push({ path, because });
  }
}
