import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addMetricsRetry(metrics: Command, terminal: Terminal, ended: Ended): void {
  addCommon(metrics.command('retry').description('put rows back that were set aside, to be sent again'))
    .option('--table <name>', 'only those of one table: claude_hooks, or hooks')
    .option('--dry-run', 'show what would go back and what cannot, and end')
    .addHelpText(
      'after',
      `
A row is set aside when QuestDB refuses it, or fails over it each time while it takes others; a line, when it is no row of its table. When
the reason is gone (another version of reconcile or of QuestDB, another type of a column, a line mended in set-aside.jsonl), this puts them
back into the spool. The next flush sends them; what is refused again is set aside again. What is no row yet stays, and is told.

It exits with 1 when something that was asked for stays.

Examples:
  reconcile metrics retry --dry-run            what is set aside, and whether it can go back
  reconcile metrics retry --table hooks        rows of one table
  reconcile metrics retry && reconcile metrics flush
`,
    )
    .action(async (options) =>
      ended(await (await import('../commands/metricsRetry.ts')).metricsRetryCommand(terminal, options)),
    );
}
