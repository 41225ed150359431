import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snapshot } from '../laws/fleet.ts';
import { ended, Place } from './program.ts';

const NAMES = ['one', 'two', 'three', 'four', 'five'];
const KILLS = 40;

function layOut(place: Place): void {
  const entries = NAMES.map((name) => `  ${name}: { path: ${name} }`).join('\n');
  place.write(
    'hub/canonical.yaml',
    `version: "1"\nworkspace: ..\nrepositories:\n${entries}\nglobal:\n  commands: ["**"]\n  settings: [base]\n`,
  );
  place.write('hub/desired-state/settings/base.json', '{"env": {"A": "1"}}');
  place.write('hub/desired-state/memory/base.md', 'Base.\n');
  setVersion(place, 0);
  for (const name of NAMES)
    place.repository(name, {
      'CLAUDE.md': '# Mine\n',
      '.claude/settings.json': '{ "model": "opus" }\n',
      'src/a.txt': 'a\n',
    });
}

function setVersion(place: Place, version: number): void {
  for (let index = 0; index < 6; index++)
    place.write(`hub/desired-state/commands/c${index}.md`, `version ${version} of ${index}\n`.repeat(200));
}

/** How the files of a fleet look, without what is the same before and after. */
function files(place: Place): Map<string, string>[] {
  return NAMES.map((name) => snapshot(place.path(name)));
}

describe('an apply that is killed', () => {
  const place = new Place();
  let duration = 0;

  beforeAll(async () => {
    layOut(place);
    await place.run('apply', '--yes', '-q');
    const start = performance.now();
    setVersion(place, 1);
    await place.run('apply', '--yes', '-q');
    duration = performance.now() - start;
  });
  afterAll(() => place.remove());

  test(`at ${KILLS} moments over five repositories leaves whole files and a sound git, and the next run converges`, async () => {
    let killed = 0;
    for (let round = 0; round < KILLS; round++) {
      const before = files(place);
      setVersion(place, round + 2);
      const child = place.start('apply', '--yes', '-q');
      const done = ended(child);
      await wait((duration * (round + 0.5)) / KILLS);
      child.kill('SIGKILL');
      if ((await done).signal === 'SIGKILL') killed++;
      const after = files(place);
      const next = await place.run('apply', '--yes', '-q');
      expect(next.code, next.stdout + next.stderr).toBe(0);
      const goal = files(place);
      for (const [index, tree] of after.entries()) expectWhole(tree, before[index]!, goal[index]!);
      for (const name of NAMES) {
        expect(place.git(name, 'status', '--porcelain', '--untracked-files=all'), `${name}, round ${round}`).toBe('');
        expect(place.git(name, 'show', 'HEAD:.claude/commands/c0.md')).toBe(
          readFileSync(place.path('hub/desired-state/commands/c0.md'), 'utf8'),
        );
      }
      const plan = await place.run('plan', '--detailed-exitcode');
      expect(plan.code, plan.stdout).toBe(0);
    }
    for (const name of NAMES) expect(place.git(name, 'fsck', '--strict', '--no-dangling')).toBe('');
    expect(killed).toBeGreaterThan(KILLS / 2);
  }, 300_000);

  test('by a second apply at the same time: one works, the other says who holds the lock', async () => {
    setVersion(place, 1000);
    const [a, b] = await Promise.all([place.run('apply', '--yes', '-q'), place.run('apply', '--yes', '-q')]);
    const codes = [a.code, b.code].sort((x, y) => Number(x) - Number(y));
    if (codes[1] === 1)
      expect(a.stderr + b.stderr).toMatch(/another `reconcile apply` works on this fleet \(process \d+ on /);
    expect(codes[0]).toBe(0);
    expect((await place.run('plan', '--detailed-exitcode')).code).toBe(0);
  });
});

/** At the moment of the kill every file is wholly old or wholly new; what waits beside its place has a name of its own. */
function expectWhole(now: Map<string, string>, before: Map<string, string>, goal: Map<string, string>): void {
  for (const [path, value] of now) {
    if (/\.reconcile-[0-9]/.test(path)) continue;
    expect([before.get(path), goal.get(path)], path).toContain(value);
  }
}
