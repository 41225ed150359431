import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { textHash } from '../common/hash.ts';

const DAY_MS = 86_400_000;

/** A folder name for any text: its harmless characters, and a hash where some were not, so that two texts never share one. */
export function safeName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 64);
  return plain === text && plain !== '' ? plain : `${plain}-${shortHash(text)}`;
}

/** A folder name for a project's absolute path: readable, and different for two projects of the same name. */
export function projectKey(root: string): string {
  return `${safeName(basename(root) || 'root')}-${shortHash(root)}`;
}

/** The folder of what the hooks remember of one session. */
export function sessionFolder(stateDir: string, sessionId: string): string {
  return join(stateDir, 'hooks', 'sessions', safeName(sessionId));
}

function shortHash(text: string): string {
  return textHash(text).slice(0, 10);
}

/** The JSON object in a file, or undefined when there is none or it is not whole: state is a cache, never the only copy. */
export function readState(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces a file in one step: a reader, or a run killed in the middle, sees the old or the new text. Throws as node:fs. */
export function writeState(file: string, value: unknown): void {
  replaceFile(file, `${JSON.stringify(value)}\n`);
}

/** As writeState, for text. */
export function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

/** Removes the entries of a folder that were not changed for `days`. Failing to remove one is no failure. */
export function pruneOlderThan(folder: string, days: number, now: number): void {
  for (const name of listNames(folder)) {
    const path = join(folder, name);
    try {
      if (now - statSync(path).mtimeMs > days * DAY_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Removed by another run meanwhile.
    }
  }
}

/** The names in a folder, sorted; none when it does not exist. */
export function listNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
