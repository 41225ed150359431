import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { DriftDocument } from '../../generated/drift.ts';
import { CHECKS } from '../../src/core/drift/checks.ts';
import { layOut } from '../scenarios/files.ts';
import { readScenario } from '../scenarios/format.ts';
import { PROGRAM } from './program.ts';

/** The fleet with one of each defect, as the scenario of that name makes it before it first looks at it. */
const root = mkdtempSync(join(tmpdir(), 'reconcile-remedies-'));
const work = join(root, 'work');
const env = {
  PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
  HOME: work,
  XDG_STATE_HOME: join(work, '.local/state'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};
afterAll(() => rmSync(root, { recursive: true, force: true }));

function sh(script: string, cwd = work): { code: number; said: string } {
  const ran = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
  return { code: ran.status ?? -1, said: `${ran.stdout}${ran.stderr}` };
}

function make(): void {
  const text = readFileSync(`${import.meta.dirname}/../scenarios/drift-one-of-each.txtar`, 'utf8');
  const { files, repositories, steps } = readScenario(text);
  mkdirSync(join(root, 'bin'));
  mkdirSync(work);
  writeFileSync(join(root, 'bin/reconcile'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(root, 'bin/reconcile'), 0o755);
  layOut(work, files);
  for (const name of repositories)
    sh(
      `mkdir -p ${name} && cd ${name} && git init -q -b main && git add -A -f && git commit -q --allow-empty -m first`,
    );
  const lines: string[] = [];
  for (const step of steps) {
    if (step.kind !== 'command') continue;
    if (step.line.startsWith('reconcile drift')) break;
    lines.push(step.line);
  }
  const made = sh(`set -e\n${lines.join('\n')}`);
  expect(made.code, made.said).toBe(0);
  execFileSync('cp', ['-a', work, join(root, 'kept')]);
}

function restore(): void {
  rmSync(work, { recursive: true });
  execFileSync('cp', ['-a', join(root, 'kept'), work]);
}

function look(): DriftDocument['issues'] {
  const ran = spawnSync(process.execPath, [PROGRAM, 'drift', '--json'], { cwd: work, env, encoding: 'utf8' });
  return (JSON.parse(ran.stdout) as DriftDocument).issues;
}

type Issue = DriftDocument['issues'][number];

/** Every command of a remedy, in its backticks or alone, but for the one that takes it back. */
function commandsOf({ remedy, command }: Issue): string[] {
  const told = [...remedy.matchAll(/`((?:reconcile (?!undo)|git |rm |diff )[^`]+)`/g)].map(([, line]) => line!);
  return [...told, ...(command === null ? [] : [command])];
}

function isSame(a: Issue, b: Issue): boolean {
  return a.check === b.check && a.target === b.target && a.path === b.path && a.address === b.address;
}

make();
const issues = look();
const commands = new Map<string, Issue[]>();
for (const issue of issues)
  for (const command of commandsOf(issue)) commands.set(command, [...(commands.get(command) ?? []), issue]);

/** These only show something. */
const SHOWS = /^(?:reconcile plan|diff) /;

describe('the remedies of a fleet with one of each defect', () => {
  test('the fleet has an issue of every check there is', () => {
    const found = new Set(issues.map(({ check }) => check));
    expect(Object.keys(CHECKS).filter((check) => !found.has(check))).toEqual([]);
  });

  test('every issue of a check has a remedy', () => {
    expect(issues.filter(({ remedy }) => remedy.trim() === '')).toEqual([]);
  });

  test('each of promote, adopt, forget, drift --fix, git, rm and diff is the remedy of something', () => {
    const verbs = new Set([...commands.keys()].map((line) => /^reconcile \w+|^\w+/.exec(line)![0]));
    expect([...verbs].sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'diff',
      'git',
      'reconcile adopt',
      'reconcile drift',
      'reconcile forget',
      'reconcile plan',
      'reconcile promote',
      'rm',
    ]);
  });

  test.each([...commands.keys()])('works: %s', (line) => {
    restore();
    // Only this one is to be run "there", in the target's folder, which it has not the name of.
    const ran = sh(line, line === 'git init' ? join(work, commands.get(line)![0]!.target!) : work);
    // diff ends with 1 where two things differ, drift with 2 where something else is left.
    const good = line.startsWith('diff ') ? [1] : line.startsWith('reconcile drift ') ? [0, 2] : [0];
    expect(good, ran.said).toContain(ran.code);
    if (SHOWS.test(line)) expect(ran.said).not.toBe('');
    else {
      const left = look();
      expect(commands.get(line)!.filter((issue) => left.some((one) => isSame(one, issue)))).toEqual([]);
    }
  });
});
