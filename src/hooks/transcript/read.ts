import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listNames } from './state.ts';

/** How far a file has been read: whole lines up to `offset` bytes, of the file with this inode. */
export interface Position {
  offset: number;
  inode: number;
}

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 10;

/** Whether `from` no longer fits the file: it was replaced or has shrunk. An absent file and no position fit. */
export function isReplaced(file: string, from: Position | undefined): boolean {
  if (!from) return false;
  const descriptor = openOrNothing(file);
  if (descriptor === undefined) return false;
  try {
    const { ino, size } = fstatSync(descriptor);
    return ino !== from.inode || size < from.offset;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Gives every whole line after `from` to `onLine` and returns the new position, or undefined when the file does not
 * exist. A last line without its newline is being written: it is left for the next time. Reads in bounded pieces.
 */
export function readNewLines(
  file: string,
  from: Position | undefined,
  onLine: (line: string) => void,
): Position | undefined {
  const descriptor = openOrNothing(file);
  if (descriptor === undefined) return undefined;
  try {
    const inode = fstatSync(descriptor).ino;
    let offset = from?.offset ?? 0;
    let rest: Buffer = Buffer.alloc(0);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const length = readSync(descriptor, chunk, 0, CHUNK_BYTES, offset + rest.length);
      if (length === 0) return { offset, inode };
      const bytes = rest.length === 0 ? chunk.subarray(0, length) : Buffer.concat([rest, chunk.subarray(0, length)]);
      const used = giveLines(bytes, rest.length, onLine);
      offset += used;
      rest = Buffer.from(bytes.subarray(used));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Gives the whole lines of `bytes`, whose first `seen` bytes hold no newline; returns how many bytes they take. */
function giveLines(bytes: Buffer, seen: number, onLine: (line: string) => void): number {
  let start = 0;
  let end = bytes.indexOf(NEWLINE, seen);
  while (end >= 0) {
    if (end > start) onLine(bytes.toString('utf8', start, end));
    start = end + 1;
    end = bytes.indexOf(NEWLINE, start);
  }
  return start;
}

/** The transcripts of a session's subagents: `<session>/subagents/agent-*.jsonl` beside the session's own file. */
export function subagentFiles(transcript: string): string[] {
  const folder = join(dirname(transcript), basename(transcript, '.jsonl'), 'subagents');
  const names = listNames(folder).filter((name) => name.startsWith('agent-') && name.endsWith('.jsonl'));
  return names.map((name) => join(folder, name));
}

function openOrNothing(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
