import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkpoint, git, ok, put, repository, scratch, thereAndBack } from './worktree.ts';

describe('kinds of repository', () => {
  test('a repository without a commit', () => {
    const dir = scratch();
    git(dir, 'init', '-q');
    put(dir, 'first.txt', 'one');
    thereAndBack(dir, () => put(dir, 'first.txt', 'two'));
  });

  test('an empty worktree', () => {
    const dir = scratch();
    git(dir, 'init', '-q');
    thereAndBack(dir, () => put(dir, 'first.txt', 'two'));
  });

  test('a linked worktree has checkpoints of its own', () => {
    const dir = repository();
    const linked = path.join(scratch(), 'linked');
    git(dir, 'worktree', 'add', '-q', linked, '-b', 'side');
    ok(checkpoint(dir, ['save', 'in the main one']));
    thereAndBack(linked, () => put(linked, 'kept.txt', 'edited in linked'));
    expect(ok(checkpoint(dir, ['list']))).not.toContain('there and back');
    expect(ok(checkpoint(linked, ['list']))).not.toContain('in the main one');
    expect(ok(checkpoint(dir, ['list', '--all']))).toContain('worktrees/linked');
    expect(fs.readFileSync(path.join(dir, 'kept.txt'), 'utf8')).toBe('kept\n');
  });

  test('a sparse checkout: what is not checked out is neither saved as deleted nor brought back', () => {
    const dir = repository({ 'in/a.txt': 'a', 'out/b.txt': 'b', 'top.txt': 't' });
    git(dir, 'sparse-checkout', 'set', 'in');
    thereAndBack(dir, () => put(dir, 'in/a.txt', 'edited'));
    git(dir, 'sparse-checkout', 'disable');
    expect(fs.readFileSync(path.join(dir, 'out/b.txt'), 'utf8')).toBe('b');
  });

  test('a repository with sha256 object names', () => {
    const dir = scratch();
    git(dir, 'init', '-q', '--object-format=sha256');
    put(dir, 'a', 'one');
    thereAndBack(dir, () => put(dir, 'a', 'two'));
  });

  test('started in a sub-directory, the whole worktree is meant', () => {
    const dir = repository({ 'top.txt': 'top\n', 'sub/in.txt': 'in\n' });
    const sub = path.join(dir, 'sub');
    ok(checkpoint(sub, ['save']));
    put(dir, 'top.txt', 'edited');
    ok(checkpoint(sub, ['rollback']));
    expect(fs.readFileSync(path.join(dir, 'top.txt'), 'utf8')).toBe('top\n');
  });

  test('outside a repository it says so and exits 1', () => {
    const done = checkpoint(scratch(), ['save']);
    expect(done.code).toBe(1);
    expect(done.err).toMatch(/^checkpoint: .*not a git repository/);
  });
});
