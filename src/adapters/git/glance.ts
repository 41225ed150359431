import { inflateSync } from 'node:zlib';
import { blobId } from '../../core/values/content.ts';
import { join, type RelPath } from '../../core/values/paths.ts';
import type { PathStatus } from '../../ports/git.ts';
import type { Context } from './context.ts';
import { readIndex } from './index-file.ts';
import { isExecutable, readBytes } from './read.ts';

const SHA1_BYTES = 20;

/**
 * How index and HEAD see these paths, where that can be told from the files of `.git` alone: the index remembers the tree that it
 * equals, HEAD's commit names the same tree, and each file in the worktree has the very content and executable bit that the index has for it. It saves one
 * of two git processes of a commit. Undefined where anything is not plainly so; then git is asked.
 */
export function glance(context: Context, paths: readonly RelPath[]): Map<RelPath, PathStatus> | undefined {
  const { layout, state } = context.repository;
  if (state.head === undefined || state.head.length !== 2 * SHA1_BYTES) return undefined;
  const index = readIndex(`${layout.gitDir}/index`, SHA1_BYTES, paths);
  if (!index.complete || index.tree === undefined) return undefined;
  if (treeOf(`${layout.commonDir}/objects/${state.head.slice(0, 2)}/${state.head.slice(2)}`) !== index.tree)
    return undefined;
  const found = new Map<RelPath, PathStatus>();
  for (const path of paths) {
    const entry = index.entries.get(path);
    if (entry !== undefined) {
      if (entry.unmerged || entry.intentToAdd || entry.skipWorktree || entry.assumeUnchanged || !entry.plain)
        return undefined;
      const file = join(layout.root, path);
      const bytes = readBytes(file);
      if (bytes === undefined || blobId(bytes) !== entry.id) return undefined;
      // Whether the bit counts here (`core.fileMode`) only git knows.
      if (entry.executable !== isExecutable(file)) return undefined;
    }
    found.set(path, { tracked: entry !== undefined, staged: false, unstaged: false, unmerged: false, hidden: false });
  }
  return found;
}

// Of a commit the beginning is wanted; without this, zlib takes 16 KB for each.
const SHORT = { chunkSize: 1024 };

/** The tree that a commit names, if the commit is an object file of its own. */
export function treeOf(file: string): string | undefined {
  const packed = readBytes(file);
  if (packed === undefined) return undefined;
  return /^commit \d+\0tree ([0-9a-f]{40})\n/.exec(inflateSync(packed, SHORT).toString('latin1', 0, 80))?.[1];
}
