import { type Command, InvalidArgumentError, Option } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

/** The port of OTLP over HTTP. */
const PORT = 4318;

export function addMetricsReceive(metrics: Command, terminal: Terminal, ended: Ended): void {
  addCommon(metrics.command('receive').description("take Claude Code's own telemetry (OTLP) as it happens"))
    .addOption(
      new Option('--port <n>', 'where to listen; 0 takes any port that is free').argParser(portOf).default(PORT),
    )
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--allow-remote', 'also listen to other machines: whoever reaches the port can write rows')
    .addHelpText(
      'after',
      `
It says what to put into "env" of ~/.claude/settings.json (the settings of a project may not name an exporter), runs until it is
stopped, and finishes what is in hand then. Each request has its cost as Claude Code reckons it, each call its duration; what a hook has
recorded, and what came before, is not told twice, and metrics ingest leaves out what was told here. Texts of prompts are not kept.

Examples:
  reconcile metrics receive                       on 127.0.0.1:4318
  reconcile metrics receive --port 0 --json       any free port; a line of JSON at the start, and one at the end
`,
    )
    .action(async (options) =>
      ended(await (await import('../commands/metricsReceive.ts')).metricsReceiveCommand(terminal, options)),
    );
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A number from 0 to 65535.');
  return port;
}
