import { dirname } from 'node:path';
import { readBytes } from './read.ts';

/** One path in git's index. */
export interface IndexEntry {
  /** `skip-worktree`: a sparse checkout leaves it out. */
  readonly skipWorktree: boolean;
  readonly assumeUnchanged: boolean;
  /** `git add -N`: known, but without content. */
  readonly intentToAdd: boolean;
  /** A merge left several versions of it. */
  readonly unmerged: boolean;
  readonly executable: boolean;
  /** A file, not a link or another repository. */
  readonly plain: boolean;
  /** The object id of its content, hexadecimal. */
  readonly id: string;
}

export interface Index {
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** False for an index that keeps entries elsewhere (split index) or folds folders (sparse index), or that cannot be read. */
  readonly complete: boolean;
  /** The tree that the whole index equals, when git has noted it. */
  readonly tree?: string;
}

const STAT_BYTES = 40;
const MODE_AT = 24;
const EXTENDED = 0x4000;
const ASSUME_UNCHANGED = 0x8000;
const STAGE = 0x3000;
/** Of a longer name the length is not told. */
const NAME_LENGTH = 0xfff;
const SKIP_WORKTREE = 0x4000;
const INTENT_TO_ADD = 0x2000;

/**
 * The entries of these paths in the index file of a repository (versions 2, 3 and 4); no process is started.
 * @param idBytes 20, in a SHA-256 repository 32
 * @param bytes what the file holds, where it has been read
 */
export function readIndex(file: string, idBytes: number, paths: Iterable<string>, bytes = readBytes(file)): Index {
  const wanted = new Map<string, string>();
  // Names are compared as bytes, each byte one character: nothing is lost, and it is faster than decoding.
  for (const path of paths) wanted.set(isAscii(path) ? path : Buffer.from(path, 'utf8').toString('latin1'), path);
  const entries = new Map<string, IndexEntry>();
  if (bytes === undefined) return { entries, complete: true };
  try {
    const end = collect(bytes, idBytes, wanted, entries);
    if (end === undefined) return { entries, complete: false };
    const elsewhere = extension(bytes, end, idBytes, 'link');
    if (elsewhere === undefined) {
      const tree = treeIn(extension(bytes, end, idBytes, 'TREE'), idBytes);
      const complete = extension(bytes, end, idBytes, 'sdir') === undefined;
      return { entries, complete, ...(tree === undefined ? {} : { tree }) };
    }
    // A split index: most entries are in a shared file. Which of them are out of date is not looked at, hence not complete.
    const shared = readBytes(`${dirname(file)}/sharedindex.${elsewhere.toString('hex', 0, idBytes)}`);
    const here = new Map(entries);
    if (shared !== undefined) collect(shared, idBytes, wanted, entries);
    for (const [path, entry] of here) entries.set(path, entry);
    return { entries, complete: false };
  } catch (error) {
    // A truncated file: reading ran over its end.
    if (error instanceof RangeError) return { entries, complete: false };
    throw error;
  }
}

/** @returns where the extensions begin, or undefined when this is no index that can be read */
function collect(
  bytes: Buffer,
  idBytes: number,
  wanted: ReadonlyMap<string, string>,
  into: Map<string, IndexEntry>,
): number | undefined {
  return eachEntry(bytes, idBytes, (name, at, flags, more) => {
    const path = wanted.get(name);
    if (path === undefined) return;
    const id = bytes.toString('hex', at + STAT_BYTES, at + STAT_BYTES + idBytes);
    into.set(path, entryOf(flags, more, bytes.readUInt32BE(at + MODE_AT), id));
  });
}

/**
 * Calls back for each entry of an index: its name, a character for each byte, where it begins, and its flags.
 * @param isNear false for bytes that hold no name of interest; asked where names stand whole, for making texts of all takes longest
 * @returns where the extensions begin, or undefined when this is no index that can be read @throws RangeError for a truncated one
 */
export function eachEntry(
  bytes: Buffer,
  idBytes: number,
  visit: (name: string, at: number, flags: number, more: number) => void,
  isNear: (start: number, end: number) => boolean = () => true,
): number | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  let at = 12;
  let name = '';
  for (let index = 0; index < count; index += 1) {
    const flags = bytes.readUInt16BE(at + STAT_BYTES + idBytes);
    const more = (flags & EXTENDED) === 0 ? 0 : bytes.readUInt16BE(at + STAT_BYTES + idBytes + 2);
    let start = at + STAT_BYTES + idBytes + ((flags & EXTENDED) === 0 ? 2 : 4);
    let kept = '';
    if (version === 4) {
      const prefix = readNumber(bytes, start);
      kept = name.slice(0, name.length - prefix.value);
      start = prefix.next;
    }
    const length = flags & NAME_LENGTH;
    const end = version === 4 || length === NAME_LENGTH ? bytes.indexOf(0, start) : start + length;
    if (end < 0) return undefined;
    if (version === 4 || isNear(start, end)) {
      name = kept + bytes.toString('latin1', start, end);
      visit(name, at, flags, more);
    }
    // Versions 2 and 3 fill up to a multiple of 8 with 1 to 8 zeros.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return at;
}

function entryOf(flags: number, more: number, mode: number, id: string): IndexEntry {
  return {
    skipWorktree: (more & SKIP_WORKTREE) !== 0,
    assumeUnchanged: (flags & ASSUME_UNCHANGED) !== 0,
    intentToAdd: (more & INTENT_TO_ADD) !== 0,
    unmerged: (flags & STAGE) !== 0,
    executable: (mode & 0o111) !== 0,
    plain: (mode & 0o170000) === 0o100000,
    id,
  };
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** The root of the cached trees: an empty name, the number of entries it covers (-1 when it is out of date), its id. */
function treeIn(cached: Buffer | undefined, idBytes: number): string | undefined {
  if (cached === undefined) return undefined;
  const line = cached.indexOf(0x0a);
  if (!/^\0\d+ \d+$/.test(cached.toString('latin1', 0, line))) return undefined;
  return cached.toString('hex', line + 1, line + 1 + idBytes);
}

/** Git's variable-length number, in which every continuation adds one so that each number has one form. */
function readNumber(bytes: Buffer, from: number): { value: number; next: number } {
  let at = from;
  let byte = bytes.readUInt8(at);
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = bytes.readUInt8(at);
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: at + 1 };
}

/** The content of an extension of the index, which come after the entries. */
export function extension(bytes: Buffer, from: number, idBytes: number, wanted: string): Buffer | undefined {
  let at = from;
  while (at + 8 <= bytes.length - idBytes) {
    const length = bytes.readUInt32BE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === wanted) return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length;
  }
  return undefined;
}
