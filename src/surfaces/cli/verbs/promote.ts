import { type Command, Option } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addPromote(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(program.command('promote').description('take what was made better in one target into the library, for all'))
    .argument('<target>', 'the name of a target')
    .argument('<path>', 'a file in it, or a field by its address: .claude/settings.json#/env/X')
    .addOption(
      new Option('--to <layer>', 'the layer it goes to (default: the one it comes from, else repository)').choices([
        'base',
        'language',
        'framework',
        'profile',
        'repository',
      ]),
    )
    .option('--seed', 'a file of theirs: created once where it is missing, and each repository’s own from then on')
    .option('--dry-run', 'show what would change, and where; write nothing')
    .addHelpText(
      'after',
      `
Examples:
  reconcile promote billing .claude/commands/review.md                  back to where it comes from
  reconcile promote billing .claude/agents/auditor.md --to base         a file of theirs, for all
  reconcile promote billing .claude/settings.json#/env/TZ --to language one field
  reconcile promote billing .claude/hooks/guard.py --to base             a script, with what wires it in settings.json
  reconcile promote billing .editorconfig --seed                         once into each repository that has none
  reconcile promote billing CLAUDE.md                                    changed lines of the block, into their parts
  reconcile promote billing .claude/commands/review.md --dry-run

What is made from a template is refused, with the lines of the template to edit. The commit in the hub is left to you.
`,
    )
    .action(async (target, path, options) =>
      ended(await (await import('../commands/promote.ts')).promoteCommand(terminal, target, path, options)),
    );
}
