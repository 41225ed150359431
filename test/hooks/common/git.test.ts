import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  currentBranch,
  findRepository,
  headCommit,
  operationInProgress,
  type Repository,
  readConfig,
  resolveRef,
} from '../../../src/hooks/common/git.ts';

// Everything is compared with what git itself says of a real repository.

let top: string;
let root: string;
const env = {
  ...process.env,
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'a@x.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'a@x.test',
};

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function found(folder: string): Repository {
  const repository = findRepository(folder);
  if (!repository) throw new Error(`no repository around ${folder}`);
  return repository;
}

beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'git-')));
  root = join(top, 'shop');
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  git(root, 'init', '-q', '-b', 'main');
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

describe('a repository read from its files', () => {
  test('before the first commit it has a branch and no commit', () => {
    expect(found(join(root, 'src/deep')).root).toBe(root);
    expect(currentBranch(found(root))).toBe('main');
    expect(headCommit(found(root))).toBeUndefined();
    expect(findRepository(top)).toBeUndefined();
  });

  test('branch and commit are what git says, packed or not', () => {
    writeFileSync(join(root, 'a'), 'a\n');
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'first');
    git(root, 'checkout', '-q', '-b', 'feature/cart');
    const head = git(root, 'rev-parse', 'HEAD');
    expect(currentBranch(found(root))).toBe('feature/cart');
    expect(headCommit(found(root))).toBe(head);
    git(root, 'pack-refs', '--all');
    expect(headCommit(found(root))).toBe(head);
    expect(resolveRef(found(root), 'refs/heads/main')).toBe(head);
    expect(resolveRef(found(root), 'refs/heads/mai')).toBeUndefined();
    expect(resolveRef(found(root), 'refs/../config')).toBeUndefined();
  });

  test('a detached HEAD has no branch', () => {
    git(root, 'checkout', '-q', '--detach');
    expect(currentBranch(found(root))).toBeUndefined();
    expect(headCommit(found(root))).toBe(git(root, 'rev-parse', 'HEAD'));
    git(root, 'checkout', '-q', 'main');
  });

  test('a linked worktree has its own branch and shares the refs', () => {
    const linked = join(top, 'linked');
    git(root, 'worktree', 'add', '-q', '-b', 'other', linked);
    const repository = found(linked);
    expect(repository.root).toBe(linked);
    expect(repository.commonDir).toBe(join(root, '.git'));
    expect(currentBranch(repository)).toBe('other');
    expect(headCommit(repository)).toBe(git(linked, 'rev-parse', 'HEAD'));
  });

  test('an operation in progress is seen', () => {
    expect(operationInProgress(found(root))).toBeUndefined();
    git(root, 'checkout', '-q', '-b', 'x');
    writeFileSync(join(root, 'a'), 'x\n');
    git(root, 'commit', '-qam', 'x');
    git(root, 'checkout', '-q', 'main');
    writeFileSync(join(root, 'a'), 'y\n');
    git(root, 'commit', '-qam', 'y');
    expect(() => git(root, 'merge', 'x')).toThrow();
    expect(operationInProgress(found(root))).toBe('merge');
    git(root, 'merge', '--abort');
    expect(() => git(root, 'rebase', 'x')).toThrow();
    expect(operationInProgress(found(root))).toBe('rebase');
    git(root, 'rebase', '--abort');
  });
});

describe('configuration', () => {
  test('values are what git says', () => {
    const keys: readonly (readonly [string, string])[] = [
      ['alias.pf', 'push --force'],
      ['alias.x', '!f() { echo "a # b"; }; f'],
      ['remote.origin.url', 'https://host.test/x.git'],
      ['branch.feature/cart.merge', 'refs/heads/main'],
      ['user.name', ' spaces \t and \\ back'],
      ['core.hookspath', '/dev/null'],
    ];
    for (const [key, value] of keys) git(root, 'config', key, value);
    const values = readConfig(join(root, '.git/config'));
    for (const [key] of keys) {
      const said = execFileSync('git', ['config', '--null', key], { cwd: root, encoding: 'utf8' }).replace(/\0$/, '');
      expect(values.get(key), key).toBe(said);
    }
  });

  test('a file that is not there or is nonsense gives nothing', () => {
    expect(readConfig(join(top, 'none')).size).toBe(0);
    writeFileSync(join(top, 'bad'), '[[[\n=\nkey = value\n\0\xff');
    expect(readConfig(join(top, 'bad')).size).toBe(0);
  });
});
