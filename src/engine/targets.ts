import type { Canonical, Home, PolicyRule, Repository, Suspension } from '../core/canonical/canonical.ts';
import { globMatcher, isGlob } from '../core/desired/select.ts';
import { byText } from '../core/values/address.ts';
import type { Budget } from '../core/values/budget.ts';
import { didYouMean } from '../core/values/nearest.ts';
import type { AbsPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { Target, TargetName } from '../core/values/target.ts';

/** A place that canonical.yaml names, with what it says about it. */
export type Declared = Target &
  (
    | { readonly kind: 'repository'; readonly repository: Repository }
    | { readonly kind: 'home'; readonly home: Home }
    /** What a folder is for tells what it gets. */
    | { readonly kind: 'directory'; readonly holds: 'hooks' | 'monitoring' }
  );

const HOME = 'home' as TargetName;
const HOOKS_SHARED = 'hooks_shared' as TargetName;
const MONITORING = 'monitoring' as TargetName;

const NO_POLICY: PolicyRule = { rules: [] };

/** All targets of a canonical.yaml, sorted by name. */
export function targetsOf(canonical: Canonical): Declared[] {
  const targets: Declared[] = canonical.repositories.map((repository) => {
    return { name: repository.name, kind: 'repository', root: repository.path, repository };
  });
  if (canonical.home !== undefined)
    targets.push({ name: HOME, kind: 'home', root: canonical.home.path, home: canonical.home });
  if (canonical.hooksShared !== undefined)
    targets.push({ name: HOOKS_SHARED, kind: 'directory', root: canonical.hooksShared, holds: 'hooks' });
  if (canonical.monitoring !== undefined && canonical.monitoring.generate.length > 0)
    targets.push({ name: MONITORING, kind: 'directory', root: canonical.monitoring.path, holds: 'monitoring' });
  return targets.sort((a, b) => byText(a.name, b.name));
}

/** Which targets are meant. */
export interface TargetSelection {
  /** Names, globs of names, or paths (with a `/`, or `.`) of or inside a target. */
  readonly targets: readonly string[];
  /** `key=value`: a label, or `language`, `framework`, `kind`, `name`. All must hold. */
  readonly labels: readonly (readonly [string, string])[];
}

/**
 * The targets that a selection means; all of them when it is empty.
 * @throws InputError for a name, a glob or a path that means none
 */
export function select(
  targets: readonly Declared[],
  selection: TargetSelection,
  absolutePath: (text: string) => AbsPath,
): Declared[] {
  const wrong: string[] = [];
  const chosen = new Set<Declared>();
  for (const text of selection.targets) {
    const found = targets.filter((target) => means(target, text, absolutePath));
    if (found.length === 0) wrong.push(text);
    for (const target of found) chosen.add(target);
  }
  if (wrong.length > 0) {
    const names = targets.map((target) => target.name);
    throw new InputError(
      wrong.map((text) => ({
        place: { file: text },
        severity: 'error',
        message: 'is no target of this canonical.yaml.',
        remedy: didYouMean(text, names) ?? `There ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}.`,
      })),
    );
  }
  const named = selection.targets.length === 0 ? [...targets] : targets.filter((target) => chosen.has(target));
  return named.filter((target) => selection.labels.every(([key, value]) => labelOf(target, key) === value));
}

function means(target: Declared, text: string, absolutePath: (text: string) => AbsPath): boolean {
  if (text === target.name) return true;
  if (isGlob(text)) return globMatcher(text)(target.name);
  if (!text.includes('/') && text !== '.' && text !== '..' && text !== '~') return false;
  const path = absolutePath(text);
  return path === target.root || path.startsWith(`${target.root}/`);
}

function labelOf(target: Declared, key: string): string | undefined {
  if (key === 'name') return target.name;
  if (key === 'kind') return target.kind;
  if (target.kind !== 'repository') return undefined;
  const { repository } = target;
  return (
    repository.labels.get(key) ??
    (key === 'language' ? repository.language : key === 'framework' ? repository.framework : undefined)
  );
}

/** What the files of a target may cost in tokens. */
export function budgetOf(target: Declared): Budget | undefined {
  if (target.kind === 'repository') return target.repository.budget;
  return target.kind === 'home' ? target.home.budget : undefined;
}

/** Which paths of a target `exclude` leaves out. */
export function exclusionOf(target: Declared): (path: string) => boolean {
  const globs = target.kind === 'repository' ? target.repository.exclude : [];
  const matchers = globs.map(globMatcher);
  return (path) => matchers.some((matches) => matches(path));
}

export function policyOf(target: Declared): PolicyRule {
  return target.kind === 'repository'
    ? target.repository.policy
    : target.kind === 'home'
      ? target.home.policy
      : NO_POLICY;
}

/** Why a target is left alone, if canonical.yaml says so and its day has not come. @param today an ISO date */
export function suspensionOf(target: Declared, today: string): string | undefined {
  const suspend: Suspension | undefined =
    target.kind === 'repository' ? target.repository.suspend : target.kind === 'home' ? target.home.suspend : undefined;
  if (suspend === undefined || (suspend.until !== undefined && suspend.until <= today)) return undefined;
  return suspend.until === undefined ? suspend.reason : `${suspend.reason} (until ${suspend.until})`;
}
