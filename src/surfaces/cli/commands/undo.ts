import { isInventory } from '../../../core/inventory/inventory.ts';
import { runRows } from '../../../core/metrics/ownEvents.ts';
import { fileCount } from '../../../core/plan/plan.ts';
import { succeeded } from '../../../core/status/report.ts';
import { tilde } from '../../../core/values/paths.ts';
import { InputError } from '../../../core/values/problem.ts';
import { counted } from '../../../core/views/wording.ts';
import { commitOptions } from '../../../engine/deliver.ts';
import { newRun, runsFolder } from '../../../engine/fleet.ts';
import { type JournalledRun, runs } from '../../../engine/journal.ts';
import { runToUndo, undo } from '../../../engine/undo.ts';
import { type CommonOptions, openHub } from '../common.ts';
import { onFleet } from '../onFleet.ts';
import type { Terminal } from '../terminal.ts';
import { showReport } from './apply.ts';

export interface UndoCommandOptions extends CommonOptions {
  readonly yes?: true;
  readonly list?: true;
}

/** `reconcile undo`: brings back what a run replaced. @returns the exit code */
export async function undoCommand(
  terminal: Terminal,
  name: string | undefined,
  options: UndoCommandOptions,
): Promise<number> {
  const json = options.json === true;
  const world = await terminal.parts.world(
    terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn'),
  );
  const hub = openHub(terminal, world, options);
  if (options.list === true) return list(terminal, runs(world.disk, runsFolder(world.stateDir, hub)), json);
  if (options.yes !== true && (json || !terminal.interactive)) {
    const message = 'nobody is there to say yes: this is not a terminal.';
    throw new InputError([
      {
        place: { file: 'undo' },
        severity: 'error',
        message,
        remedy: 'Look at `reconcile undo --list`, then give --yes.',
      },
    ]);
  }
  return onFleet(terminal, world, options, 'undo', async (fleet) => {
    const run = runToUndo(fleet, name);
    if (!json && options.quiet !== true) describe(terminal, run);
    if (options.yes !== true && (await terminal.ask('\nUndo this? Only "yes" is taken for yes: '))?.trim() !== 'yes') {
      terminal.out.write('Nothing was written.\n');
      return 1;
    }
    if (!json && options.quiet !== true) terminal.out.write('\n');
    const id = newRun(world);
    const report = await undo(fleet, run, id, hub.revision, commitOptions(hub.canonical.policy));
    world.record(runRows(report, { now: world.clock.now(), id, revision: hub.revision }));
    await showReport(terminal, report, options, json);
    return succeeded(report) ? 0 : 1;
  });
}

function describe(terminal: Terminal, { run, targets }: JournalledRun): void {
  terminal.out.write(`Run ${run}\n`);
  for (const { journal, ending } of targets) {
    if (ending?.outcome !== 'done') continue;
    const written = fileCount(journal.writes.filter((write) => !isInventory(write.path)));
    const files = journal.branch === undefined ? counted(written, 'file') : `branch ${journal.branch.name}`;
    const commit = ending.commit === undefined ? 'not committed' : `commit ${ending.commit.slice(0, 7)}`;
    terminal.out.write(`  ${journal.name}  ${tilde(journal.root, terminal.home)}  ${files}, ${commit}\n`);
  }
}

function list(terminal: Terminal, all: readonly JournalledRun[], json: boolean): number {
  const rows = all.map(({ run, targets }) => ({
    run,
    verb: targets[0]!.journal.verb,
    targets: targets.map(({ journal, ending }) => {
      return {
        name: journal.name,
        outcome: ending?.outcome ?? 'broken-off',
        files: fileCount(journal.writes.filter((write) => !isInventory(write.path))),
        ...(ending?.commit === undefined ? {} : { commit: ending.commit }),
      };
    }),
  }));
  if (json) terminal.out.write(`${JSON.stringify({ format_version: '1.0', runs: rows }, null, 2)}\n`);
  else if (rows.length === 0)
    terminal.out.write('No runs yet: they are recorded when `reconcile apply` changes something.\n');
  else
    for (const row of rows)
      terminal.out.write(
        `${row.run}  ${row.verb}  ${row.targets.map((target) => `${target.name} (${target.outcome})`).join(', ')}\n`,
      );
  return 0;
}
