import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planJson } from '../../../src/core/views/planJson.ts';
import { adopted, fields, file, finding, globally, plan, side, standing, target } from './build.ts';

const fleet = plan(
  [
    target(
      'a',
      [
        adopted('z.md'),
        file('new.md', null, side('x', '100755'), globally('commands tdd/', 41)),
        fields('.claude/settings.json', { before: side('{}'), after: side('{"a":1}') }, [
          { pointer: '/env/B', young: '1' },
          { pointer: '/env/A', old: '2', young: '1', reason: 'drifted' },
        ]),
        standing('c.md', { action: 'conflict', reason: 'not-a-file', detail: 'is a folder' }),
      ],
      { findings: [finding('low', 'small'), finding('high', 'big', { place: 'canonical.yaml:4' })] },
    ),
    target('b'),
    target('c', [], {
      status: 'Blocked',
      reason: 'a rebase is in progress; finish it',
      blockedBy: 'rebase-in-progress',
    }),
  ],
  5,
);

describe('a plan as JSON', () => {
  test('has the shape of the contract', () => {
    const object = JSON.parse(planJson(fleet));
    expect(Object.keys(object)).toEqual([
      'format_version',
      'revision',
      'partial',
      'known_targets',
      'targets',
      'summary',
    ]);
    expect(object).toMatchObject({ format_version: '1.0', revision: 'a'.repeat(40), partial: true, known_targets: 5 });
    expect(object.summary).toEqual({
      create: 2,
      update: 1,
      delete: 0,
      adopt: 1,
      forget: 0,
      conflict: 1,
      files: { create: 1, update: 1, delete: 0, adopt: 1, forget: 0, conflict: 1 },
      targets: { InSync: 1, OutOfSync: 1, Blocked: 1, Error: 0, Suspended: 0 },
    });
    expect(object.targets[2]).toMatchObject({
      name: 'c',
      kind: 'repository',
      root: '/home/ada/projects/c',
      status: 'Blocked',
      reason: 'a rebase is in progress; finish it',
      blocked_by: 'rebase-in-progress',
      changes: [],
      findings: [],
    });
  });

  test('tells each change by path, address, action, reason and both sides', () => {
    const [first] = JSON.parse(planJson(fleet)).targets;
    expect(first.changes.map((change: { address: string }) => change.address)).toEqual([
      '.claude/settings.json#/env/A',
      '.claude/settings.json#/env/B',
      'c.md',
      'new.md',
      'z.md',
    ]);
    expect(first.changes[3]).toEqual({
      path: 'new.md',
      address: 'new.md',
      action: 'create',
      reason: 'new',
      before: null,
      after: { id: 'c1b0730e0133447badcfd47fd144e254807b06e1', mode: '100755' },
      origin: { selector: 'global.commands tdd/', place: 'canonical.yaml:41' },
    });
    expect(first.changes[2]).toMatchObject({
      action: 'conflict',
      reason: 'not-a-file',
      before: null,
      after: null,
      detail: 'is a folder',
    });
    expect(first.findings.map((one: { severity: string }) => one.severity)).toEqual(['high', 'low']);
  });

  test('ends with one newline and is two spaces deep', () => {
    expect(planJson(plan([]))).toMatch(/^\{\n {2}"format_version": "1\.0",\n[\s\S]*\n\}\n$/);
  });

  test('holds no values of fields', () => {
    expect(planJson(fleet)).not.toContain('"values"');
  });

  test('the same plan gives the same bytes, in whatever order it comes', () => {
    const shuffled = (value: Plan) =>
      fc.shuffledSubarray([...value.targets], { minLength: 3, maxLength: 3 }).chain((targets) =>
        fc
          .tuple(
            ...targets.map((one) =>
              fc.record({
                changes: fc.shuffledSubarray([...one.changes], { minLength: one.changes.length }),
                findings: fc.shuffledSubarray([...one.findings], { minLength: one.findings.length }),
              }),
            ),
          )
          .map((lists) => ({ ...value, targets: targets.map((one, index) => ({ ...one, ...lists[index] })) })),
      );
    fc.assert(
      fc.property(shuffled(fleet), (value) => {
        expect(planJson(value)).toBe(planJson(fleet));
      }),
    );
  });

  test('control characters are escapes, and the value stays', () => {
    const odd = 'x\u001b[31m\u202e\u0085.md';
    const json = planJson(plan([target('a', [adopted(odd)])]));
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(json).targets[0].changes[0].path).toBe(odd);
  });
});
