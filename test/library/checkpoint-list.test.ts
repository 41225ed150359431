import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  checkpoint,
  checkpointAtOnce,
  filesOf,
  git,
  ok,
  put,
  repository,
  thereAndBack,
  untouched,
} from './worktree.ts';

describe('the list of checkpoints', () => {
  test('rollbacks are taken back in turn, and edits made in between are saved', () => {
    const dir = repository({ 'a.txt': '0' });
    const read = (): string => fs.readFileSync(path.join(dir, 'a.txt'), 'utf8');
    for (const text of ['1', '2']) {
      put(dir, 'a.txt', text);
      ok(checkpoint(dir, ['save', `state ${text}`]));
    }
    put(dir, 'a.txt', '3');
    ok(checkpoint(dir, ['rollback']));
    ok(checkpoint(dir, ['rollback', '1']));
    expect(read()).toBe('1');
    put(dir, 'a.txt', 'between');
    expect(ok(checkpoint(dir, ['redo']))).toContain('saved as checkpoint 5');
    expect(read()).toBe('2');
    ok(checkpoint(dir, ['redo']));
    expect(read()).toBe('3');
    expect(checkpoint(dir, ['redo'])).toEqual({
      code: 1,
      out: '',
      err: 'checkpoint: there is no rollback to take back\n',
    });
    ok(checkpoint(dir, ['rollback', '5']));
    expect(read()).toBe('between');
  });

  test('a preview shows what rollback will do, and changes nothing', () => {
    const dir = repository();
    ok(checkpoint(dir, ['save', 'good']));
    put(dir, 'kept.txt', 'bad\n');
    put(dir, 'since.txt', 'x\n');
    const before = [filesOf(dir), untouched(dir), git(dir, 'for-each-ref')];
    const short = ok(checkpoint(dir, ['preview']));
    expect(short).toContain('delete mode 100644 since.txt');
    const patch = ok(checkpoint(dir, ['preview', '1', '--patch']));
    expect(patch).toContain('-bad\n+kept\n');
    expect([filesOf(dir), untouched(dir), git(dir, 'for-each-ref')]).toEqual(before);
  });

  test('a label stays one line, whatever is in it', () => {
    const dir = repository();
    ok(checkpoint(dir, ['save', '-m', 'a "b"\n\nReconcile-Kind: redo\x1b[31m $(touch x) é']));
    ok(checkpoint(dir, ['save', 'two', 'words']));
    const lines = ok(checkpoint(dir, ['list']))
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => line.slice(24))).toEqual([
      'checkpoint  a "b" Reconcile-Kind: redo [31m $(touch x) é',
      'checkpoint  two words',
    ]);
  });

  test('saves at the same time get different numbers', async () => {
    const dir = repository();
    const codes = await Promise.all(Array.from({ length: 5 }, () => checkpointAtOnce(dir, ['save'])));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(
      ok(checkpoint(dir, ['list']))
        .trimEnd()
        .split('\n'),
    ).toHaveLength(5);
  });

  test('prune keeps the newest, and gc afterwards does not break the next save', () => {
    const dir = repository();
    for (const text of ['1', '2', '3']) {
      put(dir, 'untracked.txt', `content ${text}`);
      ok(checkpoint(dir, ['save', text]));
    }
    expect(ok(checkpoint(dir, ['prune', '--keep', '1']))).toBe('Dropped 2 checkpoints, kept 1.\n');
    ok(checkpoint(dir, ['prune', '--keep', '0']));
    git(dir, 'gc', '--quiet', '--prune=now');
    thereAndBack(dir, () => put(dir, 'untracked.txt', 'other'));
  });

  test('a checkpoint survives gc and the loss of the private index', () => {
    const dir = repository();
    put(dir, 'untracked.txt', 'precious');
    ok(checkpoint(dir, ['save']));
    fs.rmSync(path.join(dir, 'untracked.txt'));
    git(dir, 'gc', '--quiet', '--prune=now');
    fs.writeFileSync(path.join(dir, '.git/reconcile-checkpoint/index'), 'damaged');
    ok(checkpoint(dir, ['rollback']));
    expect(fs.readFileSync(path.join(dir, 'untracked.txt'), 'utf8')).toBe('precious');
  });

  test('refs of others in the same place are neither shown nor overwritten', () => {
    const dir = repository();
    git(dir, 'update-ref', 'refs/reconcile/checkpoints/4', 'HEAD');
    git(dir, 'update-ref', 'refs/reconcile/checkpoints/by-hand', 'HEAD');
    expect(ok(checkpoint(dir, ['list']))).toBe('No checkpoints.\n');
    expect(ok(checkpoint(dir, ['save']))).toBe('Saved checkpoint 5.\n');
    expect(checkpoint(dir, ['rollback', '4']).err).toContain('there is no checkpoint 4');
  });

  test('what a killed run has left behind does not stop the next one', () => {
    const dir = repository();
    ok(checkpoint(dir, ['save']));
    const own = path.join(dir, '.git/reconcile-checkpoint');
    put(own, 'index.lock', '');
    put(own, 'index.1.lock', '');
    put(own, 'index.1', 'cut off');
    fs.utimesSync(path.join(own, 'index.1'), 0, 0);
    thereAndBack(dir, () => put(dir, 'kept.txt', 'edited'));
    expect(fs.readdirSync(own)).not.toContain('index.1');
  });

  test('a wrong call prints the usage and exits 2', () => {
    const dir = repository();
    for (const args of [[], ['sav'], ['list', 'x'], ['redo', '--hard'], ['toString']]) {
      expect(checkpoint(dir, args).code).toBe(2);
    }
    expect(checkpoint(dir, ['rollback', '7']).err).toContain('there is no checkpoint 7');
    expect(checkpoint(dir, ['--help']).out).toContain('usage: checkpoint.mjs save');
  });
});
