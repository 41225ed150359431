import { type Command, Option } from 'commander';
import { addCommon, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addController(program: Command, terminal: Terminal, ended: Ended): void {
  addSelection(
    addCommon(program.command('controller').description('reconcile on a schedule, until it is asked to stop')),
  )
    .option('--once', 'look at every target once and end: for cron and CI')
    .addOption(
      new Option('--mode <mode>', 'plan: only look; apply: repair (default: as canonical.yaml says)').choices([
        'off',
        'plan',
        'apply',
      ]),
    )
    .option('--detailed-exitcode', 'with --once: exit with 2 when a target differs')
    .addHelpText(
      'after',
      `
Examples:
  reconcile controller                      the schedule and mode of canonical.yaml
  reconcile controller --mode apply         repair what drifts
  reconcile controller --once --mode plan   one look, then its result; for cron and CI

SIGTERM or Ctrl-C finishes what is in hand and ends; a second one ends at once. See also: reconcile status.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/controller.ts')).controllerCommand(terminal, names, options)),
    );
}
