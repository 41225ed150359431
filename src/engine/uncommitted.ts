import { notCommitted } from '../core/drift/committed.ts';
import type { Issue } from '../core/drift/issue.ts';
import type { TargetPlan } from '../core/plan/plan.ts';
import { byText } from '../core/values/address.ts';
import { type BlobId, blobId, type FileMode } from '../core/values/content.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { Git, GitReader } from '../ports/git.ts';
import type { Prepared } from './planning/prepared.ts';

/** Git itself, started only where its files do not tell. */
export type AskGit = () => Promise<Pick<Git, 'inspect' | 'filesAt'>>;

type Files = ReadonlyMap<RelPath, { readonly id: BlobId; readonly mode: FileMode }>;

/** What of ours is right in a repository's worktree and not in its HEAD. @throws GitError */
export async function uncommittedIssues(git: GitReader, one: Prepared, ask: AskGit): Promise<Issue[]> {
  const { plan } = one;
  const files = rightFiles(one);
  if (files.size === 0) return [];
  const paths = git.uncommitted(plan.root, files, one.state) ?? (await asked(plan, files, ask));
  return paths.size === 0 ? [] : [notCommitted(plan, [...paths].sort(byText))];
}

/** The committed files of ours with which nothing else is wrong: what differs is told already. */
function rightFiles({ plan, looked }: Prepared): Files {
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

/**
 * The same from git itself.
 * @param head the commit that is checked out @throws GitError
 */
export async function asked(
  { root, head }: Pick<TargetPlan, 'root' | 'head'>,
  files: Files,
  ask: AskGit,
): Promise<Set<RelPath>> {
  const git = await ask();
  const status = await git.inspect(root, [...files.keys()]);
  const open = new Set<RelPath>();
  const back: RelPath[] = [];
  for (const [path, { tracked, staged, unstaged, hidden }] of status) {
    if (hidden || (tracked && !staged && !unstaged)) continue;
    open.add(path);
    // One way in the index and another in the worktree: that may be what HEAD has.
    if (staged && unstaged) back.push(path);
  }
  if (back.length === 0 || head === undefined) return open;
  for (const [path, { bytes, mode }] of await git.filesAt(root, head, back)) {
    const wanted = files.get(path);
    if (wanted !== undefined && wanted.mode === mode && wanted.id === blobId(bytes)) open.delete(path);
  }
  return open;
}
