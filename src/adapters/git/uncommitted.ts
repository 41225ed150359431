import type { BlobId, FileMode } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { treeOf } from './glance.ts';
import { readIndex } from './index-file.ts';
import type { Repository } from './state.ts';

const SHA1_BYTES = 20;

/**
 * The paths among these that HEAD does not have with this content, told from the files of `.git` alone: the index remembers the tree that
 * it equals, and HEAD's commit names the same. Undefined where anything is not plainly so.
 * @param bytes what the index holds, undefined when there is none
 */
export function uncommitted(
  { layout, state }: Repository,
  files: ReadonlyMap<RelPath, { readonly id: BlobId; readonly mode: FileMode }>,
  bytes: Buffer | undefined,
): ReadonlySet<RelPath> | undefined {
  if (state.head === undefined) return new Set(files.keys());
  if (state.head.length !== 2 * SHA1_BYTES) return undefined;
  const index = readIndex(`${layout.gitDir}/index`, SHA1_BYTES, files.keys(), bytes);
  if (!index.complete || index.tree === undefined) return undefined;
  if (treeOf(`${layout.commonDir}/objects/${state.head.slice(0, 2)}/${state.head.slice(2)}`) !== index.tree)
    return undefined;
  const missing = new Set<RelPath>();
  for (const [path, { id, mode }] of files) {
    const entry = index.entries.get(path);
    if (entry === undefined) missing.add(path);
    else if (entry.id !== id || entry.executable !== (mode === '100755') || !entry.plain || entry.unmerged)
      // What git would make of the file (line ends, the executable bit) only git knows.
      return undefined;
  }
  return missing;
}
