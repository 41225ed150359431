import type { Command } from 'commander';
import { addCommon, addGuards, addSelection } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addHealth(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('health')
    .description(
      'whether everything is well: drift, services, hooks, what should run; exits with 2 when something failed',
    );
  addGuards(addSelection(addCommon(command)))
    .option('--fix', 'mend drift first, as `reconcile drift --fix` does')
    .option('--report <file>', 'write what was found as Markdown too')
    .addHelpText(
      'after',
      `
Examples:
  reconcile health                    everything that canonical.yaml names
  reconcile health -v                 also what is well
  reconcile health --json             for programs
  reconcile health --report health.md

Each hook is run twice on a harmless event in a folder of its own. What canonical.yaml does not name is said to be not configured, and fails
nothing. Exit codes: 0 nothing failed, 2 something did, 1 an error.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('../commands/health.ts')).healthCommand(terminal, names, options)),
    );
}
