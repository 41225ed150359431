import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { planIssues } from '../../../src/core/drift/plans.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { driftSarif } from '../../../src/core/views/driftSarif.ts';
import { file, finding, plan, side, standing, target } from '../views/build.ts';

/** The schema of SARIF 2.1.0 as the package @microsoft/jest-sarif has it; its dialect is draft 4, of which it uses nothing that changed. */
function validator() {
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync(`${import.meta.dirname}/../../fixtures/sarif-2.1.0.schema.json`, 'utf8')) as Record<
    string,
    unknown
  >;
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
}

const fleet = plan([
  target(
    'a b',
    [
      file('dir/größe #1.md', null, side('x')),
      file('left.md', side('x'), null),
      standing('c.md', {
        action: 'conflict',
        reason: 'not-a-file',
        detail: 'token ghp_0123456789abcdefghijABCDEFGHIJ012345',
      }),
    ],
    { findings: [finding('high', 'hub', { place: 'canonical.yaml:4:7' }), finding('low', 'whole')] },
  ),
  target('gone', [], {
    status: 'Blocked',
    reason: 'a rebase is in progress; finish it',
    blockedBy: 'rebase-in-progress',
  }),
]);

const options = { version: '1.2.3', targets: fleet.targets, hub: '/hub' as AbsPath };

test('SARIF is as its schema says, with every path as a URI below its target', () => {
  const accepts = validator();
  const text = driftSarif(planIssues(fleet.targets, [], []), options);
  const log = JSON.parse(text) as { runs: { results: { ruleId: string; level: string; locations: unknown[] }[] }[] };
  expect(accepts(log), JSON.stringify(accepts.errors?.slice(0, 3))).toBe(true);
  expect(accepts({ ...log, version: '2.0.0' })).toBe(false);
  const { results } = log.runs[0]!;
  expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`).sort()).toEqual(
    [
      'error missing',
      'error not-a-file',
      'error selection-matches-nothing',
      'note left-over',
      'note selection-matches-nothing',
      'warning blocked',
    ].sort(),
  );
  expect(text).toContain('"uri": "dir/gr%C3%B6%C3%9Fe%20%231.md"');
  expect(text).toContain('"startLine": 4');
  expect(text).not.toContain('ghp_0123456789');
});

test('without issues it is a run without results', () => {
  const accepts = validator();
  const log = JSON.parse(driftSarif([], options)) as { runs: { results: unknown[] }[] };
  expect(accepts(log)).toBe(true);
  expect(log.runs[0]!.results).toEqual([]);
});
