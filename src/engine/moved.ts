import type { Canonical } from '../core/canonical/canonical.ts';
import type { Finding } from '../core/findings/finding.ts';
import { staleFinding } from '../core/plan/moveProblems.ts';
import type { Prepared } from './planning/prepared.ts';
import type { Declared } from './targets.ts';

/** The moves of canonical.yaml that are done in every target that they are for, as far as all of these were looked at. */
export function staleMoves(
  { moved }: Canonical,
  all: readonly Pick<Declared, 'name'>[],
  prepared: readonly Prepared[],
): Finding[] {
  if (moved.length === 0) return [];
  const seen = new Map(prepared.map((one) => [one.plan.name as string, one.openMoves]));
  const stale = moved.filter((one) => {
    const names = one.targets ?? all.map((target) => target.name);
    return names.length > 0 && names.every((name) => seen.get(name)?.includes(one) === false);
  });
  return stale.map(staleFinding);
}
