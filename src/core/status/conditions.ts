import { unreachable } from '../values/unreachable.ts';

type ConditionType = 'Ready' | 'Drifted' | 'Reconciling' | 'Stalled' | 'Suspended';

/** One thing that is true, false or unknown of a target, and since when. The shape is that of Kubernetes' conditions. */
export interface Condition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word for programs. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
  /** When `status` last changed: milliseconds since 1970. */
  readonly since: number;
}

/** What the controller saw or did at one target. */
export type Observation =
  | { readonly kind: 'in-sync' }
  /** There are differences, and it is not the controller's business to repair them. */
  | { readonly kind: 'differs'; readonly changes: number; readonly conflicts: number }
  | { readonly kind: 'applied'; readonly changes: number; readonly conflicts: number; readonly commit?: string }
  | { readonly kind: 'working' }
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly failures: number }
  | { readonly kind: 'suspended'; readonly reason: string };

/** After so many failures in a row a target counts as stalled; it is still tried again. */
export const STALL_AFTER = 5;

type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

const yes = (reason: string, message: string): Verdict => ({ status: 'True', reason, message });
const no = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });

/** The conditions after an observation. A condition whose status stays keeps its time. @param now milliseconds since 1970 */
export function conditionsAfter(before: readonly Condition[], seen: Observation, now: number): Condition[] {
  const verdicts = verdictsOn(seen);
  const types: ConditionType[] = ['Ready', 'Drifted', 'Reconciling', 'Stalled', 'Suspended'];
  return types.map((type) => {
    const old = before.find((condition) => condition.type === type);
    const verdict = verdicts[type] ?? old ?? { status: 'Unknown', reason: 'NotObserved', message: '' };
    const since = old !== undefined && old.status === verdict.status ? old.since : now;
    return { type, status: verdict.status, reason: verdict.reason, message: verdict.message, since };
  });
}

function verdictsOn(seen: Observation): Partial<Record<ConditionType, Verdict>> {
  const rest = { Reconciling: no('Idle', ''), Stalled: no('Progressing', ''), Suspended: no('NotSuspended', '') };
  switch (seen.kind) {
    case 'in-sync':
      return { ...rest, Ready: yes('InSync', 'everything is as desired'), Drifted: no('InSync', '') };
    case 'differs': {
      const message = counted(seen.changes, seen.conflicts);
      return { ...rest, Ready: no('OutOfSync', message), Drifted: yes('OutOfSync', message) };
    }
    case 'applied': {
      const message = seen.conflicts === 0 ? 'everything is as desired' : counted(0, seen.conflicts);
      const ready = seen.conflicts === 0 ? yes('Applied', message) : no('Conflicts', message);
      return { ...rest, Ready: ready, Drifted: seen.conflicts === 0 ? no('Applied', '') : yes('Conflicts', message) };
    }
    case 'working':
      return { Reconciling: yes('Working', '') };
    case 'blocked':
      return { ...rest, Ready: no('Blocked', seen.reason), Stalled: yes('Blocked', seen.reason) };
    case 'failed': {
      const message = `${seen.reason} (failed ${seen.failures} time${seen.failures === 1 ? '' : 's'} in a row)`;
      const stalled = seen.failures >= STALL_AFTER ? yes('KeepsFailing', message) : no('Retrying', '');
      return { ...rest, Ready: no('Failed', message), Reconciling: yes('Retrying', message), Stalled: stalled };
    }
    case 'suspended':
      return { ...rest, Ready: no('Suspended', seen.reason), Suspended: yes('Suspended', seen.reason) };
    default:
      return unreachable(seen);
  }
}

function counted(changes: number, conflicts: number): string {
  const parts = [];
  if (changes > 0) parts.push(`${changes} change${changes === 1 ? '' : 's'} pending`);
  if (conflicts > 0) parts.push(`${conflicts} conflict${conflicts === 1 ? '' : 's'} left alone`);
  return parts.join(', ');
}

/** What is known of one target between two looks at it. */
export interface TargetStatus {
  readonly name: string;
  readonly root: string;
  readonly conditions: readonly Condition[];
  readonly lastAttemptedRevision?: string;
  readonly lastAppliedRevision?: string;
  /** Milliseconds since 1970. */
  readonly lastAttempt?: number;
  readonly lastRun?: string;
  /** Failures in a row. */
  readonly failures: number;
}

export interface FleetStatus {
  readonly version: 1;
  /** canonical.yaml's path. */
  readonly hub: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  /** Sorted by name. */
  readonly targets: readonly TargetStatus[];
}

/**
 * How long to wait before the next try, in milliseconds: doubled with each failure, at most `longest`, and then between half and all
 * of it, so that many targets do not all come back at once.
 * @param settings seconds, @param fraction a random number from 0 to 1
 */
export function backoff(
  failures: number,
  settings: { readonly first: number; readonly longest: number },
  fraction: number,
): number {
  const full = Math.min(settings.longest, settings.first * 2 ** Math.max(0, failures - 1)) * 1000;
  return Math.round(full * (0.5 + fraction / 2));
}
