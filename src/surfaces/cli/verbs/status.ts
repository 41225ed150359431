import type { Command } from 'commander';
import { addCommon, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addStatus(program: Command, terminal: Terminal, ended: Ended): void {
  addSelection(
    addCommon(program.command('status').description('what the controller last saw of each target, and since when')),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile status          one line a target\n  reconcile status -v       every condition of each\n  reconcile status --json   for programs\n',
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/status.ts')).statusCommand(terminal, names, options)),
    );
}
