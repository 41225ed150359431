import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { DriftDocument } from '../../../generated/drift.ts';
import { CHECKS, issueOf } from '../../../src/core/drift/checks.ts';
import type { Issue } from '../../../src/core/drift/issue.ts';
import { planIssues } from '../../../src/core/drift/plans.ts';
import { type DriftReport, reportOf } from '../../../src/core/drift/report.ts';
import type { ApplyReport } from '../../../src/core/status/report.ts';
import { fileAddress } from '../../../src/core/values/address.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { Revision, TargetName } from '../../../src/core/values/target.ts';
import { driftJson } from '../../../src/core/views/driftJson.ts';
import { file, finding, plan, side, standing, target } from '../views/build.ts';

const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../../schemas/drift.schema.json`, 'utf8'));
const accepts = new Ajv2020({ allowUnionTypes: true }).compile<DriftDocument>(schema);

const name = 'a b' as TargetName;
const path = '.claude/größe.md' as RelPath;
const revision = 'uncommitted' as Revision;

/** An issue with everything that one can have. */
const full: Issue = {
  ...issueOf('near-duplicate', { target: name, path, message: 'is like another', remedy: 'Compare.', fixable: false }),
  paths: [path, 'b' as RelPath],
  address: fileAddress(path),
  line: 3,
  place: 'canonical.yaml:4:7',
  command: 'diff a b',
  related: [{ target: name, path }],
};

function reportWith(issues: readonly Issue[]): DriftReport {
  const fleet = plan([
    target('a b', [file('new.md', null, side('x')), standing('c.md', { action: 'conflict', reason: 'foreign' })], {
      findings: [finding('high', 'hub', { place: 'canonical.yaml:4:7' })],
    }),
    target('gone', [], { status: 'Blocked', reason: 'a rebase is in progress; finish it' }),
  ]);
  const all = [...planIssues(fleet.targets, [], []), ...issues];
  return reportOf(fleet.targets, all, { revision, known: 3, files: new Map([[name, 4]]) });
}

function parsed(report: DriftReport, applied?: ApplyReport): DriftDocument {
  const text = driftJson(report, applied === undefined ? undefined : { before: report, applied });
  const document = JSON.parse(text) as DriftDocument;
  expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
  return document;
}

test('what drift --json prints is as its schema says, with an issue of every check', () => {
  const every = (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).map((check) =>
    issueOf(check, { target: name, message: check, remedy: 'Do it.', fixable: true }),
  );
  const document = parsed(reportWith([...every, full]));
  expect(document.issues.filter(({ check }) => check in CHECKS).length).toBeGreaterThan(every.length);
  expect(document.summary).toMatchObject({ targets: 2, targets_with_issues: 2, files_checked: 4 });
  expect(document.partial).toBe(true);
  expect(document.fix).toBeUndefined();
  for (const wrong of [
    { extra: 1 },
    { score: 101 },
    { band: 'fine' },
    { issues: [{ ...document.issues[0], line: 0 }] },
  ])
    expect(accepts({ ...document, ...wrong })).toBe(false);
  for (const key of Object.keys(document)) expect(accepts({ ...document, [key]: undefined })).toBe(false);
});

test('what drift --fix --json prints is as its schema says, whatever became of the targets', () => {
  const { targets } = reportWith([]);
  const outcomes = ['applied', 'unchanged', 'blocked', 'failed', 'suspended', 'skipped'] as const;
  const applied: ApplyReport = {
    verb: 'apply',
    run: '20260131-142501-000-k7f2',
    revision,
    targets: outcomes.map((outcome) => ({
      name: outcome as string as TargetName,
      kind: 'repository',
      root: targets[0]!.root,
      outcome,
      ...(outcome === 'failed' ? { reason: 'the disk is full' } : {}),
      delivery: 'branch',
      files: { created: [path], updated: [], deleted: [] },
      adopted: 1,
      forgotten: 0,
      conflicts: 0,
      warnings: ['a hook printed something'],
    })),
  };
  const { fix } = parsed(reportWith([full]), applied);
  expect(fix?.applied.targets.map(({ outcome }) => outcome).sort()).toEqual([...outcomes].sort());
  expect(fix?.before.issues.length).toBeGreaterThan(0);
});
