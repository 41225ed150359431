import type { MetricsTable } from '../../generated/metrics.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { TABLES } from '../../src/core/metrics/tables.ts';

const WORDS: Readonly<Record<string, readonly string[]>> = {
  project: ['alpha', 'beta', "o'brien"],
  outcome: ['ok', 'ok', 'ok', 'error', 'denied', 'interrupted', 'running'],
  event_type: ['error', 'block', 'info', 'deploy', 'deploy_failed', 'lead_time', 'restored', 'rework', 'timeout'],
  severity: ['critical', 'high', 'medium', 'low'],
  category: ['dora', 'cost', 'drift', 'reconcile', 'guard'],
  task_status: ['pending', 'in_progress', 'completed'],
  decision: ['none', 'none', 'ask', 'deny', 'block'],
};

const PER_TABLE = 300;

/**
 * Rows over 28 days before `now`, in every table, with every column sometimes absent, and some things told twice. The same numbers each
 * time: a multiplier of Lehmer makes them.
 */
export function someRows(now: number): ReadonlyMap<MetricsTable, readonly Row[]> {
  let seed = 20260131;
  const below = (limit: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % limit;
  };
  const made = TABLES.map((table): [MetricsTable, Row[]] => {
    const rows = Array.from({ length: PER_TABLE }, (): Row => {
      const row: Record<string, string | number | boolean> = {};
      for (const { name, type } of table.columns) {
        if (name === 'timestamp' || below(8) === 0) continue;
        const words = WORDS[name] ?? ['one', 'two', 'three'];
        if (type === 'SYMBOL') row[name] = words[below(words.length)]!;
        else if (type === 'VARCHAR') row[name] = `${name}-${below(40)}`;
        else if (type === 'BOOLEAN') row[name] = below(3) > 0;
        else if (type === 'TIMESTAMP') row[name] = (now - below(28 * 86_400) * 1000) * 1000;
        else row[name] = type === 'LONG' ? below(5000) : below(90_000) / 1000;
      }
      return { ...row, timestamp: (now - below(28 * 86_400) * 1000) * 1000 };
    });
    return [table.name, [...rows, ...rows.slice(0, 20).map((row) => ({ ...row, project: 'beta' }))]];
  });
  return new Map(made);
}
