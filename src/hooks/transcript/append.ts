import { closeSync, constants, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Longest line in bytes with its newline: a write up to this length reaches the file in one piece. */
export const MAX_LINE_BYTES = 4096;

// A lock that is older was left by a process that died.
const STALE_LOCK_MS = 60_000;

/**
 * Appends one JSON line with a single write on an O_APPEND descriptor, so that any number of processes may do so at
 * once. `value` must fit into MAX_LINE_BYTES; a longer one throws a RangeError. Throws what node:fs throws.
 */
export function appendLine(file: string, value: unknown): void {
  const line = Buffer.from(`${JSON.stringify(value)}\n`);
  if (line.length > MAX_LINE_BYTES) throw new RangeError(`a line of ${line.length} bytes is too long`);
  const descriptor = openForAppend(file);
  try {
    // A disk that filled up in the middle: end the broken line, so that it does not swallow the next one.
    if (writeSync(descriptor, line) < line.length) writeSync(descriptor, '\n');
  } finally {
    closeSync(descriptor);
  }
}

function openForAppend(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return openSync(file, 'a', 0o600);
  }
}

/**
 * Moves a file that has grown over `maxBytes` to `<file>.1`, replacing the one there. Only one process does so at a
 * time; a line that another process is appending meanwhile goes to the moved file and is not lost.
 */
export function rotate(file: string, maxBytes: number, now: number): void {
  if (sizeOf(file) <= maxBytes) return;
  const lock = `${file}.lock`;
  if (!takeLock(lock, now)) return;
  try {
    // Again under the lock: another process may have rotated since, and a second move would replace the first.
    if (sizeOf(file) > maxBytes) renameSync(file, `${file}.1`);
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string, now: number): boolean {
  try {
    closeSync(openSync(lock, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
    return true;
  } catch {
    if (now - modified(lock) > STALE_LOCK_MS) rmSync(lock, { force: true });
    return false;
  }
}

/** The whole JSON lines in the last `maxBytes` of a file, oldest first. Broken lines and an absent file give nothing. */
export function readLastLines(file: string, maxBytes: number): Record<string, unknown>[] {
  const text = tailText(file, maxBytes);
  const found: Record<string, unknown>[] = [];
  for (const line of text.split('\n')) {
    const value = parseLine(line);
    if (value) found.push(value);
  }
  return found;
}

/** One JSON object from one line, or undefined. */
function parseLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function tailText(file: string, maxBytes: number): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const size = sizeOf(file);
    const start = Math.max(0, size - maxBytes);
    const bytes = Buffer.alloc(size - start);
    const length = readSync(descriptor, bytes, 0, bytes.length, start);
    const text = bytes.toString('utf8', 0, length);
    // The first line of a tail is usually half a line.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function modified(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
