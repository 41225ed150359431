import type { OnConflict, OnDrift, Policy, PolicyRule } from '../canonical/canonical.ts';
import { globMatcher } from '../desired/select.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { unreachable } from '../values/unreachable.ts';
import type { Decision } from './decide.ts';

/** What holds for one path of one target. */
export interface PathRule {
  readonly onDrift: OnDrift;
  readonly onConflict: OnConflict;
  readonly prune: boolean;
}

/** A decision after policy: what `decide` said, or what canonical.yaml makes of it. */
export type Ruled = { readonly decision: Decision; readonly byPolicy: boolean };

/**
 * The rule for a path: the defaults (repair drift, leave conflicts, prune), then the policy of canonical.yaml and its path rules in order,
 * then those of the target's own entry. The last that says something wins; `onConflict: merge` says `onDrift: leave` with it.
 */
export function ruleFor(path: RelPath, target: TargetName, policy: Policy, own: PolicyRule): PathRule {
  let rule: PathRule = { onDrift: 'repair', onConflict: 'leave', prune: true };
  for (const level of [policy, own]) {
    rule = laid(rule, level);
    for (const candidate of level.rules) {
      if (!candidate.paths.some((glob) => globMatcher(glob)(path))) continue;
      if (candidate.repositories !== undefined && !candidate.repositories.some((glob) => globMatcher(glob)(target)))
        continue;
      rule = laid(rule, candidate);
    }
  }
  return rule;
}

function laid(rule: PathRule, over: { onDrift?: OnDrift; onConflict?: OnConflict; prune?: boolean }): PathRule {
  return {
    // Who merges wants changes there to last: they are not drift to be repaired.
    onDrift: over.onDrift ?? (over.onConflict === 'merge' ? 'leave' : rule.onDrift),
    // And who has drift repaired after that does not want it merged.
    onConflict:
      over.onConflict ?? (over.onDrift === 'repair' && rule.onConflict === 'merge' ? 'leave' : rule.onConflict),
    prune: over.prune ?? rule.prune,
  };
}

/** Lays a rule over a decision. Only drift, conflicts and deletions are open to it. */
export function overlay(decision: Decision, rule: PathRule): Ruled {
  switch (decision.action) {
    case 'nothing':
    case 'keep':
    case 'adopt':
    case 'forget':
      return { decision, byPolicy: false };
    case 'create':
    case 'update':
      if (decision.reason !== 'drifted' || rule.onDrift === 'repair') return { decision, byPolicy: false };
      if (decision.action === 'update' && rule.onConflict === 'merge')
        return { decision: { action: 'keep', reason: 'same' }, byPolicy: true };
      return { decision: { action: 'conflict', reason: 'drifted' }, byPolicy: true };
    case 'delete':
      if (rule.prune) return { decision, byPolicy: false };
      return { decision: { action: 'forget', reason: 'removed' }, byPolicy: true };
    case 'conflict':
      // Merging needs the contents, which are not looked at here.
      if (rule.onConflict !== 'overwrite') return { decision, byPolicy: false };
      if (decision.reason !== 'drifted') return { decision: { action: 'update', reason: 'changed' }, byPolicy: true };
      if (rule.prune) return { decision: { action: 'delete', reason: 'removed' }, byPolicy: true };
      return { decision: { action: 'forget', reason: 'removed' }, byPolicy: true };
    default:
      return unreachable(decision);
  }
}
