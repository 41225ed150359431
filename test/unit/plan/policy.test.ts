import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PathPolicy, Policy, PolicyRule } from '../../../src/core/canonical/canonical.ts';
import type { Decision } from '../../../src/core/plan/decide.ts';
import { overlay, type PathRule, ruleFor } from '../../../src/core/plan/policy.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { TargetName } from '../../../src/core/values/target.ts';
import { POLICY } from './builders.ts';

const DEFAULTS: PathRule = { onDrift: 'repair', onConflict: 'leave', prune: true };

const DECISIONS: readonly Decision[] = [
  { action: 'nothing', reason: 'never-ours' },
  { action: 'keep', reason: 'same' },
  { action: 'create', reason: 'new' },
  { action: 'create', reason: 'drifted' },
  { action: 'update', reason: 'drifted' },
  { action: 'update', reason: 'changed' },
  { action: 'delete', reason: 'removed' },
  { action: 'adopt', reason: 'same' },
  { action: 'forget', reason: 'removed' },
  { action: 'conflict', reason: 'foreign' },
  { action: 'conflict', reason: 'drifted' },
  { action: 'conflict', reason: 'drifted-and-changed' },
];

function told(decision: Decision, rule: Partial<PathRule>): string {
  const ruled = overlay(decision, { ...DEFAULTS, ...rule });
  return `${ruled.decision.action}, ${ruled.decision.reason}${ruled.byPolicy ? ', by policy' : ''}`;
}

describe('a rule over a decision', () => {
  test.each(DECISIONS)('the defaults leave $action, $reason as it is', (decision) => {
    expect(overlay(decision, DEFAULTS)).toEqual({ decision, byPolicy: false });
  });

  test.each([
    ['create', 'drifted', { onDrift: 'leave' }, 'conflict, drifted, by policy'],
    ['update', 'drifted', { onDrift: 'leave' }, 'conflict, drifted, by policy'],
    ['create', 'new', { onDrift: 'leave' }, 'create, new'],
    ['update', 'drifted', { onDrift: 'leave', onConflict: 'merge' }, 'keep, same, by policy'],
    ['create', 'drifted', { onDrift: 'leave', onConflict: 'merge' }, 'conflict, drifted, by policy'],
    ['conflict', 'foreign', { onConflict: 'merge' }, 'conflict, foreign'],
    ['conflict', 'drifted-and-changed', { onConflict: 'merge' }, 'conflict, drifted-and-changed'],
    ['update', 'changed', { onDrift: 'leave' }, 'update, changed'],
    ['delete', 'removed', { prune: false }, 'forget, removed, by policy'],
    ['delete', 'removed', { onDrift: 'leave' }, 'delete, removed'],
    ['conflict', 'foreign', { onConflict: 'overwrite' }, 'update, changed, by policy'],
    ['conflict', 'drifted-and-changed', { onConflict: 'overwrite' }, 'update, changed, by policy'],
    ['conflict', 'drifted', { onConflict: 'overwrite' }, 'delete, removed, by policy'],
    ['conflict', 'drifted', { onConflict: 'overwrite', prune: false }, 'forget, removed, by policy'],
    ['adopt', 'same', { onConflict: 'overwrite', onDrift: 'leave', prune: false }, 'adopt, same'],
  ] as const)('%s, %s under %j is %s', (action, reason, rule, expected) => {
    expect(told({ action, reason } as Decision, rule)).toBe(expected);
  });

  test('a rule never makes a decision that writes out of one that did not concern drift, a conflict or a deletion', () => {
    const rules = fc.record({
      onDrift: fc.constantFrom('repair', 'leave'),
      onConflict: fc.constantFrom('leave', 'overwrite'),
      prune: fc.boolean(),
    }) as fc.Arbitrary<PathRule>;
    fc.assert(
      fc.property(fc.constantFrom(...DECISIONS), rules, (decision, rule) => {
        const ruled = overlay(decision, rule);
        expect(ruled.byPolicy).toBe(ruled.decision !== decision);
        if (['nothing', 'keep', 'adopt', 'forget'].includes(decision.action)) expect(ruled.byPolicy).toBe(false);
        if (!rule.prune) expect(ruled.decision.action).not.toBe('delete');
        if (rule.onConflict === 'leave' && decision.action === 'conflict') expect(ruled.decision).toBe(decision);
      }),
    );
  });
});

describe('the rule for a path', () => {
  const NAUTILUS = 'nautilus_dev' as TargetName;
  const SETTINGS = '.claude/settings.json' as RelPath;
  const policy = (rules: readonly PathPolicy[], over: Partial<Policy> = {}): Policy => ({ ...POLICY, ...over, rules });
  const own = (rule: Partial<PolicyRule> = {}): PolicyRule => ({ rules: [], ...rule });

  test('without any policy, drift is repaired, conflicts are left and what is no longer wanted is pruned', () => {
    expect(ruleFor(SETTINGS, NAUTILUS, policy([]), own())).toEqual(DEFAULTS);
  });

  test('the last rule that says something about a path decides, each key for itself', () => {
    const rules: PathPolicy[] = [
      { paths: ['.claude/**'], onDrift: 'leave', prune: false },
      { paths: ['.claude/*.json', 'CLAUDE.md'], onDrift: 'repair' },
      { paths: ['docs/**'], onConflict: 'overwrite' },
    ];
    expect(ruleFor(SETTINGS, NAUTILUS, policy(rules), own())).toEqual({ ...DEFAULTS, prune: false });
    const command = '.claude/commands/a.md' as RelPath;
    expect(ruleFor(command, NAUTILUS, policy(rules), own())).toEqual({ ...DEFAULTS, onDrift: 'leave', prune: false });
    expect(ruleFor('CLAUDE.md' as RelPath, NAUTILUS, policy(rules), own())).toEqual(DEFAULTS);
  });

  test('a rule may be for some targets only, by name or glob', () => {
    const rules: PathPolicy[] = [{ paths: ['**'], repositories: ['*_dev', 'utxoracle'], prune: false }];
    expect(ruleFor(SETTINGS, NAUTILUS, policy(rules), own()).prune).toBe(false);
    expect(ruleFor(SETTINGS, 'utxoracle' as TargetName, policy(rules), own()).prune).toBe(false);
    expect(ruleFor(SETTINGS, 'grafana' as TargetName, policy(rules), own()).prune).toBe(true);
  });

  test('the entry of the target has the last word, and its path rules over its own default', () => {
    const central = policy([{ paths: ['**'], onConflict: 'overwrite' }], { onDrift: 'leave' });
    const entry = own({ onConflict: 'leave', rules: [{ paths: ['CLAUDE.md'], onConflict: 'overwrite' }] });
    expect(ruleFor(SETTINGS, NAUTILUS, central, entry)).toEqual({ ...DEFAULTS, onDrift: 'leave' });
    expect(ruleFor('CLAUDE.md' as RelPath, NAUTILUS, central, entry).onConflict).toBe('overwrite');
  });

  test('`*` stays inside a folder, `**` does not, and dot folders match', () => {
    const rules: PathPolicy[] = [{ paths: ['.claude/*'], prune: false }];
    expect(ruleFor('.claude/a/b.md' as RelPath, NAUTILUS, policy(rules), own()).prune).toBe(true);
    expect(ruleFor('.claude/b.md' as RelPath, NAUTILUS, policy(rules), own()).prune).toBe(false);
    const all: PathPolicy[] = [{ paths: ['**/b.md'], prune: false }];
    expect(ruleFor('.claude/a/b.md' as RelPath, NAUTILUS, policy(all), own()).prune).toBe(false);
  });
});
