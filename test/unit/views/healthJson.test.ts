import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { AuditDocument } from '../../../generated/audit.ts';
import type { HealthDocument } from '../../../generated/health.ts';
import { reportOf } from '../../../src/core/drift/report.ts';
import type { Cost } from '../../../src/core/findings/cost.ts';
import type { Check } from '../../../src/core/health/check.ts';
import { judge } from '../../../src/core/monitoring/judge.ts';
import { rulesFor } from '../../../src/core/monitoring/rules.ts';
import { ALL_QUESTIONS, type Measured } from '../../../src/core/reports/questions.ts';
import { makeReport, reportsOf } from '../../../src/core/reports/report.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { Revision, TargetName } from '../../../src/core/values/target.ts';
import { auditJson } from '../../../src/core/views/auditJson.ts';
import { healthJson } from '../../../src/core/views/healthJson.ts';
import type { TokenAccount } from '../../../src/core/views/tokenSections.ts';
import { THRESHOLDS } from '../desired/builders.ts';

function validator(name: string) {
  const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../../schemas/${name}.schema.json`, 'utf8'));
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}

const checks: readonly Check[] = [
  { group: 'services', name: 'QuestDB', status: 'absent', message: 'no infrastructure.questdb' },
  { group: 'fleet', name: 'größe\u001b[2J', status: 'fail', message: 'is off', remedy: 'Mend it.', place: 'a:1' },
];

test('health and doctor as JSON are as their schema says, and nothing else is', () => {
  const accepts = validator('health');
  const fleet = { score: 75, average: 80, known: 3, targets: [] };
  const text = healthJson(checks, fleet);
  // No text of a file reaches the terminal as a control sequence.
  expect(text).not.toContain('\u001b');
  const document = JSON.parse(text) as HealthDocument;
  for (const one of [document, JSON.parse(healthJson(checks)), JSON.parse(healthJson([]))])
    expect(accepts(one), JSON.stringify(accepts.errors)).toBe(true);
  expect(document).toMatchObject({ healthy: false, summary: { ok: 0, fail: 1, absent: 1, score: 75, known: 3 } });
  expect(accepts({ ...document, more: 1 })).toBe(false);
  expect(accepts({ ...document, checks: [{ ...checks[0], status: 'bad' }] })).toBe(false);
});

test('an audit as JSON is as its schema says, each half by itself and both, with every section that there is', () => {
  const accepts = validator('audit');
  const nothing = Object.fromEntries(ALL_QUESTIONS.map((name) => [name, []])) as unknown as Measured;
  const some: Measured = { ...nothing, tools: [{ calls: 3, failed: 1 }], toolsEach: [{ tool_name: null, calls: 3 }] };
  const sections = [...new Set(reportsOf([]).flatMap((report) => report.sections)), 'recommendations', 'next_actions'];
  const settings = { name: 'all', hours: 24, sections, output: 'terminal' } as const;
  const measured = { now: some, before: nothing, source: 'spool' } as const;
  const report = makeReport(settings, measured, THRESHOLDS, Date.UTC(2026, 0, 31));
  expect(report.sections).toHaveLength(sections.length);
  const rule = rulesFor(THRESHOLDS).find(({ name }) => name === 'hook-latency')!;
  const numbers = { report, breaches: judge(rule, [{ hook_name: 'guard', avg_ms: 101 }]) };
  const health = { drift: reportOf([], [], { revision: 'unknown' as Revision, known: 0, files: new Map() }), checks };
  const cost: Cost = {
    always: 9,
    onPath: 0,
    onInvocation: 0,
    items: [{ path: 'a' as RelPath, when: 'always', tokens: 9 }],
  };
  const account: TokenAccount = { target: 'alpha' as TargetName, before: cost, after: cost, delivered: cost };
  const limit = { tokens: 9, place: 'canonical.yaml:1' };
  const tokens = [account, { ...account, budget: { always: limit } }, { ...account, budget: { perItem: limit } }];
  for (const audited of [{}, { health }, { health, tokens }, { numbers }, { health, tokens, numbers }]) {
    const document = JSON.parse(auditJson(audited)) as AuditDocument;
    expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
    const parts = Object.keys(audited).flatMap((part) => (part === 'numbers' ? ['breaches', 'report'] : [part]));
    expect(Object.keys(document)).toEqual(['format_version', ...parts]);
  }
  const document = JSON.parse(auditJson({ numbers })) as AuditDocument;
  expect(document.breaches).toEqual([
    { rule: 'hook-latency', severity: 'warning', of: 'hook_name=guard', value: 101, limit: 100, unit: 'ms' },
  ]);
  expect(accepts({ ...document, breaches: [{ rule: 'x' }] })).toBe(false);
});
