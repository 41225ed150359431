import { existsSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { realPrograms } from '../../src/adapters/program/program.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import type { ProgramRun } from '../../src/ports/programs.ts';

const run = (script: string, more: Partial<ProgramRun> = {}) =>
  realPrograms.run({
    command: 'sh',
    args: ['-c', script],
    cwd: tmpdir() as AbsPath,
    env: { PATH: process.env['PATH'] ?? '', ONE: '1' },
    input: '',
    timeout: 20_000,
    ...more,
  });

test('a program gets its input, its environment and its folder, and gives its output and exit code', async () => {
  const end = await run('cat; echo "$ONE $HOME"; pwd >&2; exit 3', { input: 'in\n' });
  expect(end).toMatchObject({ code: 3, stdout: 'in\n1 \n', timedOut: false });
  expect(end.stderr.trim()).toContain('tmp');
  expect(end.duration).toBeGreaterThan(0);
});

test('a program that is not there is told, not thrown', async () => {
  expect(await run('', { command: 'no-such-program', args: [] })).toMatchObject({ code: undefined, failure: 'ENOENT' });
});

test('a program that takes too long is ended with all that it started', async () => {
  const scratch = realPrograms.scratch();
  const started = performance.now();
  const end = await run(`(sleep 2; echo late > ${scratch.path}/late) & sleep 30`, { timeout: 300 });
  expect(end).toMatchObject({ code: undefined, timedOut: true });
  expect(performance.now() - started).toBeLessThan(15_000);
  await new Promise((done) => setTimeout(done, 2500));
  expect(existsSync(`${scratch.path}/late`)).toBe(false);
  scratch.remove();
});

test('what a program leaves running does not keep its caller waiting', async () => {
  const started = performance.now();
  expect(await run('sleep 20 & echo done')).toMatchObject({ code: 0, stdout: 'done\n' });
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('a program that does not read a long input is no failure', async () => {
  expect(await run('exit 0', { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
});

test("a scratch folder is this person's alone, takes files, and goes with all that is in it", () => {
  const scratch = realPrograms.scratch();
  expect(statSync(scratch.path).mode & 0o077).toBe(0);
  const file = scratch.put('a.txt', 'text');
  expect(readFileSync(file, 'utf8')).toBe('text');
  scratch.remove();
  expect(existsSync(scratch.path)).toBe(false);
});
