import { accessSync, closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';

// One buffer for all small files: HEAD, refs and configuration are nearly always shorter than this.
const buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * The bytes of a file, or undefined when there is none.
 * Asks for existence first, because an exception costs ten times as much as a `stat`.
 * @throws the system's error when it is there but cannot be read
 */
export function readBytes(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readPresent(path) : undefined;
}

/** The bytes of a file that is known to be there. @throws the system's error */
function readPresent(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    if (length < buffer.length) return Buffer.from(buffer.subarray(0, length));
    const whole = Buffer.allocUnsafe(fstatSync(file).size);
    let at = 0;
    while (at < whole.length) {
      const read = readSync(file, whole, at, whole.length - at, at);
      if (read === 0) break;
      at += read;
    }
    return whole.subarray(0, at);
  } finally {
    closeSync(file);
  }
}

/** The text of a file without the white space around it, or undefined when there is none. @throws the system's error */
export function readLine(path: string): string | undefined {
  return readBytes(path)?.toString('utf8').trim();
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The names in a folder, in no order; empty when there is no such folder. @throws the system's error */
export function namesIn(path: string): string[] {
  return isDirectory(path) ? readdirSync(path) : [];
}

/** True for a program that this process may run; a folder that it may not look into has none. */
export function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

/** True for a file that its owner may run. */
export function isExecutable(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o100) !== 0;
}
