import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addExplain(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('explain')
      .description('what a command line would really run, and what the safety hooks say of it; runs nothing'),
  )
    .argument('<line>', 'the command line, as one word: in single quotes')
    .option('--target <name>', 'as in a session in this target (default: the one that you are in)')
    .addHelpText(
      'after',
      "\nExamples:\n  reconcile explain 'git push origin +main'                     denied: it is a forced push\n  reconcile explain 'x=/; sudo rm -rf \"$x\"'                     what the words become\n  reconcile explain --target billing 'git push -f origin trunk'  with the protected branches of billing\n",
    )
    .action(async (line, options) =>
      ended(await (await import('../commands/explain.ts')).explainCommand(terminal, line, options)),
    );
}
