import fs from 'node:fs';
import os from 'node:os';
import { isObject } from '../../core/values/json.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { Holder, Leases } from '../../ports/lease.ts';

/** What the lock file holds: the holder, and when its process started, so that a reused process id is not taken for it. */
interface Record extends Holder {
  readonly started: string | null;
}

/** A thief's own lock may be this old, in milliseconds, before it counts as left behind: stealing takes microseconds. */
const STEAL_LIMIT = 10_000;

/**
 * Leases as lock files in a folder of this machine. A lock whose process is gone is taken over; so is one whose process id now belongs
 * to a younger process. A lock of another host (a shared home) is never taken over.
 */
export function fileLeases(folder: AbsPath, now: () => number): Leases {
  return {
    acquire(name, purpose) {
      fs.mkdirSync(folder, { recursive: true });
      const path = `${folder}/${name}.lock`;
      const mine: Record = {
        pid: process.pid,
        host: os.hostname(),
        purpose,
        since: now(),
        started: startOf(process.pid),
      };
      for (;;) {
        if (create(path, mine)) return { lease: { release: () => release(path, mine) } };
        const held = read(path);
        if (held === undefined) continue;
        if (isAlive(held) || !steal(path, held, now)) {
          const again = read(path);
          if (again === undefined) continue;
          return { heldBy: again };
        }
      }
    },
  };
}

/** A link of a finished file is atomic: nobody ever sees a lock without its holder. */
function create(path: string, mine: Record): boolean {
  const draft = `${path}.${process.pid}.${Math.trunc(performance.now() * 1e6)}`;
  fs.writeFileSync(draft, JSON.stringify(mine), { flag: 'wx' });
  try {
    fs.linkSync(draft, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    fs.unlinkSync(draft);
  }
}

function read(path: string): Record | undefined {
  try {
    const value: unknown = JSON.parse(fs.readFileSync(path, 'utf8'));
    if (isObject(value) && typeof value['pid'] === 'number' && value['pid'] > 0) return value as unknown as Record;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  // Not a lock that this program wrote whole: its holder cannot be named, and is not alive.
  return { pid: 0, host: os.hostname(), purpose: 'unknown', since: 0, started: null };
}

function release(path: string, mine: Record): void {
  const held = read(path);
  if (held?.pid === mine.pid && held.since === mine.since && held.host === mine.host) fs.rmSync(path, { force: true });
}

function isAlive(held: Record): boolean {
  if (held.host !== os.hostname()) return true;
  if (held.pid === 0) return false;
  try {
    process.kill(held.pid, 0);
  } catch (cause) {
    // EPERM: it lives, and belongs to somebody else.
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(held.pid);
  if (started === 'ended') return false;
  return held.started === null || started === null || held.started === started;
}

/**
 * When a process started, in the kernel's ticks since boot with the boot's id; null where that can't be known. `ended` is one that is
 * only still listed because its parent has not asked how it ended: in a container without an init process that may be for ever.
 */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, in brackets, may hold anything; the start time is the 22nd field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

/** Removes a dead lock; one thief at a time, who looks again before acting. @returns false when another is at it */
function steal(path: string, dead: Record, now: () => number): boolean {
  const thief = `${path}.steal`;
  try {
    fs.closeSync(fs.openSync(thief, 'wx'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const modified = fs.statSync(thief, { throwIfNoEntry: false })?.mtimeMs;
    if (modified === undefined || now() - modified <= STEAL_LIMIT) return false;
    fs.rmSync(thief, { force: true });
    return true;
  }
  try {
    const held = read(path);
    if (held !== undefined && held.pid === dead.pid && held.since === dead.since && !isAlive(held))
      fs.rmSync(path, { force: true });
    return true;
  } finally {
    fs.rmSync(thief, { force: true });
  }
}
