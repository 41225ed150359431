import { notCommitted } from '../core/drift/committed.ts';
import type { Issue } from '../core/drift/issue.ts';
import { byText } from '../core/values/address.ts';
import { type BlobId, blobId, type FileMode } from '../core/values/content.ts';
import type { AbsPath, RelPath } from '../core/values/paths.ts';
import type { GitReader, PathStatus } from '../ports/git.ts';
import type { Prepared } from './plan.ts';

/** Asks git itself, where its files do not tell. */
export type Inspect = (root: AbsPath, paths: readonly RelPath[]) => Promise<ReadonlyMap<RelPath, PathStatus>>;

/** What of ours is right in a repository's worktree and not in its HEAD. @throws GitError */
export async function uncommittedIssues(git: GitReader, one: Prepared, inspect: Inspect): Promise<Issue[]> {
  const { plan } = one;
  const files = rightFiles(one);
  if (files.size === 0) return [];
  const paths = git.uncommitted(plan.root, files) ?? (await asked(plan.root, [...files.keys()], inspect));
  return paths.size === 0 ? [] : [notCommitted(plan, [...paths].sort(byText))];
}

/** The committed files of ours with which nothing else is wrong: what differs is told already. */
function rightFiles({ plan, looked }: Prepared): Map<RelPath, { id: BlobId; mode: FileMode }> {
  const files = new Map<RelPath, { id: BlobId; mode: FileMode }>();
  if (looked === undefined || plan.kind !== 'repository' || plan.creation !== undefined || plan.delivery === 'branch')
    return files;
  const wrong = new Set(plan.changes.map((change) => change.path));
  for (const document of looked.desired.values()) {
    const located = looked.actual.get(document.path);
    if (!document.committed || document.form === 'seed' || located?.file.kind !== 'file' || wrong.has(located.path))
      continue;
    files.set(located.path, { id: blobId(located.file.bytes), mode: located.file.mode });
  }
  return files;
}

async function asked(root: AbsPath, paths: readonly RelPath[], inspect: Inspect): Promise<Set<RelPath>> {
  const status = await inspect(root, paths);
  return new Set(
    paths.filter((path) => {
      const seen = status.get(path);
      return seen !== undefined && !seen.hidden && (!seen.tracked || seen.staged || seen.unstaged);
    }),
  );
}
