import type { Suspend, Home as WrittenHome, Repository as WrittenRepository } from '../../../generated/canonical.ts';
import { byText } from '../values/address.ts';
import { didYouMean } from '../values/nearest.ts';
import { type AbsPath, absolute } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { readBudget } from './budget.ts';
import type { Home, Repository, Selections, Suspension } from './canonical.ts';
import type { Path } from './places.ts';
import { checkBranch, checkGlobs, readRule } from './policy.ts';
import { lineOf, type Reading, readPath, wrong } from './reading.ts';
import { readRemote } from './remote.ts';
import { joined, readSelections } from './selections.ts';

/** One repository. Undefined, and reported, when its path means none. */
export function readRepository(
  reading: Reading,
  name: string,
  written: WrittenRepository,
  more: Selections,
): Repository | undefined {
  const path: Path = ['repositories', name];
  const root = readPath(reading, [...path, 'path'], written.path);
  if (written.branch !== undefined && written.branch !== '*') checkBranch(reading, [...path, 'branch'], written.branch);
  const remote = written.remote === undefined ? undefined : readRemote(reading, [...path, 'remote'], written.remote);
  if (root === undefined) return undefined;
  const { language, framework, branch, delivery } = written;
  return {
    name: name as TargetName,
    path: root,
    ...(language === undefined ? {} : { language }),
    ...(framework === undefined ? {} : { framework }),
    ...(written.test_command === undefined ? {} : { testCommand: written.test_command }),
    ...(written.lint_command === undefined ? {} : { lintCommand: written.lint_command }),
    ...(written.format_command === undefined ? {} : { formatCommand: written.format_command }),
    features: written.features ?? [],
    ...(remote === undefined ? {} : { remote }),
    ...(branch === undefined ? {} : { branch }),
    ...(delivery === undefined ? {} : { delivery }),
    labels: new Map(Object.entries(written.labels ?? {})),
    profiles: written.profiles ?? [],
    ...readCommon(reading, path, written),
    selections: joined(readSelections(reading, path, written), more),
  };
}

/** `home:`; undefined when it is not opted in. */
export function readHome(reading: Reading, home: WrittenHome | boolean | null | undefined): Home | undefined {
  if (home === undefined || home === false) return undefined;
  const written = typeof home === 'object' && home !== null ? home : {};
  const standard = absolute('~/.claude', reading.home, reading.home);
  const root = written.path === undefined ? standard : readPath(reading, ['home', 'path'], written.path);
  if (root === undefined) return undefined;
  return {
    path: root,
    ...readCommon(reading, ['home'], written),
    selections: readSelections(reading, ['home'], written),
  };
}

/** What repositories and the home have in common. */
function readCommon(
  reading: Reading,
  path: Path,
  written: WrittenHome,
): Pick<Home, 'place' | 'suspend' | 'mode' | 'exclude' | 'policy' | 'budget'> {
  const suspend = readSuspend(reading, [...path, 'suspend'], written.suspend);
  checkGlobs(reading, [...path, 'exclude'], written.exclude ?? []);
  return {
    place: lineOf(reading, path),
    ...(suspend === undefined ? {} : { suspend }),
    ...(written.mode === undefined ? {} : { mode: written.mode }),
    exclude: written.exclude ?? [],
    policy: readRule(reading, [...path, 'policy'], written.policy ?? {}),
    budget: readBudget(reading, [...path, 'budget'], written.budget),
  };
}

function readSuspend(reading: Reading, path: Path, suspend: Suspend | undefined): Suspension | undefined {
  if (suspend === undefined || suspend === false) return undefined;
  if (typeof suspend === 'string') return { reason: suspend };
  const reason = 'suspended in canonical.yaml';
  if (suspend === true) return { reason };
  const { until } = suspend;
  if (until === undefined) return { reason: suspend.reason ?? reason };
  if (!isDate(until))
    wrong(reading, [...path, 'until'], `${JSON.stringify(until)} is not a date.`, 'Write it like 2026-12-31.');
  return { reason: suspend.reason ?? reason, until };
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Every place is one target's. */
export function checkDistinct(
  reading: Reading,
  repositories: readonly Repository[],
  home: AbsPath | undefined,
  hooksShared: AbsPath | undefined,
  monitoring: AbsPath | undefined,
): void {
  const owners = new Map<AbsPath, string>();
  if (home !== undefined) owners.set(home, 'home');
  if (hooksShared !== undefined) owners.set(hooksShared, 'infrastructure.hooks_shared');
  if (monitoring !== undefined) owners.set(monitoring, 'infrastructure.monitoring');
  for (const { name, path } of repositories) {
    const owner = owners.get(path);
    if (owner === undefined) owners.set(path, `repositories.${name}`);
    else
      wrong(
        reading,
        ['repositories', name, 'path'],
        `is also the path of ${owner}.`,
        'Give each its own, or take one out.',
      );
  }
}

/** Names that a repository or a section uses must be there. */
export function checkNames(
  reading: Reading,
  names: readonly (readonly [Path, string])[],
  known: readonly string[],
  what: string,
): void {
  const there = new Set(known);
  for (const [path, name] of names) {
    if (there.has(name)) continue;
    const remedy =
      (reading.problems.full ? undefined : didYouMean(name, known)) ??
      (known.length === 0
        ? `There are none; add it to "${what}:".`
        : `Known are ${[...known].sort(byText).join(', ')}.`);
    const at = typeof path.at(-1) === 'number' ? reading.places.valueAt(path) : reading.places.keyAt(path);
    reading.problems.add(
      'error',
      at,
      `${path.filter((part) => typeof part !== 'number').join('.')}: "${name}" is not in "${what}:".`,
      remedy,
    );
  }
}
