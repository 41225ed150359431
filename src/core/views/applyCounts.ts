import type { ApplyReport, TargetReport } from '../status/report.ts';
import { counted, grouped, nounOf } from './wording.ts';

/** Files that were written, files that were only recorded, and files with conflicts: as a plan counts them. */
export interface ApplyCounts {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly adopted: number;
  readonly forgotten: number;
  readonly conflicts: number;
}

export function countsOf(targets: readonly TargetReport[]): ApplyCounts {
  const sum = (count: (target: TargetReport) => number) => targets.reduce((total, target) => total + count(target), 0);
  return {
    created: sum(({ files }) => files.created.length),
    updated: sum(({ files }) => files.updated.length),
    deleted: sum(({ files }) => files.deleted.length),
    adopted: sum((target) => target.adopted),
    forgotten: sum((target) => target.forgotten),
    conflicts: sum((target) => target.conflicts),
  };
}

/** `39 files created, 2 updated, 4 adopted, 1 conflict left alone`; empty when all are zero. */
export function countsText(counts: ApplyCounts): string {
  const parts: string[] = [];
  for (const word of ['created', 'updated', 'deleted', 'adopted', 'forgotten'] as const) {
    const count = counts[word];
    if (count > 0) parts.push(`${parts.length === 0 ? counted(count, 'file') : grouped(count)} ${word}`);
  }
  if (counts.conflicts > 0) parts.push(`${counted(counts.conflicts, 'conflict')} left alone`);
  return parts.join(', ');
}

/** The whole report in one line: `Applied: 39 files created, in 2 of 4 repositories; 1 blocked.` */
export function totalsText(report: ApplyReport): string {
  const { targets } = report;
  const noun = nounOf(targets);
  const applied = targets.filter((target) => target.outcome === 'applied').length;
  const rest: string[] = [];
  for (const outcome of ['failed', 'blocked', 'skipped', 'suspended'] as const) {
    const count = targets.filter((target) => target.outcome === outcome).length;
    if (count > 0) rest.push(`${count} ${outcome}`);
  }
  const others = rest.length === 0 ? '.' : `; ${rest.join(', ')}.`;
  const all = counted(targets.length, noun.one, noun.many);
  const counts = countsOf(targets);
  if (applied === 0) {
    const left = counts.conflicts === 0 ? '' : `, ${counted(counts.conflicts, 'conflict')} left alone`;
    return `Nothing was written in ${all}${left}${others}`;
  }
  const done = countsText(counts);
  return `${report.verb === 'undo' ? 'Undone' : 'Applied'}: ${done === '' ? 'records only' : done}, in ${applied} of ${all}${others}`;
}
