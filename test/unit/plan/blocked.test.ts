import { describe, expect, test } from 'vitest';
import type { RepositoryState } from '../../../src/core/actual/repository.ts';
import { BlockedError, blockedBy } from '../../../src/core/plan/blocked.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import type { CommitId } from '../../../src/core/values/target.ts';

const DETACHED_UNDECIDED: RepositoryState = {
  gitDir: '/r/.git' as AbsPath,
  head: 'a'.repeat(40) as CommitId,
  locked: false,
  bare: false,
  config: { fileMode: true, crlf: false, ignoreCase: false },
};
const DETACHED: RepositoryState = { ...DETACHED_UNDECIDED, defaultBranch: 'main' };
const CLEAN: RepositoryState = { ...DETACHED, branch: 'main' };

describe('what in a repository forbids writing into its worktree', () => {
  test('a clean repository on its default branch is free', () => {
    expect(blockedBy(CLEAN, undefined)).toBeUndefined();
    expect(blockedBy(CLEAN, 'main')).toBeUndefined();
  });

  test.each(['merge', 'rebase', 'cherry-pick', 'revert', 'bisect', 'am'] as const)(
    '%s in progress blocks, with the way out',
    (operation) => {
      const blocked = blockedBy({ ...CLEAN, operation }, '*');
      expect(blocked?.by).toBe(`${operation}-in-progress`);
      expect(blocked?.reason).toMatch(new RegExp(`^an? ${operation} is in progress; .*git ${operation} `));
    },
  );

  test.each([
    ['bare', { ...CLEAN, bare: true }, undefined, 'delivery: branch'],
    ['bare', { ...CLEAN, bare: true, locked: true }, '*', 'bare'],
    ['index-lock', { ...CLEAN, locked: true }, '*', 'index.lock'],
    ['other-branch', { ...CLEAN, branch: 'feature' }, undefined, 'feature is checked out, not main'],
    ['other-branch', CLEAN, 'develop', 'main is checked out, not develop'],
    ['detached-head', DETACHED, undefined, 'check out main'],
    ['detached-head', DETACHED_UNDECIDED, undefined, 'check out a branch'],
    ['detached-head', DETACHED, 'develop', 'check out develop'],
    ['merge-in-progress', { ...DETACHED, operation: 'merge' }, 'main', 'git merge --abort'],
  ] as const)('%s', (by, state, wanted, told) => {
    const blocked = blockedBy(state, wanted);
    expect(blocked?.by).toBe(by);
    expect(blocked?.reason).toContain(told);
  });

  test('`*` takes whatever is checked out, a detached HEAD too', () => {
    expect(blockedBy({ ...CLEAN, branch: 'feature' }, '*')).toBeUndefined();
    expect(blockedBy(DETACHED, '*')).toBeUndefined();
  });

  test('a repository whose default branch nobody knows is taken as it is', () => {
    expect(blockedBy({ ...DETACHED_UNDECIDED, branch: 'trunk' }, undefined)).toBeUndefined();
  });

  test('the error carries the word for programs and the reason for people', () => {
    const error = new BlockedError('index-lock', 'wait');
    expect([error.by, error.message, error.name]).toEqual(['index-lock', 'wait', 'BlockedError']);
  });
});
