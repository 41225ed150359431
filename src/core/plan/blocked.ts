import type { RepositoryState } from '../actual/repository.ts';

/** Why a target may not be worked on now: a constant word, and the reason with the way out as a sentence. */
export interface Blocked {
  readonly by: string;
  readonly reason: string;
}

const WAYS_OUT = {
  merge: 'finish it with `git merge --continue` or drop it with `git merge --abort`',
  rebase: 'finish it with `git rebase --continue` or drop it with `git rebase --abort`',
  'cherry-pick': 'finish it with `git cherry-pick --continue` or drop it with `git cherry-pick --abort`',
  revert: 'finish it with `git revert --continue` or drop it with `git revert --abort`',
  bisect: 'end it with `git bisect reset`',
  am: 'finish it with `git am --continue` or drop it with `git am --abort`',
} as const;

/**
 * What in the state of a repository forbids writing into its worktree.
 * @param wanted the branch that canonical.yaml names for it; `*` is any
 */
export function blockedBy(state: RepositoryState, wanted: string | undefined): Blocked | undefined {
  if (state.bare)
    return {
      by: 'bare',
      reason: 'is a bare repository without a worktree; name a worktree, or use `delivery: branch`',
    };
  if (state.operation !== undefined) {
    const article = state.operation === 'am' ? 'an' : 'a';
    return {
      by: `${state.operation}-in-progress`,
      reason: `${article} ${state.operation} is in progress; ${WAYS_OUT[state.operation]}`,
    };
  }
  if (state.locked) {
    const reason = 'another git command is running there, or died and left .git/index.lock; wait, or remove that file';
    return { by: 'index-lock', reason };
  }
  if (wanted === '*') return undefined;
  const expected = wanted ?? state.defaultBranch;
  const ways = 'or set `branch:` for it in canonical.yaml, or use `--delivery branch`';
  if (state.branch === undefined) {
    return { by: 'detached-head', reason: `HEAD is detached; check out ${expected ?? 'a branch'}, ${ways}` };
  }
  if (expected === undefined || state.branch === expected) return undefined;
  return { by: 'other-branch', reason: `${state.branch} is checked out, not ${expected}; switch to it, ${ways}` };
}

/** A target may not be worked on now; found out while it was being worked on. */
export class BlockedError extends Error {
  readonly by: string;
  constructor(by: string, reason: string) {
    super(reason);
    this.name = 'BlockedError';
    this.by = by;
  }
}
