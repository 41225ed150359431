import type { ActualFile, Located } from '../core/actual/state.ts';
import type { FileMode } from '../core/values/content.ts';
import { type AbsPath, foldersOf, join, type RelPath } from '../core/values/paths.ts';
import { DiskError, type DiskNode, type DiskReader, type Lister } from '../ports/disk.ts';
import type { CommittedFile } from '../ports/git.ts';

/** Where the actual files of a target are read from: its worktree, or a commit. */
export interface Source {
  /** What stands at `path`. `expected` makes an equal content come back as that very array. */
  locate(path: RelPath, expected?: Uint8Array): Located;
}

/** Where a folder really lies, from the root and with a final `/`; or why nothing is read through it. */
type Folder = { readonly real: string } | { readonly blocked: string };

/** A worktree or a folder on disk. */
export interface Worktree extends Source {
  /** A folder of it, whether it is there or not. @throws DiskError */
  folder(path: RelPath): Folder;
  /** All files and links in a folder and below it; none when it is not there. @throws DiskError */
  list(path: RelPath, lister: Lister): { readonly files: readonly RelPath[] } | { readonly blocked: string };
}

/**
 * Reads a worktree or a folder. Nothing is read through a link, with one exception: `.claude`, or a folder directly in it, may be a
 * link to a folder of the same repository; then the real path is given.
 */
export function worktreeSource(disk: DiskReader, root: AbsPath): Worktree {
  const folders = new Map<string, Folder>();

  function folder(path: RelPath): Folder {
    let known = folders.get(path);
    if (known === undefined) {
      known = lookAt(path);
      folders.set(path, known);
    }
    return known;
  }

  function lookAt(path: RelPath): Folder {
    const cut = path.lastIndexOf('/');
    const parent = cut < 0 ? { real: '' } : folder(path.slice(0, cut) as RelPath);
    if ('blocked' in parent) return parent;
    const real = `${parent.real}${path.slice(cut + 1)}`;
    const kind = disk.kind(join(root, real as RelPath));
    if (kind === 'directory' || kind === 'absent') return { real: `${real}/` };
    if (kind !== 'link') return { blocked: `${real} is not a folder` };
    return mayLink(path) ? resolveLink(real) : { blocked: `${real} is a link; nothing is written through a link` };
  }

  function resolveLink(real: string): Folder {
    const to = disk.realPath(join(root, real as RelPath));
    const top = disk.realPath(root);
    if (to === undefined || top === undefined) return { blocked: `${real} is a link that leads nowhere` };
    if (!to.startsWith(`${top}/`)) return { blocked: `${real} is a link to ${to}, out of ${root}` };
    const inside = to.slice(top.length + 1);
    if (inside === '.git' || inside.startsWith('.git/')) return { blocked: `${real} is a link into .git` };
    if (disk.kind(to) !== 'directory') return { blocked: `${real} is a link to ${inside}, which is not a folder` };
    return { real: `${inside}/` };
  }

  function list(path: RelPath, lister: Lister): ReturnType<Worktree['list']> {
    const at = folder(path);
    if ('blocked' in at) return at;
    const real = join(root, at.real.slice(0, -1) as RelPath);
    if (disk.kind(real) !== 'directory') return { files: [] };
    const names = lister.files(real);
    // No link was followed: every folder on the way is one.
    for (const name of names) {
      const cut = name.lastIndexOf('/') + 1;
      if (cut > 0) folders.set(`${path}/${name.slice(0, cut - 1)}`, { real: at.real + name.slice(0, cut) });
    }
    return { files: names.map((name) => `${path}/${name}` as RelPath) };
  }

  return {
    folder,
    list,
    locate(path, expected) {
      try {
        const cut = path.lastIndexOf('/');
        const parent = cut < 0 ? { real: '' } : folder(path.slice(0, cut) as RelPath);
        if ('blocked' in parent) return { path, file: { kind: 'unreachable', because: parent.blocked } };
        const real = `${parent.real}${path.slice(cut + 1)}` as RelPath;
        return { path: real, file: asFile(disk.read(join(root, real), expected)) };
      } catch (cause) {
        if (cause instanceof DiskError) return { path, file: { kind: 'unreadable', because: cause.message } };
        throw cause;
      }
    },
  };
}

function mayLink(folder: string): boolean {
  return folder === '.claude' || /^\.claude\/[^/]+$/.test(folder);
}

function asFile(node: DiskNode): ActualFile {
  return node.kind === 'file' ? { kind: 'file', bytes: node.bytes, mode: modeOf(node.permissions) } : node;
}

/** Git keeps one bit of the permissions: whether the owner may execute. */
export function modeOf(permissions: number): FileMode {
  return (permissions & 0o100) === 0 ? '100644' : '100755';
}

/** Reads the files of a commit that were fetched beforehand. */
export function commitSource(
  files: ReadonlyMap<RelPath, CommittedFile>,
  special: ReadonlyMap<RelPath, 'link' | 'submodule'>,
): Source {
  return {
    locate(path) {
      for (const folder of foldersOf(path)) {
        const kind = special.get(folder);
        if (kind !== undefined)
          return { path, file: { kind: 'unreachable', because: `${folder} is a ${kind} in the commit` } };
        if (files.has(folder)) return { path, file: { kind: 'unreachable', because: `${folder} is not a folder` } };
      }
      const kind = special.get(path);
      if (kind === 'link') return { path, file: { kind: 'link', to: 'another path' } };
      if (kind === 'submodule') return { path, file: { kind: 'directory' } };
      const file = files.get(path);
      return {
        path,
        file: file === undefined ? { kind: 'absent' } : { kind: 'file', bytes: file.bytes, mode: file.mode },
      };
    },
  };
}
