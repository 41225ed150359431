import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addDoctor(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program.command('doctor').description('whether reconcile itself is set up well on this machine, and what to do'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile doctor          Node, git, the hub, the state folder, completion\n  reconcile doctor --json   for programs\n\nExit codes: 0 nothing failed, 2 something did.\n',
    )
    .action(async (options) => ended(await (await import('../commands/doctor.ts')).doctorCommand(terminal, options)));
}
