import type { ActualState } from '../core/actual/state.ts';
import type { TreeFile } from '../core/findings/tree.ts';
import { sameBytes } from '../core/values/content.ts';
import { type AbsPath, baseName, foldersOf, join, type RelPath } from '../core/values/paths.ts';
import { DiskError, type DiskNode, type DiskReader, type Entry } from '../ports/disk.ts';
import { modeOf } from './source.ts';

/** Folders in a skill or beside hooks that are nobody's configuration. */
const NEVER = new Set(['node_modules', '.git', '.venv', '__pycache__']);

/** Nobody's configuration is larger, and no tree has more files (the largest of 63 public repositories: 761). */
export const LIMITS = { bytes: 1024 * 1024, files: 5000, depth: 12, folders: 200 } as const;

/** A walk through the files of one target: what it has taken, and what it has left out. */
export class Walk {
  readonly files = new Map<RelPath, TreeFile>();
  readonly omitted: { path: RelPath; because: string }[] = [];
  readonly #disk: DiskReader;
  readonly #root: AbsPath;
  readonly #actual: ActualState;
  readonly #shared: Map<RelPath, TreeFile>;
  /** The folders on the way down to which links led: a link back to one of them is a circle. */
  readonly #way: string[] = [];
  #top: AbsPath | undefined;

  /**
   * @param actual what was read of the target already
   * @param shared of each path what was last read there, in any target; is added to
   */
  constructor(disk: DiskReader, root: AbsPath, actual: ActualState, shared: Map<RelPath, TreeFile>) {
    this.#disk = disk;
    this.#root = root;
    this.#actual = actual;
    this.#shared = shared;
  }

  /** Takes all files of the target. @throws DiskError when it cannot be listed */
  takeAll(): void {
    for (const { name, kind } of this.#disk.folder(this.#root)) this.#take(name as RelPath, kind, 1);
  }

  /** Works in a folder; not in one that is a link out of the target, which is told. */
  within(folder: RelPath | '', work: () => void): void {
    const place = folder === '' ? this.#root : join(this.#root, folder);
    const isLink = folder !== '' && this.#disk.kind(place) === 'link';
    const real = isLink ? this.#inside(folder, place) : undefined;
    if (isLink && real === undefined) return;
    if (real !== undefined) this.#way.push(real);
    work();
    if (real !== undefined) this.#way.pop();
  }

  /** Takes the file at `path`, or all files of the folder there. */
  take(path: RelPath, depth: number): void {
    this.#take(path, undefined, depth);
  }

  /** Takes the file at any path of the target, if nothing on the way leads out of it. */
  takeFile(path: RelPath): void {
    const real = this.#realIn(path);
    if (real !== undefined && this.#disk.kind(real) === 'file') this.take(path, LIMITS.depth);
  }

  /** True for a folder of the target that nothing on the way leads out of. */
  holds(folder: RelPath): boolean {
    const real = NEVER.has(baseName(folder)) ? undefined : this.#realIn(folder);
    return real !== undefined && this.#disk.kind(real) === 'directory';
  }

  #realIn(path: RelPath): AbsPath | undefined {
    if (foldersOf(path).some((folder) => NEVER.has(baseName(folder)))) return undefined;
    const real = this.#disk.realPath(join(this.#root, path));
    this.#top ??= this.#disk.realPath(this.#root);
    return real?.startsWith(`${this.#top}/`) === true ? real : undefined;
  }

  /** `kind` is what stands there, where it is known. */
  #take(path: RelPath, kind: Entry['kind'] | undefined, depth: number): void {
    try {
      const known = this.#actual.get(path)?.file.kind;
      if (known === 'absent' && kind === undefined) return;
      this.#at(path, undefined, known === 'file' ? known : kind, depth);
    } catch (cause) {
      if (!(cause instanceof DiskError)) throw cause;
      this.omitted.push({ path, because: cause.message });
    }
  }

  /** `place` is where a link at `path` leads. */
  #at(path: RelPath, place: AbsPath | undefined, known: DiskNode['kind'] | undefined, depth: number): void {
    // To ask is cheaper than to open in vain: an exception costs ten times as much.
    const kind = known ?? this.#disk.kind(place ?? join(this.#root, path));
    if (kind === 'absent') return;
    if (this.files.size >= LIMITS.files) return this.leave(path, `there are more than ${LIMITS.files} files`);
    if (kind === 'file') this.#file(path, place);
    else if (kind === 'directory') this.#folder(path, depth);
    else if (kind === 'link') this.#link(path, place ?? join(this.#root, path), depth);
    else this.leave(path, 'it is neither a file nor a folder');
  }

  #file(path: RelPath, place: AbsPath | undefined): void {
    const known = this.#actual.get(path)?.file;
    const shared = this.#shared.get(path);
    if (known?.kind === 'file') return this.#keep(path, known.bytes, known.mode, shared);
    const node = this.#disk.read(place ?? join(this.#root, path), shared?.bytes);
    // Something else stands there by now: the next look will tell.
    if (node.kind === 'file') this.#keep(path, node.bytes, modeOf(node.permissions), shared);
  }

  #keep(path: RelPath, read: Uint8Array, mode: TreeFile['mode'], shared: TreeFile | undefined): void {
    if (read.length > LIMITS.bytes) return this.leave(path, `it has ${read.length} bytes`);
    const bytes = shared !== undefined && sameBytes(shared.bytes, read) ? shared.bytes : read;
    const file = shared?.bytes === bytes && shared.mode === mode ? shared : { path, bytes, mode };
    if (file !== shared) this.#shared.set(path, file);
    this.files.set(path, file);
  }

  #folder(path: RelPath, depth: number): void {
    if (depth >= LIMITS.depth) return this.leave(path, `it is more than ${LIMITS.depth} folders deep`);
    for (const { name, kind } of this.#disk.folder(join(this.#root, path)))
      if (!NEVER.has(name)) this.#take(`${path}/${name}` as RelPath, kind, depth + 1);
  }

  #link(path: RelPath, place: AbsPath, depth: number): void {
    const real = this.#inside(path, place);
    if (real === undefined) return;
    if (this.#way.includes(real)) return this.leave(path, 'it is a link that leads in a circle');
    this.#way.push(real);
    this.#at(path, real, undefined, depth);
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

  /** Leaves something out, and tells it. */
  leave(path: RelPath, because: string): void {
    this.omitted.push({ path, because });
  }
}
