import { type Command, Option } from 'commander';
import { addCommon, addGuards, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addDrift(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('drift')
    .description('what is off in every target, where, why, and what to do; exits with 2 when anything is');
  addGuards(addSelection(addCommon(command)))
    .option('--fix', 'mend what can be mended, through the same plan and apply; `reconcile undo` takes it back')
    .option('--prune-duplicates', 'with --fix: also delete copies that are exactly what the home has from us')
    .addOption(
      new Option('--format <format>', 'how to show it').choices(['text', 'json', 'markdown', 'sarif']).default('text'),
    )
    .option('--report <file>', 'also keep it as a Markdown file')
    .addOption(
      new Option('--severity <least>', 'tell, and exit with 2, only for issues at least this bad').choices([
        'critical',
        'high',
        'medium',
        'low',
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  reconcile drift                       the whole fleet, the worst first
  reconcile drift n8n_dev -v            one target, with every remedy
  reconcile drift --severity high       fails in CI only for what is high or critical
  reconcile drift --format sarif --report drift.md      for code scanning, and for people
  reconcile drift --fix --json          mends what can be mended, prints what is left as JSON

Score: 100, less 25 for each critical issue, 10 high, 5 medium, 2 low; 100 is clean, from 80 good, from 60 fair, else poor.
Exit codes: 0 nothing is off, 2 something is, 1 an error: a target cannot be looked at, or mending it failed.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/drift.ts')).driftCommand(terminal, names, options)),
    );
}
