import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addNew(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('new')
      .description('bring a project under reconcile: entry in canonical.yaml, repository where missing, first apply'),
  )
    .argument('[path]', 'the folder of the project; it need not be there yet')
    .option('--path <path>', 'the same, by name')
    .option('-l, --language <language>', 'python, typescript, rust, … (default: as its own files say)')
    .option('-f, --framework <framework>', 'fastapi, n8n, … (default: as its manifests say)')
    .option('-n, --name <name>', "the entry's name (default: the folder's, in small letters, with _)")
    .option('--remote <address>', 'clone it from here where it is not there')
    .option('--dry-run', 'show the entry and the plan; write nothing')
    .addHelpText(
      'after',
      `
Examples:
  reconcile new ~/projects/billing                    what it is, its own files say
  reconcile new ~/projects/pricer --language rust     a new folder: git init, first commit
  reconcile new ~/projects/web --remote git@example.org:team/web.git
  reconcile new . --dry-run                           what would be written, and nothing else

canonical.yaml keeps its comments, its order and every byte that is not the entry. Files of the project that exist are kept.
What was written is taken back with reconcile undo. The commit in the hub is left to you.
`,
    )
    .action(async (path, options) =>
      ended(await (await import('../commands/new.ts')).newCommand(terminal, path, options)),
    );
}
