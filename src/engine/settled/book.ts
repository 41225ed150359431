import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Canonical } from '../../core/canonical/canonical.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader, DiskWriter } from '../../ports/disk.ts';
import { keyOf, replaceFile } from '../memory.ts';
import type { Proof } from './proof.ts';

/** What this machine remembers of a hub, to be quick: canonical.yaml as it was read, and the targets that were in sync. */
export interface Book {
  /** The variables of the environment that canonical.yaml reads. */
  readonly variables: readonly string[];
  /** Of all that the canonical value was made from. */
  readonly canonicalDigest: string;
  readonly canonical: Canonical;
  /** Of all that the desired states are made from. */
  readonly digest: string;
  /** By the target's name. */
  readonly proofs: ReadonlyMap<string, Proof>;
}

const DIGEST_BYTES = 32;

function fileOf(stateDir: AbsPath, config: AbsPath): AbsPath {
  return `${stateDir}/hubs/${keyOf(config)}/settled` as AbsPath;
}

/** Reads the book of the hub whose canonical.yaml is `config`; undefined when there is none that can be trusted. */
export function readBook(disk: DiskReader, stateDir: AbsPath, config: AbsPath): Book | undefined {
  const node = disk.read(fileOf(stateDir, config));
  if (node.kind !== 'file' || node.bytes.length < DIGEST_BYTES) return undefined;
  const body = node.bytes.subarray(DIGEST_BYTES);
  // It is replaced in one step, but not flushed: what a power cut left of it is not believed.
  if (Buffer.compare(digestOf(body), node.bytes.subarray(0, DIGEST_BYTES)) !== 0) return undefined;
  return deserialize(body) as Book;
}

/** Replaces the book. @throws DiskError */
export function writeBook(disk: DiskWriter, stateDir: AbsPath, config: AbsPath, book: Book): void {
  const body = serialize({ ...book, proofs: sharingPaths(book.proofs) });
  replaceFile(disk, fileOf(stateDir, config), Buffer.concat([digestOf(body), body]));
}

/** Most targets have the same paths: one list for all of them is written, and read, once. */
function sharingPaths(proofs: ReadonlyMap<string, Proof>): Map<string, Proof> {
  const lists = new Map<string, readonly string[]>();
  const shared = new Map<string, Proof>();
  for (const [name, proof] of proofs) {
    const key = proof.paths.join('\n');
    const paths = lists.get(key) ?? proof.paths;
    lists.set(key, paths);
    shared.set(name, { ...proof, paths });
  }
  return shared;
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
