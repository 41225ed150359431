import type { CanonicalDocument, PolicyRule as WrittenRule } from '../../../generated/canonical.ts';
import { didYouMean } from '../values/nearest.ts';
import type { ControllerSettings, PathPolicy, Policy, PolicyRule, Sync } from './canonical.ts';
import type { Path } from './places.ts';
import { type Reading, wrong } from './reading.ts';
import { readList } from './selections.ts';

type Section<Name extends keyof CanonicalDocument> = NonNullable<CanonicalDocument[Name]>;

/** `sync:`, and what it means where it says nothing. */
export function readSync(reading: Reading, sync: Section<'sync'>): Sync {
  const toProject = sync.global_to_project;
  return {
    ...(toProject == null ? {} : { globalToProject: readList(reading, ['sync', 'global_to_project'], toProject) }),
    globalOnly: readList(reading, ['sync', 'global_only'], sync.global_only),
    projectOnly: sync.project_only ?? [],
    consistencyCheck: sync.consistency_check ?? [],
  };
}

/** `policy:` with its defaults. */
export function readPolicy(reading: Reading, policy: Section<'policy'>): Policy {
  const branch = policy.branch ?? 'reconcile/update';
  checkBranch(reading, ['policy', 'branch'], branch);
  return {
    ...readRule(reading, ['policy'], policy),
    delivery: policy.delivery ?? 'commit',
    deliveryBranch: branch,
    maxDeletes: readMost(policy.maxDeletes ?? '50%'),
    ignored: policy.ignored ?? 'refuse',
    commitHooks: policy.commitHooks ?? true,
    sign: policy.sign ?? 'inherit',
  };
}

function readMost(most: number | string): Policy['maxDeletes'] {
  return typeof most === 'number' ? { count: most } : { share: Number(most.slice(0, -1)) / 100 };
}

/** The part of a policy that the whole file and one target can have. */
export function readRule(reading: Reading, path: Path, rule: NonNullable<WrittenRule>): PolicyRule {
  const { onDrift, onConflict, prune } = rule;
  for (const [index, { paths }] of (rule.rules ?? []).entries()) {
    checkGlobs(reading, [...path, 'rules', index, 'paths'], paths);
    checkMerge(reading, [...path, 'rules', index], rule.rules![index]!);
  }
  checkMerge(reading, path, rule);
  return {
    ...(onDrift === undefined ? {} : { onDrift }),
    ...(onConflict === undefined ? {} : { onConflict }),
    ...(prune === undefined ? {} : { prune }),
    rules: (rule.rules ?? []) as PathPolicy[],
  };
}

/** Changes there cannot be both welcome and repaired. */
function checkMerge(reading: Reading, path: Path, rule: { onDrift?: string; onConflict?: string }): void {
  if (rule.onConflict !== 'merge' || rule.onDrift !== 'repair') return;
  const message = 'has what was changed there taken back, which "onConflict: merge" is to keep.';
  wrong(reading, [...path, 'onDrift'], message, 'Write "onDrift: leave", or leave it out.');
}

/** Globs are compared with paths from the target's root. */
export function checkGlobs(reading: Reading, path: Path, globs: readonly string[]): void {
  for (const [index, glob] of globs.entries()) {
    if (/^(\/|~)/.test(glob))
      wrong(reading, [...path, index], 'starts outside the target.', 'Start at its root: ".claude/…".');
    else if (glob.split('/').includes('..'))
      wrong(reading, [...path, index], 'leaves the target with "..".', 'Start at its root: ".claude/…".');
  }
}

/** Git's own rules for the name of a branch, and no option of a command. */
export function checkBranch(reading: Reading, path: Path, name: string): void {
  const bad = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|\/\.|\.lock(\/|$)|[/.]$|^@$/;
  if (bad.test(name))
    wrong(reading, path, `${JSON.stringify(name)} is not a name for a branch.`, 'See "git help check-ref-format".');
}

/** `controller:` with its defaults. The schedule itself is read by the scheduler. */
export function readController(reading: Reading, controller: Section<'controller'>): ControllerSettings {
  const { timezone } = controller;
  if (timezone !== undefined && !isTimeZone(timezone)) {
    const remedy = didYouMean(timezone, Intl.supportedValuesOf('timeZone')) ?? 'Write it like "Europe/Rome".';
    wrong(reading, ['controller', 'timezone'], `there is no time zone ${JSON.stringify(timezone)}.`, remedy);
  }
  const first = controller.backoff?.first ?? 5;
  const longest = controller.backoff?.longest ?? Math.max(900, first);
  if (longest < first)
    wrong(
      reading,
      ['controller', 'backoff', 'longest'],
      `is shorter than the first wait (${first}).`,
      'Make it longer.',
    );
  return {
    schedule: controller.schedule ?? '*/15 * * * *',
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    mode: controller.mode ?? 'plan',
    jitter: controller.jitter ?? 0,
    concurrency: controller.concurrency ?? 2,
    backoff: { first, longest },
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
