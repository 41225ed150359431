import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditActivity } from '../../../src/hooks/dora/activity.ts';
import { isRework } from '../../../src/hooks/dora/edits.ts';
import type { Commit } from '../../../src/hooks/dora/history.ts';
import { type DeployEntry, type Measured, measureDeploy, measureFailure } from '../../../src/hooks/dora/measure.ts';

const HOUR = 3_600_000;
const WINDOW = 24 * HOUR;

function commit(sha: string, subject = 'feat: x', reverts: string[] = []): Commit {
  return { sha, authored: 0, subject, reverts };
}

const before: DeployEntry[] = [{ kind: 'deploy', t: 0, id: 'd1', ref: 'main', sha: 'aaa' }];

function deploy(
  log: DeployEntry[],
  t: number,
  commits: Commit[],
  more: { ref?: string; sha?: string; rollback?: boolean } = {},
): Measured {
  const { ref = 'main', sha = `sha-${t}`, rollback = false } = more;
  return measureDeploy(log, { deploy: { t, id: `d-${t}`, ref, sha }, commits, rollback }, WINDOW);
}

const events = (measured: Measured) =>
  measured.measures.map((measure) => `${measure.event} ${measure.id} ${measure.value}`);

describe('a deployment', () => {
  test('counts once, and gives the lead time of each commit in seconds', () => {
    expect(events(deploy(before, HOUR, [commit('c1'), commit('c2')]))).toEqual([
      'deploy d-3600000 1',
      'lead_time c1 3600',
      'lead_time c2 3600',
    ]);
  });

  test('of the commit that was deployed last is none', () => {
    expect(deploy(before, HOUR, [], { sha: 'aaa' })).toEqual({ measures: [], entries: [] });
  });

  test('a commit of the future has a lead time of 0, not a negative one', () => {
    const future = { ...commit('c'), authored: 2 * HOUR };
    expect(deploy(before, HOUR, [future]).measures[1]!.value).toBe(0);
  });

  test.each<[string, Commit[], { ref?: string; rollback?: boolean }, boolean]>([
    ['git’s own revert', [commit('c', 'Revert "feat: x"', ['aaa'])], {}, true],
    ['a hotfix commit', [commit('c', 'hotfix: null check')], {}, true],
    ['a scoped hotfix', [commit('c', 'fix(hotfix): null check')], {}, true],
    ['a hotfix branch', [commit('c')], { ref: 'hotfix/1' }, true],
    ['a rollback', [], { rollback: true }, true],
    ['an ordinary fix', [commit('c', 'fix: typo')], {}, false],
    ['a word that only starts like one', [commit('c', 'revertible sessions')], {}, false],
    ['the word in the middle', [commit('c', 'document the hotfix process')], {}, false],
  ])('%s', (_, commits, more, isFix) => {
    const found = events(deploy(before, HOUR, commits, more)).filter((text) => !text.startsWith('lead_time'));
    const fixed = ['deploy d-3600000 1', 'rework d-3600000 1', 'deploy_failed d1 1', 'restored d-3600000 3600'];
    expect(found).toEqual(isFix ? fixed : ['deploy d-3600000 1']);
  });

  test('a revert after the window is rework, but says nothing about the deployment before', () => {
    const found = events(deploy(before, WINDOW + 1, [commit('c', 'Revert "x"', ['aaa'])]));
    expect(found.some((text) => text.startsWith('rework'))).toBe(true);
    expect(found.some((text) => text.startsWith('deploy_failed') || text.startsWith('restored'))).toBe(false);
  });
});

describe('a failure', () => {
  test('is told once until it is restored, and restored by the first good deployment', () => {
    const failed = measureFailure(before, { t: HOUR, id: 'f1', context: 'make ship' });
    expect(events(failed)).toEqual(['deploy_failed f1 1']);
    const log = [...before, ...failed.entries];
    expect(measureFailure(log, { t: 2 * HOUR, id: 'f2', context: '' }).measures).toEqual([]);
    const mended = deploy(log, 3 * HOUR, [commit('c')]);
    expect(events(mended)).toEqual(['deploy d-10800000 1', 'lead_time c 10800', 'restored d-10800000 7200']);
    expect(events(deploy([...log, ...mended.entries], 4 * HOUR, []))).toEqual(['deploy d-14400000 1']);
  });

  test('the same commit deployed again after a failure restores', () => {
    const log: DeployEntry[] = [...before, { kind: 'failed', t: HOUR, id: 'f' }];
    expect(events(deploy(log, 2 * HOUR, [], { sha: 'aaa' }))).toContain('restored d-7200000 3600');
  });
});

test('however deployments and failures follow, each restores at most one failure, and no value is negative', () => {
  const step = fc.record({ fails: fc.boolean(), fix: fc.boolean(), hours: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const log: DeployEntry[] = [];
      let t = 0;
      let failures = 0;
      let restored = 0;
      for (const { fails, fix, hours } of steps) {
        t += hours * HOUR + 1;
        const commits = [commit(`c${t}`, fix ? 'Revert "x"' : 'feat: x')];
        const measured = fails ? measureFailure(log, { t, id: `f${t}`, context: '' }) : deploy(log, t, commits);
        log.push(...measured.entries);
        for (const { event, value } of measured.measures) {
          if (event === 'deploy_failed') failures += 1;
          if (event === 'restored') restored += 1;
          expect(value).toBeGreaterThanOrEqual(0);
        }
        expect(restored).toBeLessThanOrEqual(failures);
        expect(failures - restored).toBeLessThanOrEqual(1);
      }
    }),
  );
});

describe('rework', () => {
  const edit = (t: number, prompt: string, path = 'a.ts'): EditActivity => ({
    kind: 'edit',
    t,
    session: 's',
    prompt,
    path,
    rework: false,
  });

  test.each<[string, EditActivity[], boolean]>([
    ['no edit before', [], false],
    ['the same prompt', [edit(0, 'p2')], false],
    ['another prompt', [edit(0, 'p1')], true],
    ['another file', [edit(0, 'p1', 'b.ts')], false],
    ['another session', [{ ...edit(0, 'p2'), session: 't' }], true],
    ['more than a day ago', [edit(-25 * HOUR, 'p1')], false],
  ])('%s', (_, log, expected) => {
    expect(isRework(edit(1, 'p2'), log)).toBe(expected);
  });
});
