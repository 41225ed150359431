import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addImport(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('import')
      .description('make a hub from repositories that have grown, or add them to one; changes none of them'),
  )
    .argument('[repositories...]', 'the folders of the repositories')
    .option('--into <folder>', 'the folder of the hub; made when it is not there (default: the hub here or above)')
    .option('--home', 'import ~/.claude too')
    .option('--dry-run', 'show all that would be written, and write nothing')
    .addHelpText(
      'after',
      `
Examples:
  reconcile import ~/projects/* --into ~/fleet --dry-run    what is common, what would be written
  reconcile import ~/projects/* --into ~/fleet              a new hub
  reconcile import ~/projects/billing                       one more, into the hub here
  reconcile import --home                                   ~/.claude, into the hub here

What several repositories have goes into the library once; what one has alone, or in a version of its own, into a layer of its own.
Links, secrets, and what only one person or machine needs stay where they are, and are told. Afterwards \`reconcile plan\` adopts
what is there, and changes nothing.
`,
    )
    .action(async (repositories, options) =>
      ended(await (await import('../commands/import.ts')).importCommand(terminal, repositories, options)),
    );
}
