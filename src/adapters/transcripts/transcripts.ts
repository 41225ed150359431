import fs from 'node:fs';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import type { TranscriptFile, Transcripts } from '../../ports/transcripts.ts';

const PIECE_BYTES = 1024 * 1024;
// A buffer that grew beyond this for one long line is given back.
const LARGEST_KEPT = 8 * PIECE_BYTES;
const NEWLINE = 10;

/** The transcripts on this machine's disk. */
export function diskTranscripts(): Transcripts {
  // One buffer for every file; it grows to the longest line that was seen.
  let buffer = Buffer.allocUnsafe(PIECE_BYTES);
  return {
    list(root) {
      const found: TranscriptFile[] = [];
      collect(root, found);
      return found;
    },
    bytes(path, offset, length) {
      if (length > buffer.length) buffer = Buffer.allocUnsafe(length);
      return withFile(path, (descriptor) => buffer.subarray(0, fs.readSync(descriptor, buffer, 0, length, offset)));
    },
    lines(path, offset, onLine) {
      return withFile(path, (descriptor) => {
        // How much of the buffer's start is the beginning of a line whose end was not read yet.
        let kept = 0;
        let done = offset;
        for (;;) {
          if (kept === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
          const got = fs.readSync(descriptor, buffer, kept, buffer.length - kept, done + kept);
          if (got === 0) break;
          const used = giveLines(buffer, kept, kept + got, onLine);
          buffer.copyWithin(0, used, kept + got);
          done += used;
          kept = kept + got - used;
        }
        if (buffer.length > LARGEST_KEPT) buffer = Buffer.allocUnsafe(PIECE_BYTES);
        return done;
      });
    },
  };
}

/** Gives the whole lines in the first `end` bytes, of which the first `seen` hold no newline; returns how many bytes they take. */
function giveLines(bytes: Buffer, seen: number, end: number, onLine: (line: Buffer) => void): number {
  let start = 0;
  let newline = bytes.indexOf(NEWLINE, seen);
  while (newline >= 0 && newline < end) {
    if (newline > start) onLine(bytes.subarray(start, newline));
    start = newline + 1;
    newline = bytes.indexOf(NEWLINE, start);
  }
  return start;
}

function collect(folder: string, found: TranscriptFile[]): void {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if (isGone(cause)) return;
    throw new DiskError('list', folder, cause);
  }
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    // Links are left alone: what they lead to is listed where it is, or is none of the client's.
    if (entry.isDirectory()) collect(path, found);
    else if (entry.isFile() && entry.name.endsWith('.jsonl')) {
      const stat = fs.statSync(path, { throwIfNoEntry: false });
      if (stat !== undefined)
        found.push({ path: path as AbsPath, inode: stat.ino, size: stat.size, modified: stat.mtimeMs });
    }
  }
}

function withFile<Result>(path: string, use: (descriptor: number) => Result): Result {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(path, 'r');
    return use(descriptor);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new DiskError('read', path, cause);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function isGone(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String((cause as NodeJS.ErrnoException).code));
}
