import type { Command } from 'commander';
import type { Ended, Terminal } from '../terminal.ts';
import { addMetricsIngest } from './metricsIngest.ts';

/** `reconcile metrics …`: a command for each thing that is done with metrics. */
export function addMetrics(program: Command, terminal: Terminal, ended: Ended): void {
  const metrics = program
    .command('metrics')
    .description('what sessions cost and do: rows from transcripts, hooks and telemetry');
  addMetricsIngest(metrics, terminal, ended);
}
