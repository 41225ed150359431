import type { AbsPath } from '../../core/values/paths.ts';
import { withFleet } from '../../engine/fleet.ts';
import { pruneRuns } from '../../engine/journal.ts';
import { recover, stuckIn } from '../../engine/recover.ts';
import type { Fleet, World } from '../../engine/world.ts';
import { type CommonOptions, configFile } from './common.ts';
import type { Terminal } from './terminal.ts';

/** For each target whose broken-off run could not be ended, by its root: a sentence why. */
type Stuck = ReadonlyMap<AbsPath, string>;

/** Runs beyond these can no longer be undone. */
const KEPT_RUNS = 100;

/**
 * Does something with a hub's fleet while nobody else does. What an earlier run left begun is ended first, and may have been in the hub
 * itself: `work` reads the hub after that.
 * @throws InputError when there is no hub, or somebody else works on its fleet
 */
export async function onFleet<T>(
  terminal: Terminal,
  world: World,
  options: CommonOptions,
  purpose: string,
  work: (fleet: Fleet, stuck: Stuck) => Promise<T>,
): Promise<T> {
  const file = configFile(terminal, world, options);
  return withFleet(world, { file }, purpose, async (fleet) => work(fleet, await tellRecovery(terminal, fleet)));
}

/** Ends what was broken off. @returns the targets where that failed: their own lines tell it */
async function tellRecovery(terminal: Terminal, world: Fleet): Promise<Stuck> {
  const recovered = await recover(world);
  for (const { run, name, outcome, left } of recovered) {
    if (outcome === 'stuck') continue;
    const what =
      outcome === 'found-done'
        ? 'its commit was made; it counts as done'
        : outcome === 'gone'
          ? 'the target is gone'
          : 'it was taken back';
    terminal.err.write(`An earlier run (${run}) was broken off in ${name}: ${what}.\n`);
    for (const path of left) terminal.err.write(`  ${path} was changed since and is left as it is.\n`);
  }
  pruneRuns(world.disk, world.runsDir, KEPT_RUNS);
  return stuckIn(recovered);
}
