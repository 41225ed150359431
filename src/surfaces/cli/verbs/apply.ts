import { type Command, Option } from 'commander';
import { addCommon, addGuards, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addApply(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program.command('apply').description('plan, ask, then do exactly that and commit it');
  addGuards(addSelection(addCommon(command)))
    .option('--plan <file>', 'do exactly this saved plan, or refuse; does not ask')
    .option('-y, --yes', 'do not ask')
    .option('--fail-fast', 'try no further target after the first that fails')
    .addOption(new Option('--format <format>', 'how to show the result').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  reconcile apply                       shows the plan, asks, applies, commits
  reconcile apply n8n_dev --yes         one repository, without asking
  reconcile apply --delivery write      writes the files and leaves committing to you
  reconcile apply --delivery branch     commits on a branch of its own; no worktree is touched

Only the planned paths are committed; what you have staged or changed stays as it is. What is replaced is kept: reconcile undo.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/apply.ts')).applyCommand(terminal, names, options)),
    );
}
