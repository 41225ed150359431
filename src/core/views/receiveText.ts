import type { ReceiveReport } from '../metrics/otlp/report.ts';
import { shown } from './shown.ts';
import { counted, grouped } from './wording.ts';

/** What Claude Code needs in its environment to send its telemetry to an address. */
function exporterEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  };
}

function urlOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What a receiver says when it begins, for people. */
export function receivingText(at: { readonly host: string; readonly port: number }): string {
  const lines = Object.entries(exporterEnvironment(urlOf(at))).map(
    ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `Listening on ${urlOf(at)}. In "env" of ~/.claude/settings.json (a project's settings may not name an exporter):

${lines.join(',\n')}

Ctrl-C or SIGTERM finishes what is in hand and ends.
`;
}

/** The same for programs, in one line. */
export function receivingJson(at: { readonly host: string; readonly port: number }): string {
  const { host, port } = at;
  return `${JSON.stringify({ event: 'listening', host, port, env: exporterEnvironment(urlOf(at)) })}\n`;
}

/** What a receiver was sent, for programs, in one line. */
export function receivedJson(report: ReceiveReport): string {
  return `${JSON.stringify({ event: 'stopped', ...report })}\n`;
}

/** What a receiver was sent, for people. */
export function receivedText(report: ReceiveReport): string {
  const { requests, items, rows, unknown, refused, reasons } = report;
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const text = [`Took ${counted(requests, 'request')}: ${counted(total, 'row')} written to the spool.`];
  for (const [table, count] of Object.entries(rows)) text.push(`  ${table}  ${grouped(count)}`);
  if (items.recorded > 0)
    text.push(`${counted(items.recorded, 'event')} had been told before, by a hook or by an earlier delivery.`);
  if (items.left > 0) text.push(`${counted(items.left, 'event')} of kinds that have no row.`);
  const names = Object.entries(unknown).map(([name, count]) => `${shown(name || '(no name)')} (${grouped(count)})`);
  if (names.length > 0) text.push(`Of names that are not known: ${names.join(', ')}.`);
  if (items.rejected > 0) text.push(`${counted(items.rejected, 'event')} could not be told.`);
  for (const [status, count] of Object.entries(refused))
    text.push(`${counted(count, 'request')} refused with ${status}.`);
  for (const reason of reasons) text.push(`  ${shown(reason)}`);
  return `${text.join('\n')}\n`;
}
