import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addInit(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(program.command('init').description('make a new hub: canonical.yaml that explains itself, and a library'))
    .argument('[folder]', 'where (default: here); it need not be there yet')
    .option('--minimal', 'without the library that comes with reconcile: only a first part of CLAUDE.md')
    .addHelpText(
      'after',
      `
Examples:
  reconcile init ~/projects/config    a folder, a git repository, canonical.yaml, desired-state/
  reconcile init                      the same, here
  reconcile init --minimal            with a library that you fill yourself

The library is copied, so that it is yours: commands, skills, agents, rules, hooks and settings, selected in canonical.yaml.

No file that is there is overwritten. A hub of repositories that have grown already is made with reconcile import.
`,
    )
    .action(async (folder, options) =>
      ended(await (await import('../commands/init.ts')).initCommand(terminal, folder, options)),
    );
}
