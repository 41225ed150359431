import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addMetricsIngest(metrics: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    metrics.command('ingest').description('read what is new in the transcripts of Claude Code into the metrics'),
  )
    .argument(
      '[dirs...]',
      'folders with transcripts (default: projects/ of ~/.claude, ~/.config/claude, $CLAUDE_CONFIG_DIR)',
    )
    .option('--since <when>', 'only files changed since: a day (2026-01-31) or a time ago (7d, 12h)')
    .option('--project <name>', 'only the project whose folder has this name')
    .addHelpText(
      'after',
      `
Examples:
  reconcile metrics ingest                       all that is new; nothing is read twice
  reconcile metrics ingest --since 7d            leave old transcripts for another time
  reconcile metrics ingest --project my-app      one project
  reconcile metrics ingest --json ~/backup       another folder; the report for programs

Tokens are counted once for each request, however many lines and files repeat it. Costs are made of them by list prices with dates
(\`metrics.prices\` of canonical.yaml overrides them); a model without a known price has no cost, never 0. The rows go to the spool, and
from there to QuestDB. Transcripts are only read.
`,
    )
    .action(async (dirs, options) =>
      ended(await (await import('../commands/metricsIngest.ts')).metricsIngestCommand(terminal, dirs, options)),
    );
}
