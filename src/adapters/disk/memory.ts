import { byText } from '../../core/values/address.ts';
import { sameBytes } from '../../core/values/content.ts';
import { type AbsPath, absolute, baseName, parentOf } from '../../core/values/paths.ts';
import { DiskError, type DiskNode, type DiskWriter, type Stamp } from '../../ports/disk.ts';

type Entry =
  | { kind: 'file'; bytes: Uint8Array; permissions: number; stamp: Stamp }
  | { kind: 'link'; to: string }
  | { kind: 'directory' };

/** A disk in memory, for tests: keeps the same contract as the real one (test/contract/disk.test.ts). */
export interface MemoryDisk extends DiskWriter {
  readonly entries: ReadonlyMap<AbsPath, Readonly<Entry>>;
  link(path: AbsPath, to: string): void;
  /** Another disk with the same content. */
  copy(): MemoryDisk;
}

export function memoryDisk(
  from: ReadonlyMap<AbsPath, Entry> = new Map([['/' as AbsPath, { kind: 'directory' }]]),
): MemoryDisk {
  const entries = new Map(from);
  let writes = 0;

  /** The path with the links in its parents resolved; the last part is left as it is. */
  function place(path: AbsPath, hops = 0): AbsPath | undefined {
    if (path === '/') return path;
    const parent = place(parentOf(path), hops);
    if (parent === undefined) return undefined;
    const folder = follow(parent, hops);
    return folder === undefined
      ? undefined
      : ((folder === '/' ? `/${baseName(path)}` : `${folder}/${baseName(path)}`) as AbsPath);
  }

  function follow(path: AbsPath, hops: number): AbsPath | undefined {
    const entry = entries.get(path);
    if (entry?.kind !== 'link') return path;
    if (hops > 40) return undefined;
    const to = place(absolute(entry.to, parentOf(path), '/' as AbsPath), hops + 1);
    return to === undefined ? undefined : follow(to, hops + 1);
  }

  function at(path: AbsPath): { real: AbsPath; entry: Entry | undefined } {
    const real = place(path);
    if (real === undefined) return { real: path, entry: undefined };
    return { real, entry: entries.get(real) };
  }

  function needFolder(operation: string, path: AbsPath): AbsPath {
    const { real } = at(path);
    const parent = entries.get(parentOf(real));
    if (parent === undefined) throw new DiskError(operation, path, { code: 'ENOENT' });
    if (parent.kind !== 'directory') throw new DiskError(operation, path, { code: 'ENOTDIR' });
    return real;
  }

  function children(path: AbsPath): AbsPath[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...entries.keys()].filter(
      (key) => key !== '/' && key.startsWith(prefix) && !key.slice(prefix.length).includes('/'),
    );
  }

  const disk: MemoryDisk = {
    entries,
    read(path, expected): DiskNode {
      const { entry } = at(path);
      if (entry === undefined) return { kind: 'absent' };
      if (entry.kind === 'link') return { kind: 'link', to: entry.to };
      if (entry.kind === 'directory') return { kind: 'directory' };
      const bytes = expected !== undefined && sameBytes(expected, entry.bytes) ? expected : entry.bytes.slice();
      return { kind: 'file', bytes, permissions: entry.permissions, stamp: entry.stamp };
    },
    kind: (path) => at(path).entry?.kind ?? 'absent',
    list(path) {
      const real = follow(at(path).real, 0);
      return real === undefined || entries.get(real)?.kind !== 'directory'
        ? []
        : children(real).map(baseName).sort(byText);
    },
    folder(path) {
      const real = follow(at(path).real, 0);
      return disk.list(path).map((name) => ({
        name,
        kind: entries.get((real === '/' ? `/${name}` : `${real}/${name}`) as AbsPath)!.kind,
      }));
    },
    realPath(path) {
      const { real } = at(path);
      const resolved = follow(real, 0);
      return resolved !== undefined && entries.has(resolved) ? resolved : undefined;
    },
    look(path) {
      const { entry } = at(path);
      if (entry?.kind === 'file') return { kind: 'file', permissions: entry.permissions, stamp: entry.stamp };
      return { kind: entry?.kind ?? 'absent' };
    },
    makeDirectory(path) {
      const real = needFolder('make the folder', path);
      const resolved = follow(real, 0);
      const entry = resolved === undefined ? undefined : entries.get(resolved);
      if (!entries.has(real)) entries.set(real, { kind: 'directory' });
      else if (entry?.kind !== 'directory') throw new DiskError('make the folder', path, { code: 'ENOTDIR' });
    },
    createFile(path, bytes, permissions) {
      const real = needFolder('write', path);
      if (entries.has(real)) throw new DiskError('write', path, { code: 'EEXIST' });
      const masked = permissions === 0o666 || permissions === 0o777 ? permissions & ~0o022 : permissions;
      const stamp = { inode: ++writes, size: bytes.length, modified: writes, changed: writes };
      entries.set(real, { kind: 'file', bytes: bytes.slice(), permissions: masked, stamp });
    },
    rename(from, to) {
      const source = at(from);
      const real = needFolder('rename', to);
      if (source.entry === undefined) throw new DiskError('rename', to, { code: 'ENOENT' });
      const target = entries.get(real);
      if (target?.kind === 'directory' && source.entry.kind !== 'directory')
        throw new DiskError('rename', to, { code: 'EISDIR' });
      const moved = [...entries].filter(([key]) => key === source.real || key.startsWith(`${source.real}/`));
      for (const [key, entry] of moved) {
        entries.delete(key);
        entries.set((real + key.slice(source.real.length)) as AbsPath, entry);
      }
    },
    async renameSoon(from, to) {
      disk.rename(from, to);
    },
    remove(path) {
      const { real, entry } = at(path);
      if (entry?.kind === 'directory') throw new DiskError('remove', path, { code: 'EISDIR' });
      entries.delete(real);
    },
    removeDirectory(path) {
      const { real, entry } = at(path);
      if (entry?.kind !== 'directory' || children(real).length > 0) return false;
      return entries.delete(real);
    },
    async flush(paths) {
      for (const path of paths)
        if (at(path).entry === undefined) throw new DiskError('flush', path, { code: 'ENOENT' });
    },
    link(path, to) {
      entries.set(needFolder('link', path), { kind: 'link', to });
    },
    copy: () => memoryDisk(entries),
  };
  return disk;
}
