import { PROGRAM } from '../e2e/program.ts';
import { CHANGED, Fleet } from './fleet.ts';
import { hooksPart } from './hooks.ts';
import { importPart } from './imported.ts';
import { ingestPart } from './ingest.ts';
import { medians, type Row } from './table.ts';
import { interleaved, median, peakMemory, type Task } from './timing.ts';

/** What came of one part of the benchmark. */
interface Measured {
  readonly rows: readonly Row[];
  /** Milliseconds by task, in the order in which they were measured. */
  readonly times: ReadonlyMap<string, readonly number[]>;
}

/** A part of the benchmark: makes its own fleet, measures, removes it. `rounds` is absent where the part's own number is wanted. */
type Part = (rounds?: number) => Measured;

export const PARTS: Readonly<Record<string, Part>> = {
  plan: planPart,
  drift: driftPart,
  apply: applyPart,
  start: startPart,
  hooks: hooksPart,
  import: importPart,
  ingest: ingestPart,
};

const FEW = 200;
const MANY = 1000;

/** Plans fleets that are in sync, beside a loop of `git status` over the same repositories. */
function planPart(rounds = 7): Measured {
  return withFleet(MANY, (fleet) => {
    fleet.hub('many', MANY);
    fleet.hub('few', FEW);
    fleet.hub('new', FEW);
    for (const hub of ['many', 'few']) fleet.run(hub, 'apply', '--yes', '--quiet');
    for (const hub of ['many', 'few', 'new']) demandInSync(fleet.run(hub, 'plan'));
    const few = programTask(fleet, `plan of ${FEW}`, 'few', ['plan']);
    const many = programTask(fleet, `plan of ${MANY}`, 'many', ['plan']);
    // Nothing was ever applied from this hub, so nothing is remembered of it.
    const first = programTask(fleet, `first plan of ${FEW}`, 'new', ['plan']);
    const status = 'for name in "$@"; do git -C "$name" status --porcelain; done';
    const statusFew = loopTask(fleet, `git status in ${FEW}`, 'fleet', status, fleet.names.slice(0, FEW));
    const statusMany = loopTask(fleet, `git status in ${MANY}`, 'fleet', status, fleet.names);
    const times = interleaved([few, statusFew, many, statusMany, first], rounds);
    const rows = [
      rowBeside('plan, 200 repositories in sync', few, statusFew, times, 0.5, 0.25),
      rowBeside('plan, 1,000 repositories in sync', many, statusMany, times, 0.5, 0.25),
      rowBeside('plan, 1,000 against 200 repositories', many, few, times, 5.5),
      rowBeside('plan, 200 repositories, the first on a machine', first, statusFew, times),
    ];
    const peak = peakMemory(many, fleet.root);
    if (peak !== undefined) rows.push(memoryRow('plan, 1,000 repositories, peak memory', peak, 200));
    return { rows, times };
  });
}

/** Looks for drift in a fleet that has none, beside a plan that reads every file as it does. */
function driftPart(rounds = 9): Measured {
  return withFleet(FEW, (fleet) => {
    fleet.hub('hub', FEW);
    fleet.run('hub', 'apply', '--yes', '--quiet');
    const drift = programTask(fleet, `drift of ${FEW}`, 'hub', ['drift']);
    const plan = programTask(fleet, `plan of ${FEW}, reading all`, 'hub', ['plan']);
    const forgetting = { ...plan, before: () => fleet.forgetProofs() };
    const times = interleaved([drift, forgetting], rounds);
    return { rows: [rowBeside('drift, 200 repositories without drift', drift, plan, times, 1.5)], times };
  });
}

/** Applies five changed files in each repository, commits included, beside a loop of `git add` and `git commit` of as many. */
function applyPart(rounds = 5): Measured {
  return withFleet(FEW, (fleet) => {
    fleet.hub('hub', FEW);
    fleet.run('hub', 'apply', '--yes', '--quiet');
    fleet.copyRepositories('copies');
    let version = 0;
    const apply: Task = {
      ...programTask(fleet, `apply of 5 files in ${FEW}`, 'hub', ['apply', '--yes', '--quiet']),
      before: () => fleet.changeLibrary('hub', ++version),
    };
    const script =
      'paths=$1; shift; for name in "$@"; do git -C "$name" add -- $paths && git -C "$name" commit -q -m change; done';
    const paths = CHANGED.map((path) => `.claude/${path}`).join(' ');
    const commit: Task = {
      ...loopTask(fleet, `git add, git commit in ${FEW}`, 'copies', script, [paths, ...fleet.names]),
      before: () => fleet.changeCopies('copies', ++version),
    };
    const times = interleaved([apply, commit], rounds);
    demandInSync(fleet.run('hub', 'plan'));
    return { rows: [rowBeside('apply and commit 5 files in each of 200', apply, commit, times, 0.9, 0.65)], times };
  });
}

/** Plans one repository, beside the start of Node. */
function startPart(rounds = 41): Measured {
  return withFleet(1, (fleet) => {
    fleet.hub('hub', 1);
    fleet.run('hub', 'apply', '--yes', '--quiet');
    demandInSync(fleet.run('hub', 'plan'));
    const plan = programTask(fleet, 'plan of 1', 'hub', ['plan']);
    const node: Task = {
      name: 'node -e 0',
      command: process.execPath,
      args: ['-e', '0'],
      cwd: fleet.root,
      env: fleet.env,
    };
    const times = interleaved([plan, node], rounds);
    return { rows: [rowBeside('plan, one repository', plan, node, times, 3, 2)], times };
  });
}

function withFleet(size: number, measure: (fleet: Fleet) => Measured): Measured {
  const fleet = new Fleet(size);
  try {
    return measure(fleet);
  } finally {
    fleet.remove();
  }
}

function programTask(fleet: Fleet, name: string, hub: string, args: readonly string[]): Task {
  return { name, command: process.execPath, args: [PROGRAM, ...args], cwd: fleet.path(hub), env: fleet.env };
}

function loopTask(fleet: Fleet, name: string, folder: string, script: string, args: readonly string[]): Task {
  return { name, command: 'sh', args: ['-c', script, 'sh', ...args], cwd: fleet.path(folder), env: fleet.env };
}

function rowBeside(
  what: string,
  mine: Task,
  yardstick: Task,
  times: ReadonlyMap<string, readonly number[]>,
  limit?: number,
  aim?: number,
): Row {
  const [a, b] = [median(times.get(mine.name)!), median(times.get(yardstick.name)!)];
  const from = medians([mine.name, a], [yardstick.name, b]);
  return {
    what,
    value: a / b,
    unit: '×',
    ...(limit === undefined ? {} : { limit }),
    ...(aim === undefined ? {} : { aim }),
    from,
  };
}

function memoryRow(what: string, value: number, limit: number): Row {
  return { what, value, unit: ' MB', limit, from: 'one run' };
}

/** A plan that finds something to do would be measured for something else. */
function demandInSync(plan: string): void {
  if (!plan.startsWith('No changes.')) throw new Error(`the fleet is not in sync:\n${plan.slice(0, 2000)}`);
}
