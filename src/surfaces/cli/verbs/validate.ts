import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addValidate(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('validate')
      .description('check canonical.yaml, the library and every template, without looking at any target'),
  )
    .option('--strict', 'exit with 1 also for findings of high severity')
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile validate                  all errors at once, with line and column\n  reconcile validate --strict --json  for CI\n',
    )
    .action(async (options) =>
      ended(await (await import('../commands/validate.ts')).validateCommand(terminal, options)),
    );
}
