import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkpoint, filesOf, git, ok, put, repository, thereAndBack } from './worktree.ts';

describe('what is not a file of the worktree is left alone', () => {
  test('a partly staged file stays partly staged, and a file added since stays staged', () => {
    const dir = repository({ 'part.txt': '1\n2\n3\n' });
    put(dir, 'part.txt', 'one\n2\n3\n');
    git(dir, 'add', '-A');
    put(dir, 'part.txt', 'one\n2\nthree\n');
    thereAndBack(dir, () => {
      put(dir, 'staged-since.txt', 'x');
      git(dir, 'add', 'staged-since.txt');
    });
    expect(git(dir, 'diff', '--cached', '--name-only')).toBe('part.txt\nstaged-since.txt\n');
    expect(git(dir, 'diff', '--name-only')).toBe('part.txt\n');
  });

  test('a merge with conflicts goes on after a rollback', () => {
    const dir = repository({ 'both.txt': 'base\n' });
    git(dir, 'checkout', '-q', '-b', 'other');
    put(dir, 'both.txt', 'theirs\n');
    git(dir, 'commit', '-qam', 'theirs');
    git(dir, 'checkout', '-q', 'main');
    put(dir, 'both.txt', 'ours\n');
    git(dir, 'commit', '-qam', 'ours');
    expect(() => git(dir, 'merge', 'other')).toThrow();
    thereAndBack(dir, () => put(dir, 'both.txt', 'solved wrongly\n'));
    expect(git(dir, 'ls-files', '--unmerged').split('\n')).toHaveLength(4);
  });

  test('ignored files survive, also when the ignore rules changed since', () => {
    const dir = repository({ '.gitignore': 'secret.txt\nbuild/\n' });
    put(dir, 'secret.txt', 'secret');
    put(dir, 'build/out', 'out');
    thereAndBack(dir, () => put(dir, '.gitignore', ''));
    expect(fs.readFileSync(path.join(dir, 'secret.txt'), 'utf8')).toBe('secret');
  });

  test('a file that was saved and is ignored today is restored, and what replaced it comes back with redo', () => {
    const dir = repository({ '.gitignore': '' });
    put(dir, 'notes.txt', 'then');
    thereAndBack(dir, () => {
      put(dir, '.gitignore', 'notes.txt\n');
      put(dir, 'notes.txt', 'now');
    });
  });

  test('ignored files that stand in the way of a file or a folder are saved first and come back with redo', () => {
    const dir = repository({ '.gitignore': '*.o\n' });
    put(dir, 'thing', 'a file');
    put(dir, 'lib.o/readme', 'a folder, tracked');
    git(dir, 'add', '-f', 'lib.o/readme');
    thereAndBack(dir, () => {
      fs.rmSync(path.join(dir, 'thing'));
      put(dir, 'thing/deep/object.o', 'ignored');
      fs.rmSync(path.join(dir, 'lib.o'), { recursive: true });
      put(dir, 'lib.o', 'an ignored file');
    });
  });

  test('a repository that stands where a file must be stops the rollback before anything changes', () => {
    const dir = repository();
    put(dir, 'thing', 'a file');
    ok(checkpoint(dir, ['save']));
    fs.rmSync(path.join(dir, 'thing'));
    fs.mkdirSync(path.join(dir, 'thing'));
    git(path.join(dir, 'thing'), 'init', '-q');
    put(dir, 'thing/work.txt', 'work');
    put(dir, 'kept.txt', 'edited');
    const before = filesOf(dir);
    const done = checkpoint(dir, ['rollback']);
    expect(done.code).toBe(1);
    expect(done.err).toContain('a file must stand at thing');
    expect(filesOf(dir)).toEqual(before);
    expect(git(dir, 'for-each-ref', 'refs/reconcile').trim().split('\n')).toHaveLength(1);
  });

  test('a nested repository is neither saved nor removed', () => {
    const dir = repository();
    ok(checkpoint(dir, ['save']));
    fs.mkdirSync(path.join(dir, 'nested'));
    git(path.join(dir, 'nested'), 'init', '-q');
    put(dir, 'nested/work.txt', 'work');
    put(dir, 'added.txt', 'x');
    ok(checkpoint(dir, ['rollback']));
    expect([...filesOf(dir).keys()]).toEqual(['kept.txt', 'nested/work.txt']);
  });

  test('a submodule keeps its files and its commit', () => {
    const library = repository({ 'lib.txt': 'lib\n' });
    const dir = repository();
    git(dir, 'submodule', '--quiet', 'add', library, 'sub');
    git(dir, 'commit', '-qm', 'submodule');
    ok(checkpoint(dir, ['save']));
    put(dir, 'sub/lib.txt', 'edited in the submodule\n');
    put(dir, 'kept.txt', 'edited');
    ok(checkpoint(dir, ['rollback']));
    expect(fs.readFileSync(path.join(dir, 'sub/lib.txt'), 'utf8')).toBe('edited in the submodule\n');
    expect(fs.readFileSync(path.join(dir, 'kept.txt'), 'utf8')).toBe('kept\n');
  });

  test('hooks of the person do not run, signing is not asked for, and a foreign GIT_INDEX_FILE is not used', () => {
    const dir = repository();
    for (const hook of ['reference-transaction', 'post-index-change', 'post-checkout', 'pre-commit']) {
      put(dir, `.git/hooks/${hook}`, `#!/bin/sh\ntouch "${dir}/hook-ran"\nexit 1\n`, 0o755);
    }
    git(dir, 'config', 'commit.gpgSign', 'true');
    git(dir, 'config', 'gpg.program', '/bin/false');
    ok(checkpoint(dir, ['save'], { GIT_INDEX_FILE: '/nowhere/index', GIT_DIR: '/nowhere', GIT_WORK_TREE: '/nowhere' }));
    put(dir, 'kept.txt', 'edited');
    ok(checkpoint(dir, ['rollback']));
    expect([...filesOf(dir)]).toEqual([['kept.txt', 'file kept\n']]);
  });
});
