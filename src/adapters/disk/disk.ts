import fs from 'node:fs';
import { byText } from '../../core/values/address.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError, type DiskNode, type DiskWriter, type Entry, type Stamp } from '../../ports/disk.ts';

/** Larger files are nobody's configuration; they are reported, not read. */
const LIMIT = 64 * 1024 * 1024;

// Without NONBLOCK the opening of a pipe would wait for a writer; with NOFOLLOW a link is told from a file in one call.
const READ = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);
const CREATE = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | (fs.constants.O_NOFOLLOW ?? 0);

/** A part of the path is a file, or links that lead in a circle: nothing can be there. */
const LEADS_NOWHERE = ['ENOTDIR', 'ELOOP'];

/** The disk of this machine. */
export function realDisk(): DiskWriter {
  // One buffer for every read: measured two thirds faster than a new one per file.
  let buffer = Buffer.allocUnsafe(256 * 1024);

  function fileAt(fd: number, path: AbsPath, size: number, expected: Uint8Array | undefined): Uint8Array {
    if (size > LIMIT)
      throw new DiskError('read', path, { code: `it has ${size} bytes, more than any configuration file` });
    if (size + 1 > buffer.length) buffer = Buffer.allocUnsafe(size * 2);
    let length = 0;
    for (;;) {
      const got = fs.readSync(fd, buffer, length, buffer.length - length, null);
      length += got;
      // A file of a known size is read in one call; only one that grew or shrank meanwhile needs another.
      if (got === 0 || length === size) break;
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    if (expected !== undefined && expected.length === length && buffer.compare(expected, 0, length, 0, length) === 0)
      return expected;
    return Uint8Array.prototype.slice.call(buffer, 0, length);
  }

  function read(path: AbsPath, expected?: Uint8Array): DiskNode {
    let fd: number;
    try {
      fd = fs.openSync(path, READ);
    } catch (cause) {
      return unopened(path, cause);
    }
    try {
      const stat = fs.fstatSync(fd);
      if (stat.isDirectory()) return { kind: 'directory' };
      if (!stat.isFile()) return { kind: 'special' };
      const bytes = fileAt(fd, path, stat.size, expected);
      return { kind: 'file', bytes, permissions: stat.mode & 0o777, stamp: stampOf(stat) };
    } catch (cause) {
      throw cause instanceof DiskError ? cause : new DiskError('read', path, cause);
    } finally {
      fs.closeSync(fd);
    }
  }

  function unopened(path: AbsPath, cause: unknown): DiskNode {
    switch (codeOf(cause)) {
      case 'ENOENT':
      case 'ENOTDIR':
        return { kind: 'absent' };
      case 'ELOOP':
      case 'EMLINK':
        // When it is not the last part that is a link, links on the way lead in a circle: nothing is there.
        return (
          attempt('read', path, () => ({ kind: 'link', to: fs.readlinkSync(path) }), ['ELOOP']) ?? { kind: 'absent' }
        );
      case 'ENXIO':
        return { kind: 'special' };
      default:
        throw new DiskError('read', path, cause);
    }
  }

  return {
    read,
    kind(path) {
      return kindOf(statOf(path));
    },
    list(path) {
      return attempt('list', path, () => fs.readdirSync(path).sort(byText), ['ENOENT', ...LEADS_NOWHERE]) ?? [];
    },
    folder(path) {
      const read = (): Entry[] => fs.readdirSync(path, { withFileTypes: true }).map(entryOf).sort(byName);
      return attempt('list', path, read, ['ENOENT', ...LEADS_NOWHERE]) ?? [];
    },
    realPath(path) {
      return attempt('resolve', path, () => fs.realpathSync.native(path) as AbsPath, ['ENOENT', 'ENOTDIR', 'ELOOP']);
    },
    look(path) {
      const stat = statOf(path);
      if (stat?.isFile() === true) return { kind: 'file', permissions: stat.mode & 0o777, stamp: stampOf(stat) };
      return { kind: kindOf(stat) as Exclude<DiskNode['kind'], 'file'> };
    },
    makeDirectory(path) {
      attempt('make the folder', path, () => fs.mkdirSync(path), ['EEXIST']);
      const stat = attempt('make the folder', path, () => fs.statSync(path, { throwIfNoEntry: false }), ['ELOOP']);
      if (stat?.isDirectory() !== true) throw new DiskError('make the folder', path, { code: 'ENOTDIR' });
    },
    createFile(path, bytes, permissions) {
      attempt('write', path, () => {
        const fd = fs.openSync(path, CREATE, permissions);
        try {
          for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at);
          // The permissions of an existing file are kept; the umask must not narrow them a second time.
          if ((fs.fstatSync(fd).mode & 0o777) !== permissions && keepsPermissions(permissions))
            fs.fchmodSync(fd, permissions);
        } finally {
          fs.closeSync(fd);
        }
      });
    },
    rename(from, to) {
      attempt('rename', to, () => fs.renameSync(from, to));
    },
    renameSoon(from, to) {
      return new Promise((done, failed) => {
        fs.rename(from, to, (cause) => (cause === null ? done() : failed(new DiskError('rename', to, cause))));
      });
    },
    remove(path) {
      attempt('remove', path, () => fs.unlinkSync(path), ['ENOENT', ...LEADS_NOWHERE]);
    },
    removeDirectory(path) {
      const remove = (): true => {
        fs.rmdirSync(path);
        return true;
      };
      return attempt('remove the folder', path, remove, ['ENOENT', 'ENOTEMPTY', 'EEXIST', ...LEADS_NOWHERE]) ?? false;
    },
    async flush(paths) {
      // Together in the thread pool: six files take the time of two, and the next target goes on meanwhile.
      await Promise.all(paths.map(flushOne));
    },
  };
}

function statOf(path: AbsPath): fs.Stats | undefined {
  return attempt('look at', path, () => fs.lstatSync(path, { throwIfNoEntry: false }), LEADS_NOWHERE);
}

function kindOf(stat: fs.Stats | undefined): DiskNode['kind'] {
  return stat === undefined ? 'absent' : kindThere(stat);
}

function kindThere(one: Pick<fs.Stats, 'isFile' | 'isSymbolicLink' | 'isDirectory'>): Entry['kind'] {
  if (one.isFile()) return 'file';
  if (one.isSymbolicLink()) return 'link';
  return one.isDirectory() ? 'directory' : 'special';
}

function entryOf(one: fs.Dirent): Entry {
  return { name: one.name, kind: kindThere(one) };
}

function byName(a: Entry, b: Entry): number {
  return byText(a.name, b.name);
}

function stampOf(stat: fs.Stats): Stamp {
  return { inode: stat.ino, size: stat.size, modified: stat.mtimeMs, changed: stat.ctimeMs };
}

function flushOne(path: AbsPath): Promise<void> {
  const fd = attempt('flush', path, () => fs.openSync(path, fs.constants.O_RDONLY));
  return new Promise((resolve, reject) => {
    fs.fsync(fd, (cause) => {
      fs.closeSync(fd);
      if (cause === null) resolve();
      else reject(new DiskError('flush', path, cause));
    });
  });
}

/** 0666 and 0777 mean "what the umask leaves"; anything else was read off a file and is meant as it is. */
function keepsPermissions(permissions: number): boolean {
  return permissions !== 0o666 && permissions !== 0o777;
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown } | undefined)?.code);
}

/** Runs a disk operation; the codes in `absent` mean that nothing is there. */
function attempt<T>(operation: string, path: string, run: () => T): T;
function attempt<T>(operation: string, path: string, run: () => T, absent: readonly string[]): T | undefined;
function attempt<T>(operation: string, path: string, run: () => T, absent: readonly string[] = []): T | undefined {
  try {
    return run();
  } catch (cause) {
    if (absent.includes(codeOf(cause))) return undefined;
    throw new DiskError(operation, path, cause);
  }
}
