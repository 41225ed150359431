import { type Command, Option } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addAudit(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('audit')
      .description(
        'health and numbers together: drift, services, tokens, cost, agents, hooks, SPACE, trends, recommendations',
      )
      .argument('[part]', 'only this part: health or metrics'),
  )
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json', 'markdown']).default('text'))
    .option('--period <time>', 'how far the numbers look back, like 24h, 7d, 30d', '7d')
    .option('--report <file>', 'write it as Markdown too')
    .addHelpText(
      'after',
      `
Examples:
  reconcile audit                        everything, the numbers of a week
  reconcile audit metrics --period 30d   only the numbers, of a month
  reconcile audit --report audit.md      also as a file

The numbers come from QuestDB; where there is none, from the rows that this machine still keeps. Limits are those of thresholds in
canonical.yaml, as in Grafana's alerts. What the configuration costs in tokens is told beside the budget, which changes no exit code.
Exit codes: 0 all is within the limits and nothing failed, 2 something is not, 1 an error.
`,
    )
    .action(async (part, options) =>
      ended(await (await import('../commands/audit.ts')).auditCommand(terminal, part, options)),
    );
}
