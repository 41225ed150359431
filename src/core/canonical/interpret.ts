import type { CanonicalDocument, Selections as WrittenSelections } from '../../../generated/canonical.ts';
import { byText } from '../values/address.ts';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import type { AbsPath } from '../values/paths.ts';
import { readBudget, withBudget } from './budget.ts';
import type { Canonical, Repository, Selections } from './canonical.ts';
import { readEnvironment, readExpected } from './expected.ts';
import { readReports, readThresholds } from './measuring.ts';
import { readMetrics } from './metrics.ts';
import { readMonitoring, readServices } from './monitoring.ts';
import { readMoved } from './moved.ts';
import type { Path, Places } from './places.ts';
import { readController, readPolicy, readSync } from './policy.ts';
import type { Problems } from './problems.ts';
import { type Reading, readPath, wrong } from './reading.ts';
import { withHandovers } from './redis.ts';
import { readSelections } from './selections.ts';
import { checkDistinct, checkNames, readHome, readRepository } from './targets.ts';

/** What canonical.yaml is read for: the machine that its paths are on. */
export interface Surroundings {
  /** The folder that holds the file. */
  readonly hub: AbsPath;
  readonly home: AbsPath;
  /** For `${VAR}` in paths. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

// Targets that are not repositories have these names.
const TAKEN: Readonly<Record<string, string>> = { home: '~/.claude', hooks_shared: 'the folder of shared hooks' };
const MONITORING = 'monitoring';

export interface Names {
  readonly repositories: readonly string[];
  readonly profiles: readonly string[];
}

/** The names as they are written, whatever is wrong with what they name. */
export function namesIn(root: Json): Names {
  const keys = (section: string): string[] => {
    const value = isObject(root) ? root[section] : undefined;
    return isObject(value) ? Object.keys(value) : [];
  };
  return { repositories: keys('repositories'), profiles: keys('profiles') };
}

/**
 * Makes a Canonical of a document of the right shape, reporting what does not make sense.
 * @param names as they are written, also of what was left out for its wrong shape
 */
export function interpret(
  written: CanonicalDocument,
  names: Names,
  places: Places,
  problems: Problems,
  { hub, home, env }: Surroundings,
): Omit<Canonical, 'warnings'> {
  const start: Reading = { places, problems, home, env, workspace: undefined };
  const workspace =
    written.workspace === undefined ? undefined : readPath(start, ['workspace'], written.workspace, hub);
  // With a wrong workspace the paths in it are not wrong as well.
  const reading = { ...start, workspace: workspace ?? (places.hasSection('workspace') ? hub : undefined) };
  const shared = written.infrastructure?.hooks_shared?.path;
  const hooksShared =
    shared === undefined ? undefined : readPath(reading, ['infrastructure', 'hooks_shared', 'path'], shared);
  const budget = readBudget(reading, ['budget'], written.budget);
  const homeTarget = readHome(reading, written.home);
  const repositories = readRepositories(reading, written, names).map((one) => withBudget(one, budget));
  const monitoring = readMonitoring(reading, written.infrastructure ?? {});
  checkDistinct(reading, repositories, homeTarget?.path, hooksShared, monitoring?.path);
  if (monitoring !== undefined) checkMonitoringName(reading, repositories);
  checkVersion(reading, written.version);
  return {
    version: typeof written.version === 'string' ? written.version : (places.plainAt(['version']) ?? '1.0'),
    ...(workspace === undefined ? {} : { workspace }),
    repositories,
    ...(homeTarget === undefined ? {} : { home: withBudget(homeTarget, budget) }),
    ...(hooksShared === undefined ? {} : { hooksShared }),
    global: withHandovers(
      reading,
      written.infrastructure?.redis,
      readSelections(reading, ['global'], written.global ?? {}),
    ),
    profiles: readNamed(reading, 'profiles', written.profiles ?? {}),
    sync: readSync(reading, written.sync ?? {}),
    moved: readMoved(reading, written.moved ?? [], [
      ...names.repositories,
      ...(homeTarget === undefined ? [] : ['home']),
      ...(hooksShared === undefined ? [] : ['hooks_shared']),
      ...(monitoring === undefined ? [] : [MONITORING]),
    ]),
    policy: readPolicy(reading, written.policy ?? {}),
    controller: readController(reading, written.controller ?? {}),
    metrics: readMetrics(written.metrics),
    ...(monitoring === undefined ? {} : { monitoring }),
    services: readServices(written.infrastructure ?? {}),
    thresholds: readThresholds(reading, written.thresholds ?? {}),
    reports: readReports(reading, written.reports ?? {}),
    expected: readExpected(reading, (written.infrastructure?.expected_services ?? null) as Json),
    environment: readEnvironment(reading, (written.environment ?? null) as Json),
    infrastructure: (written.infrastructure ?? {}) as JsonObject,
    prices: written.metrics?.prices ?? {},
  };
}

/** The folder of Grafana's files is a target of its own, with a name of its own. */
function checkMonitoringName(reading: Reading, repositories: readonly Repository[]): void {
  if (!repositories.some(({ name }) => name === MONITORING)) return;
  const message = `repositories: "${MONITORING}" is the name of infrastructure.monitoring.`;
  const at = reading.places.keyAt(['repositories', MONITORING]);
  reading.problems.add('error', at, message, 'Give the repository another.');
}

function readRepositories(reading: Reading, written: CanonicalDocument, names: Names): Repository[] {
  const more = readNamed(reading, 'project_specific', written.project_specific ?? {});
  checkNames(
    reading,
    [...more.keys()].map((name) => [['project_specific', name], name]),
    names.repositories,
    'repositories',
  );
  const none = readSelections(reading, [], {});
  const repositories: Repository[] = [];
  for (const [name, entry] of Object.entries(written.repositories ?? {})) {
    const at: Path = ['repositories', name];
    if (Object.hasOwn(TAKEN, name)) {
      const message = `repositories: "${name}" is the name of ${TAKEN[name]}.`;
      reading.problems.add('error', reading.places.keyAt(at), message, 'Give the repository another.');
    }
    const used = (entry.profiles ?? []).map((profile, index) => [[...at, 'profiles', index], profile] as const);
    checkNames(reading, used, names.profiles, 'profiles');
    const repository = readRepository(reading, name, entry, more.get(name) ?? none);
    if (repository !== undefined) repositories.push(repository);
  }
  return repositories.sort((a, b) => byText(a.name, b.name));
}

function readNamed(
  reading: Reading,
  section: 'profiles' | 'project_specific',
  written: Readonly<Record<string, WrittenSelections>>,
): Map<string, Selections> {
  const named = new Map<string, Selections>();
  for (const [name, selections] of Object.entries(written)) {
    named.set(name, readSelections(reading, [section, name], selections ?? {}));
  }
  return named;
}

/** A later format may mean something else by the same keys. */
function checkVersion(reading: Reading, version: CanonicalDocument['version']): void {
  const text = String(version ?? '1');
  if (!/^1(\.\d+)*$/.test(text))
    wrong(reading, ['version'], `is "${text}", but 1.x is what this program reads.`, "Write '1.0'.");
}
