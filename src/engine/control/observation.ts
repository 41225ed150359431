import type { Observation } from '../../core/status/conditions.ts';
import type { TargetReport } from '../../core/status/report.ts';
import type { Prepared } from '../planning/prepared.ts';

/** What a plan says of a target. */
export function observationOf({ plan }: Prepared): Observation {
  switch (plan.status) {
    case 'InSync':
      return { kind: 'in-sync' };
    case 'Blocked':
      return { kind: 'blocked', reason: plan.reason ?? '' };
    case 'Error':
      return { kind: 'failed', reason: plan.reason ?? '', failures: 1 };
    case 'Suspended':
      return { kind: 'suspended', reason: plan.reason ?? '' };
    case 'OutOfSync': {
      const conflicts = plan.changes.filter((change) => change.action === 'conflict').length;
      const others = plan.changes.length - conflicts;
      const unseen = plan.creation !== undefined || plan.writes.length > 0 || plan.local !== undefined;
      return { kind: 'differs', changes: Math.max(others, unseen ? 1 : 0), conflicts };
    }
  }
}

/** What the report of an apply says of a target. */
export function outcomeOf(report: TargetReport): Observation {
  const { outcome, reason, files, conflicts, commit } = report;
  switch (outcome) {
    case 'failed':
      return { kind: 'failed', reason: reason ?? 'failed', failures: 1 };
    case 'blocked':
      return { kind: 'blocked', reason: reason ?? 'blocked' };
    case 'suspended':
    case 'skipped':
      return { kind: 'suspended', reason: reason ?? 'suspended' };
    case 'applied':
    case 'unchanged': {
      const changes = files.created.length + files.updated.length + files.deleted.length;
      return { kind: 'applied', changes, conflicts, ...(commit === undefined ? {} : { commit }) };
    }
  }
}
