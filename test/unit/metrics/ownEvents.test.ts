import { expect, test } from 'vitest';
import { lookRow, runRows } from '../../../src/core/metrics/ownEvents.ts';
import { readRow } from '../../../src/core/metrics/row.ts';
import { shapeOf } from '../../../src/core/metrics/tables.ts';
import type { ApplyReport, TargetReport } from '../../../src/core/status/report.ts';

const MOMENT = { now: Date.UTC(2026, 10, 1), id: 'run-1', revision: 'abc', milliseconds: 12.4 };

function target(name: string, outcome: TargetReport['outcome']): TargetReport {
  const files = { created: ['.claude/a.md'], updated: [], deleted: ['.claude/secret-name.md'] };
  const rest = {
    kind: 'repository',
    root: '/r',
    delivery: 'commit',
    adopted: 0,
    forgotten: 0,
    conflicts: 2,
    warnings: [],
  };
  return { name, outcome, files, reason: 'token=abc', ...rest } as unknown as TargetReport;
}

test('a run is told by an event for each target that was written or could not be', () => {
  const targets = [target('a', 'applied'), target('b', 'failed'), target('c', 'unchanged'), target('d', 'blocked')];
  const rows = runRows({ verb: 'apply', revision: 'abc', targets } as unknown as ApplyReport, MOMENT);
  expect(rows.map(({ project, event_type, severity, value }) => [project, event_type, severity, value])).toEqual([
    ['a', 'info', 'low', 2],
    ['b', 'error', 'high', 2],
    ['d', 'warning', 'medium', 2],
  ]);
  for (const row of rows) expect(readRow(shapeOf('claude_events'), row)).toHaveProperty('row');
  expect(new Set(rows.map((row) => row.event_id)).size).toBe(3);
  // Counts only: no reason, no names of files.
  expect(JSON.stringify(rows)).not.toMatch(/token|secret/);
});

test('a look is told where something is not in order, and not where all is', () => {
  expect(lookRow('a', { kind: 'in-sync' }, MOMENT)).toBeUndefined();
  expect(lookRow('a', { kind: 'working' }, MOMENT)).toBeUndefined();
  const drift = lookRow('a', { kind: 'differs', changes: 3, conflicts: 1 }, MOMENT);
  expect(drift).toMatchObject({ event_type: 'drift', category: 'reconcile', value: 4, severity: 'medium' });
  expect(lookRow('a', { kind: 'failed', reason: 'password=1', failures: 2 }, MOMENT)).toMatchObject({
    event_type: 'error',
    severity: 'high',
  });
});
