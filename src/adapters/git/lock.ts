import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import type { Layout } from './layout.ts';
import { isFile } from './read.ts';

/**
 * Removes `index.lock` when no living process works in the repository. It knows that only where the system shows its processes (`/proc`);
 * elsewhere, and where a git process cannot be looked into, it leaves the lock alone.
 * @returns whether it removed it
 */
export function removeDeadLock(layout: Layout): boolean {
  const lock = `${layout.gitDir}/index.lock`;
  if (!isFile(lock)) return false;
  let processes: string[];
  try {
    processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return false;
  }
  if (processes.length === 0) return false;
  const places = [layout.root, layout.gitDir].map((place) => realpathSync(place));
  const file = realpathSync(lock);
  if (processes.some((id) => mayHold(id, places, file))) return false;
  rmSync(lock, { force: true });
  return true;
}

/** True when this process may have made the lock: a git at work there, or any program that has the file open. */
function mayHold(id: string, places: readonly string[], lock: string): boolean {
  const folder = `/proc/${id}`;
  const name = attempt(() => readFileSync(`${folder}/comm`, 'utf8').trim());
  // It has ended meanwhile.
  if (name === undefined) return false;
  const files = attempt(() => readdirSync(`${folder}/fd`)) ?? [];
  if (files.some((file) => attempt(() => readlinkSync(`${folder}/fd/${file}`)) === lock)) return true;
  if (!/^git\b/.test(name)) return false;
  const cwd = attempt(() => readlinkSync(`${folder}/cwd`));
  const args = attempt(() => readFileSync(`${folder}/cmdline`, 'utf8')) ?? '';
  // Ended, but its parent has not looked yet: it holds nothing any more.
  if (/^State:\s+[ZX]/m.test(attempt(() => readFileSync(`${folder}/status`, 'utf8')) ?? '')) return false;
  if (cwd === undefined) return true;
  return places.some((place) => cwd === place || cwd.startsWith(`${place}/`) || args.includes(place));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
