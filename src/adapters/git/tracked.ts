import type { RelPath } from '../../core/values/paths.ts';
import { idBytesOf } from './ignored.ts';
import { eachEntry, extension } from './index-file.ts';
import { readBytes } from './read.ts';
import type { Repository } from './state.ts';

const SHA256_DIGITS = 64;
const HEADER_BYTES = 12;

/**
 * The tracked paths, sorted, in which one of these names stands below the top; told from the index alone: no folder is looked at.
 * @param bytes what the index holds, undefined when there is none
 */
export function trackedBelow(
  { layout, state, config }: Repository,
  names: readonly string[],
  bytes: Buffer | undefined,
): RelPath[] {
  if (bytes === undefined || bytes.length < HEADER_BYTES || !mayHold(bytes, names)) return [];
  const idBytes = state.head === undefined ? idBytesOf(config()) : state.head.length === SHA256_DIGITS ? 32 : 20;
  const found = new Set<string>();
  try {
    const end = collect(bytes, idBytes, names, found);
    const elsewhere = end === undefined ? undefined : extension(bytes, end, idBytes, 'link');
    // A split index: most entries are in a shared file. What was removed since may be among them, and is not on the disk.
    const shared =
      elsewhere === undefined
        ? undefined
        : readBytes(`${layout.gitDir}/sharedindex.${elsewhere.toString('hex', 0, idBytes)}`);
    if (shared !== undefined) collect(shared, idBytes, names, found);
  } catch (error) {
    // A truncated file: reading ran over its end.
    if (!(error instanceof RangeError)) throw error;
  }
  return [...found].map((name) => Buffer.from(name, 'latin1').toString('utf8') as RelPath).sort();
}

/** False for an index that has none of these names, and no other file that has entries of it. */
function mayHold(bytes: Buffer, names: readonly string[]): boolean {
  return bytes.readUInt32BE(4) === 4 || bytes.includes('link') || names.some((name) => bytes.includes(`/${name}`));
}

/** @returns where the extensions of the index begin */
function collect(bytes: Buffer, idBytes: number, names: readonly string[], into: Set<string>): number | undefined {
  const parts = names.map((name) => `/${name}/`);
  const places = placesOf(bytes, names);
  let next = 0;
  const isNear = (start: number, end: number): boolean => {
    while (next < places.length && places[next]! < start) next += 1;
    return next < places.length && places[next]! < end;
  };
  const take = (name: string): void => {
    if (parts.some((part) => `${name}/`.includes(part))) into.add(name);
  };
  return eachEntry(bytes, idBytes, take, isNear);
}

/** Where these names stand below a folder, anywhere in the bytes. */
function placesOf(bytes: Buffer, names: readonly string[]): number[] {
  const places: number[] = [];
  for (const name of names) {
    const part = Buffer.from(`/${name}`, 'latin1');
    for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) places.push(at);
  }
  return places.sort((a, b) => a - b);
}
