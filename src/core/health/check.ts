import type { Weight } from '../canonical/canonical.ts';

/** `absent`: nothing in canonical.yaml asks for it, so nothing is wrong with it. */
export type CheckStatus = 'ok' | 'warn' | 'fail' | 'absent';

export type CheckGroup = 'fleet' | 'services' | 'hooks' | 'expected' | 'environment' | 'setup';

/** What one look found. */
export interface Check {
  readonly group: CheckGroup;
  /** What was looked at: `QuestDB`, `auto-format (PostToolUse)`. */
  readonly name: string;
  readonly status: CheckStatus;
  /** What was found, as a clause: `answers in 3 ms`. */
  readonly message: string;
  /** What to do, as a sentence; with every `warn` and `fail`. */
  readonly remedy?: string;
  /** `canonical.yaml:24`, when a line of it asks for this. */
  readonly place?: string;
}

/** How a thing that does not run is told, by how much it matters. */
export function statusOf(weight: Weight): CheckStatus {
  if (weight === 'critical') return 'fail';
  return weight === 'important' ? 'warn' : 'ok';
}

/** How many checks have each status. */
export function countsOf(checks: readonly Check[]): Readonly<Record<CheckStatus, number>> {
  const counts = { ok: 0, warn: 0, fail: 0, absent: 0 };
  for (const { status } of checks) counts[status]++;
  return counts;
}

/** 2 when something failed, else 0: what is only a warning breaks nothing. */
export function exitOf(checks: readonly Check[]): 0 | 2 {
  return checks.some(({ status }) => status === 'fail') ? 2 : 0;
}
