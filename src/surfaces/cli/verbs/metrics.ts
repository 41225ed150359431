import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';
import { addMetricsIngest } from './metricsIngest.ts';
import { addMetricsReceive } from './metricsReceive.ts';
import { addMetricsRetry } from './metricsRetry.ts';

/** `reconcile metrics …`: a command for each thing that is done with metrics. */
export function addMetrics(program: Command, terminal: Terminal, ended: Ended): void {
  const metrics = program
    .command('metrics')
    .description('what sessions cost and do: rows from transcripts and hooks; their tables, and what they answer');
  addCommon(metrics.command('init').description('make or change the tables in QuestDB; takes nothing away'))
    .option('--dry-run', 'show what would be done, and end')
    .option('--yes', 'do it without asking')
    .addHelpText(
      'after',
      `
It shows its plan first. Tables and columns are added and retention is set as canonical.yaml says; what is there already stays. Done
again, there is nothing to do.

Examples:
  reconcile metrics init --dry-run
  reconcile metrics init --yes
`,
    )
    .action(async (options) =>
      ended(await (await import('../commands/metricsInit.ts')).metricsInitCommand(terminal, options)),
    );
  addCommon(metrics.command('flush').description('send what the spool has and QuestDB has not'))
    .addHelpText(
      'after',
      `
Rows that were sent already are not sent again; broken off at any point, the next flush goes on, and no row is there twice. Lines that no
table takes, and rows that QuestDB will not have, are set aside with the reason; metrics retry puts them back. The controller does the same
at every look.

Examples:
  reconcile metrics flush
  reconcile metrics flush --json
`,
    )
    .action(async (options) =>
      ended(await (await import('../commands/metricsFlush.ts')).metricsFlushCommand(terminal, options)),
    );
  addCommon(
    metrics
      .command('status')
      .description('what the spool has, what waits, what was set aside, and whether QuestDB answers'),
  )
    .addHelpText('after', '\nExamples:\n  reconcile metrics status\n  reconcile metrics status --json\n')
    .action(async (options) =>
      ended(await (await import('../commands/metricsStatus.ts')).metricsStatusCommand(terminal, options)),
    );
  addCommon(metrics.command('query').description('ask QuestDB: SQL, or a question by its name'))
    .argument('<sql|name>', 'a statement of SQL, or the name of a question')
    .option('--csv', 'print CSV')
    .addHelpText(
      'after',
      `
Questions with a name are answered from the spool where QuestDB cannot be asked; SQL needs QuestDB.

Examples:
  reconcile metrics query cost
  reconcile metrics query 'SELECT count() FROM claude_hooks'
  reconcile metrics query 'SELECT * FROM claude_sessions LIMIT -10' --csv
`,
    )
    .action(async (text, options) =>
      ended(await (await import('../commands/metricsQuery.ts')).metricsQueryCommand(terminal, text, options)),
    );
  addMetricsIngest(metrics, terminal, ended);
  addMetricsReceive(metrics, terminal, ended);
  addMetricsRetry(metrics, terminal, ended);
}
