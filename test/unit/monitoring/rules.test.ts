import { describe, expect, test } from 'vitest';
import { latest } from '../../../src/core/metrics/answer.ts';
import { sqlOf } from '../../../src/core/metrics/query.ts';
import type { Row } from '../../../src/core/metrics/row.ts';
import { shapeOf } from '../../../src/core/metrics/tables.ts';
import { judge, measureRows } from '../../../src/core/monitoring/judge.ts';
import { ruleSql } from '../../../src/core/monitoring/rule.ts';
import { rulesFor } from '../../../src/core/monitoring/rules.ts';
import { THRESHOLDS } from '../desired/builders.ts';
import { CASES, type Data } from './cases.ts';

const NOW = Date.UTC(2026, 0, 31, 14, 25);
const rules = rulesFor(THRESHOLDS);

function breaches(name: string, data: Data): number[] {
  const rule = rules.find((candidate) => candidate.name === name)!;
  const answers = measureRows(
    rule,
    (table) => {
      const rows = (data[table] ?? []).map(({ ago, ...row }) => ({ ...row, timestamp: NOW * 1000 - ago * 1e6 }) as Row);
      return latest(rows, shapeOf(table).keys);
    },
    NOW,
  );
  return judge(rule, answers)
    .filter(({ breached }) => breached)
    .map(({ value }) => value);
}

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  test('fires on data that crosses its limit, and not on data that does not', () => {
    const { crosses, stays } = CASES[name]!;
    for (const data of crosses) expect(breaches(name, data), JSON.stringify(data)).not.toEqual([]);
    for (const data of stays) expect(breaches(name, data), JSON.stringify(data)).toEqual([]);
  });

  test('says what it means and what to do, with a limit from its threshold', () => {
    expect([rule.meaning, rule.remedy].every((text) => text.endsWith('.'))).toBe(true);
    expect(rule.key).toMatch(/^[a-z_]+$/);
  });

  test('its SQL has nothing that QuestDB does not know, and nothing that Grafana would take for a variable', () => {
    expect(ruleSql(rule)).not.toMatch(/HAVING|FILTER|INTERVAL|percentile_cont|OFFSET|now\(\) *-|\$/i);
  });
});

test('a limit of canonical.yaml is the limit of its rule', () => {
  const other = rulesFor({ ...THRESHOLDS, hookLatencyCriticalMs: 700, agentSuccessRateMin: 0.55 });
  const limits = Object.fromEntries(other.map(({ name, limit }) => [name, limit]));
  expect(limits).toMatchObject({ 'hook-latency-critical': 700, 'agent-success': 55, 'daily-cost': 30 });
});

test('the worst of several groups comes first, with its labels', () => {
  const rule = rules.find(({ name }) => name === 'hook-latency')!;
  const judged = judge(rule, [
    { hook_name: 'a', avg_ms: 120 },
    { hook_name: 'b', avg_ms: 400 },
    { hook_name: null, avg_ms: null },
  ]);
  expect(judged.map(({ of, value, breached }) => [of, value, breached])).toEqual([
    ['hook_name=b', 400, true],
    ['hook_name=a', 120, true],
  ]);
});

test('a text in a question is quoted', () => {
  const query = {
    from: 'claude_events',
    where: [{ column: 'project', is: "o'brien" }],
    measures: { n: { fn: 'count' } },
  } as const;
  expect(sqlOf(query, { kind: 'between', from: 0, to: 1000 })).toBe(
    "SELECT count() AS n FROM claude_events WHERE timestamp >= '1970-01-01T00:00:00.000000Z' AND timestamp < '1970-01-01T00:00:01.000000Z' AND project = 'o''brien'",
  );
});
