import fs from 'node:fs';
import { dirname } from 'node:path';

/** At most `most` bytes of a file from an offset; none where there is no file. */
export function readPart(path: string, from: number, most: number): Uint8Array {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
  try {
    const size = Math.max(0, Math.min(most, fs.fstatSync(descriptor).size - from));
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const got = fs.readSync(descriptor, bytes, length, size - length, from + length);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The lines of a small file, without empty ones; none where there is no file. */
export function lines(path: string): string[] {
  try {
    return fs
      .readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Gives a file another content in one step: whoever reads it sees the old one or the new one, also after a power cut. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const descriptor = fs.openSync(temporary, 'w', 0o600);
  try {
    fs.writeFileSync(descriptor, text);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(temporary, path);
}

/** Makes what was appended to a file survive a power cut. @returns whether there is such a file */
export function synced(path: string): boolean {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  return true;
}
