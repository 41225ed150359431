import type { Finding } from '../../core/findings/finding.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader, Look, Stamp } from '../../ports/disk.ts';
import { modeOfLook, type Proof } from './proof.ts';

// A file may change again within one tick of the clock that stamps it (10 ms at most on Linux) and look the same. What changed as
// lately as this, in milliseconds, proves nothing; git calls it racily clean (Documentation/technical/racy-git).
const FRESH = 20;
// Some file systems have whole seconds or two of them (NFS, FAT).
const FRESH_WHOLE_SECONDS = 3000;

/** Writes down what is looked at through its disk. */
export interface Witness {
  readonly disk: DiskReader;
  /** Writes down what is at `path` now. */
  note(path: AbsPath, look: Look): void;
  /** Writes down what an earlier proof has at one of its places. */
  keep(earlier: Proof, at: number): void;
  /** Undefined when something was looked at about which nothing can be proven. */
  proof(findings: readonly Finding[], entries: number): Proof | undefined;
}

/** A disk to read a target at `root` through. `now` gives milliseconds since 1970. */
export function witness(disk: DiskReader, root: AbsPath, now: () => number): Witness {
  const paths = new Map<string, number>();
  const modes: number[] = [];
  const stamps: number[] = [];
  let spoilt = false;

  const note = (path: AbsPath, look: Look): void => {
    const mode = modeOfLook(look);
    if (mode === undefined || (look.kind === 'file' && isFresh(look.stamp, now()))) spoilt = true;
    if (spoilt || mode === undefined) return;
    const name = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
    const before = paths.get(name);
    const at = before ?? paths.size;
    if (before === undefined) paths.set(name, at);
    modes[at] = mode;
    const { inode, size, modified, changed } = look.kind === 'file' ? look.stamp : NO_STAMP;
    stamps[at * 4] = inode;
    stamps[at * 4 + 1] = size;
    stamps[at * 4 + 2] = modified;
    stamps[at * 4 + 3] = changed;
  };
  const spoil = (): void => {
    spoilt = true;
  };

  return {
    disk: {
      read(path, expected) {
        const node = disk.read(path, expected);
        note(path, node);
        return node;
      },
      kind(path) {
        const look = disk.look(path);
        note(path, look);
        return look.kind;
      },
      look(path) {
        const look = disk.look(path);
        note(path, look);
        return look;
      },
      list(path) {
        spoil();
        return disk.list(path);
      },
      folder(path) {
        spoil();
        return disk.folder(path);
      },
      realPath(path) {
        spoil();
        return disk.realPath(path);
      },
    },
    note,
    keep(earlier, at) {
      const place = paths.size;
      paths.set(earlier.paths[at]!, place);
      modes[place] = earlier.modes[at]!;
      for (let number = 0; number < 4; number++) stamps[place * 4 + number] = earlier.stamps[at * 4 + number]!;
    },
    proof(findings, entries) {
      if (spoilt) return undefined;
      return {
        root,
        paths: [...paths.keys()],
        modes: Int16Array.from(modes),
        stamps: Float64Array.from(stamps),
        findings,
        entries,
      };
    },
  };
}

const NO_STAMP: Stamp = { inode: 0, size: 0, modified: 0, changed: 0 };

function isFresh({ modified, changed }: Stamp, now: number): boolean {
  const last = Math.max(modified, changed);
  return now - last < (changed % 1000 === 0 ? FRESH_WHOLE_SECONDS : FRESH);
}
