import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addUndo(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('undo')
      .description('bring back every byte that a run replaced; commits become a new commit that reverts them'),
  )
    .argument('[run]', 'a run of `reconcile undo --list` (default: the last apply)')
    .option('-y, --yes', 'do not ask')
    .option('--list', 'list the runs')
    .addHelpText(
      'after',
      `
Examples:
  reconcile undo --list                       the runs, oldest first
  reconcile undo                              the last apply
  reconcile undo 20260131-142501-042-k7f2 --yes   one run, without asking

A target in which any of the files has changed since is left alone as a whole, and said so.
`,
    )
    .action(async (run, options) =>
      ended(await (await import('../commands/undo.ts')).undoCommand(terminal, run, options)),
    );
}
