import type { MetricsRows } from '../../../generated/metrics.ts';
import type { Observation } from '../status/conditions.ts';
import type { ApplyReport, TargetReport } from '../status/report.ts';

/** A row of claude_events. */
export type EventRow = MetricsRows['claude_events'];

/** When something of ours happened: milliseconds since 1970, under which name, from which commit of the hub, and how long it took. */
export interface Moment {
  readonly now: number;
  /** Tells the event from all others. */
  readonly id: string;
  readonly revision: string;
  readonly milliseconds?: number;
}

/** The claude_events rows of an apply or undo: one for each target that was written, or could not be. Counts only; no contents, no reasons. */
export function runRows(report: ApplyReport, moment: Moment): EventRow[] {
  const told = report.targets.filter(({ outcome }) => ['applied', 'failed', 'blocked'].includes(outcome));
  return told.map((target) => targetRow(report.verb, target, moment));
}

function targetRow(verb: string, target: TargetReport, moment: Moment): EventRow {
  const { created, updated, deleted } = target.files;
  const failed = target.outcome === 'failed';
  const about = {
    verb,
    outcome: target.outcome,
    created: created.length,
    updated: updated.length,
    deleted: deleted.length,
    conflicts: target.conflicts,
    delivery: target.delivery,
    revision: moment.revision,
    ...(moment.milliseconds === undefined ? {} : { run_ms: Math.round(moment.milliseconds) }),
  };
  return {
    timestamp: Math.round(moment.now * 1000),
    project: target.name,
    event_type: failed ? 'error' : target.outcome === 'blocked' ? 'warning' : 'info',
    severity: failed ? 'high' : target.outcome === 'blocked' ? 'medium' : 'low',
    category: 'reconcile',
    event_id: `${verb}:${moment.id}:${target.name}`,
    count: 1,
    value: created.length + updated.length + deleted.length,
    context: JSON.stringify(about),
  };
}

/** The row of what a look at a target saw that is not in order; undefined where nothing is. `value` is the number of differences. */
export function lookRow(target: string, seen: Observation, moment: Moment): EventRow | undefined {
  if (seen.kind !== 'differs' && seen.kind !== 'blocked' && seen.kind !== 'failed') return undefined;
  const [changes, conflicts] = seen.kind === 'differs' ? [seen.changes, seen.conflicts] : [0, 0];
  const failed = seen.kind === 'failed';
  return {
    timestamp: Math.round(moment.now * 1000),
    project: target,
    event_type: failed ? 'error' : seen.kind === 'blocked' ? 'warning' : 'drift',
    severity: failed ? 'high' : seen.kind === 'blocked' || conflicts > 0 ? 'medium' : 'low',
    category: 'reconcile',
    event_id: `look:${moment.id}:${target}`,
    count: 1,
    value: changes + conflicts,
    context: JSON.stringify({ seen: seen.kind, changes, conflicts, revision: moment.revision }),
  };
}
