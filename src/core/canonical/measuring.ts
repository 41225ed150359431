import type { CanonicalDocument } from '../../../generated/canonical.ts';
import { didYouMean } from '../values/nearest.ts';
import type { ReportSettings, Thresholds } from './canonical.ts';
import type { Path } from './places.ts';
import { type Reading, wrong } from './reading.ts';

type Section<Name extends keyof CanonicalDocument> = NonNullable<CanonicalDocument[Name]>;

/** What a report of canonical.yaml may show. */
const REPORT_SECTIONS = [
  'summary',
  'errors',
  'top_issues',
  'trends',
  'cost_analysis',
  'sessions',
  'tools',
  'agent_performance',
  'agent_roi',
  'hooks',
  'tasks',
  'dora',
  'space',
  'recommendations',
  'next_actions',
] as const;

const OUTPUTS = ['terminal', 'markdown', 'json'] as const;

/** `thresholds:` with its defaults. A warning that comes after the critical level would never be heard. */
export function readThresholds(reading: Reading, written: Section<'thresholds'>): Thresholds {
  const thresholds = {
    hookLatencyWarnMs: written.hook_latency_warn_ms ?? Math.min(100, written.hook_latency_critical_ms ?? 100),
    hookLatencyCriticalMs: written.hook_latency_critical_ms ?? Math.max(500, written.hook_latency_warn_ms ?? 500),
    agentSuccessRateMin: written.agent_success_rate_min ?? 0.8,
    dailyCostWarnUsd: written.daily_cost_warn_usd ?? Math.min(30, written.daily_cost_critical_usd ?? 30),
    dailyCostCriticalUsd: written.daily_cost_critical_usd ?? Math.max(50, written.daily_cost_warn_usd ?? 50),
    contextUtilizationWarn: written.context_utilization_warn ?? 0.8,
    errorsPerHourMax: written.errors_per_hour_max ?? 10,
    toolFailureRateMax: written.tool_failure_rate_max ?? 0.2,
    noDataHours: written.no_data_hours ?? 72,
  };
  const order = (path: string, warn: number, critical: number, of: string): void => {
    const message = `is above ${of} (${critical}), so it would never be heard.`;
    if (warn > critical) wrong(reading, ['thresholds', path], message, 'Make it lower.');
  };
  const { hookLatencyWarnMs, hookLatencyCriticalMs, dailyCostWarnUsd, dailyCostCriticalUsd } = thresholds;
  order('hook_latency_warn_ms', hookLatencyWarnMs, hookLatencyCriticalMs, 'hook_latency_critical_ms');
  order('daily_cost_warn_usd', dailyCostWarnUsd, dailyCostCriticalUsd, 'daily_cost_critical_usd');
  return thresholds;
}

/** `reports:`; what is unknown in one is told, and left out. */
export function readReports(reading: Reading, written: Section<'reports'>): ReportSettings[] {
  return Object.entries(written).map(([name, report]): ReportSettings => {
    const at: Path = ['reports', name];
    const known = (report.sections ?? []).filter((section, index) => {
      return isKnown(reading, [...at, 'sections', index], section, REPORT_SECTIONS, 'section');
    });
    const output = report.output ?? 'terminal';
    const fits = isKnown(reading, [...at, 'output'], output, OUTPUTS, 'output');
    return {
      name,
      hours: hoursOf(report.period ?? '24h'),
      sections: known.length === 0 ? ['summary'] : known,
      output: fits ? (output as ReportSettings['output']) : 'terminal',
    };
  });
}

function isKnown(reading: Reading, path: Path, name: string, known: readonly string[], word: string): boolean {
  if (known.includes(name)) return true;
  const remedy = didYouMean(name, known) ?? `Known are ${known.join(', ')}.`;
  const message = `reports: unknown ${word} "${name}".`;
  reading.problems.add('warning', reading.places.valueAt(path), message, remedy);
  return false;
}

const HOURS: Readonly<Record<string, number>> = {
  s: 1 / 3600,
  m: 1 / 60,
  h: 1,
  d: 24,
  w: 7 * 24,
  M: 30 * 24,
  y: 365 * 24,
};

/** The hours of a time like `7d`, which the schema has checked. */
function hoursOf(duration: string): number {
  return Number(duration.slice(0, -1)) * HOURS[duration.slice(-1)]!;
}
