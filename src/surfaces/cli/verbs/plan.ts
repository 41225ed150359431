import { type Command, Option } from 'commander';
import { addCommon, addGuards, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addPlan(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program.command('plan').description('show what apply would do; writes nothing, starts no git');
  addGuards(addSelection(addCommon(command)))
    .addOption(
      new Option('--format <format>', 'how to show it')
        .choices(['text', 'json', 'markdown', 'diff', 'sarif'])
        .default('text'),
    )
    .option('--out <file>', 'keep the plan, for `reconcile apply --plan`')
    .option('--detailed-exitcode', 'exit with 2 when changes are pending')
    .addHelpText(
      'after',
      `
Examples:
  reconcile plan                              everything, one line a file, diffs below
  reconcile plan n8n_dev 'nautilus*'          two targets, by name and by glob
  reconcile plan --select language=python     by label
  reconcile plan . --format diff | git apply --check    the repository you are in, as a git patch
  reconcile plan --out plan.json && reconcile apply --plan plan.json

Signs: + create  ~ update  - delete  = adopt (already exactly right)  x forget  ! conflict (left alone)
`,
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/plan.ts')).planCommand(terminal, names, options)),
    );
}
