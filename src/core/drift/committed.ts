import type { AbsPath, RelPath } from '../values/paths.ts';
import { shellLine } from '../values/shell.ts';
import type { Delivery, TargetName } from '../values/target.ts';
import { issueOf } from './checks.ts';
import type { Issue } from './issue.ts';
import { listed, READABLE } from './remedies.ts';

/**
 * Files that are as wanted in the worktree, while HEAD holds something else or nothing: a clone does not get them.
 * @param delivery with `write` that is what was asked for, until somebody commits
 */
export function notCommitted(
  { name: target, root, delivery }: { readonly name: TargetName; readonly root: AbsPath; readonly delivery: Delivery },
  paths: readonly RelPath[],
): Issue {
  const several = paths.length > 1 ? { paths } : {};
  const message =
    paths.length > 1
      ? `${paths.length} files are as wanted in the worktree, but not in HEAD: ${listed(paths)}`
      : 'is as wanted in the worktree, but not in HEAD';
  const git = ['git', '-C', root];
  const add = shellLine([...git, 'add', '--', ...paths]);
  const command = `${add} && ${shellLine([...git, 'commit', '-m', 'Commit what reconcile wrote', '--', ...paths])}`;
  const remedy =
    paths.length > READABLE ? 'Commit them there.' : `Commit ${paths.length > 1 ? 'them' : 'it'}: \`${command}\`.`;
  const issue = issueOf('not-committed', {
    target,
    path: paths[0]!,
    ...several,
    message,
    remedy,
    command,
    fixable: false,
  });
  return delivery === 'write' ? { ...issue, severity: 'low' } : issue;
}
