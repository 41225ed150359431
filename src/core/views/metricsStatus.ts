import type { SpoolSummary } from '../metrics/spoolSummary.ts';
import { bytesText } from './metricsFlush.ts';
import { printable } from './printable.ts';
import { duration } from './statusText.ts';
import { counted } from './wording.ts';

/** What `metrics status` tells. */
export interface MetricsStatus {
  readonly spool: SpoolSummary;
  readonly mostBytes: number;
  /** Absent where canonical.yaml names none. `problem`: why it cannot be used now. */
  readonly database?: { readonly address: string; readonly problem?: string };
  readonly warnings: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** For people. */
export function metricsStatusText({ spool, mostBytes, database, warnings, now }: MetricsStatus): string {
  const lines = [
    `spool      ${counted(spool.files, 'file')}, ${bytesText(spool.bytes)} of at most ${bytesText(mostBytes)}`,
    `database   ${database === undefined ? 'none in canonical.yaml: rows stay on this machine' : databaseText(database)}`,
  ];
  if (database !== undefined) {
    lines.push(`waiting    ${waitingText(spool.waiting)}${sentText(spool.flushed, now)}`);
  }
  if (spool.setAside > 0)
    lines.push(
      `set aside  ${counted(spool.setAside, 'line')} that were not taken; why, and what can go back: \`reconcile metrics retry --dry-run\``,
    );
  if (spool.lost > 0)
    lines.push(
      `lost       ${counted(spool.lost, 'row')} removed before they were sent: the spool was full (metrics.spool.max_mb)`,
    );
  lines.push(...warnings.map(printable));
  return `${lines.join('\n')}\n`;
}

function databaseText({ address, problem }: NonNullable<MetricsStatus['database']>): string {
  return problem === undefined ? `${address} answers` : printable(problem);
}

function sentText(flushed: number | undefined, now: number): string {
  return flushed === undefined ? '' : `; everything was sent ${duration(now - flushed)} ago`;
}

function waitingText(waiting: MetricsStatus['spool']['waiting']): string {
  if (waiting.length === 0) return 'nothing';
  return waiting.map(({ table, rows, bytes }) => `${table} ${counted(rows, 'row')} (${bytesText(bytes)})`).join(', ');
}

/** The same for programs. */
export function metricsStatusJson({ spool, mostBytes, database, warnings }: MetricsStatus): string {
  const { files, bytes, waiting, setAside, lost, flushed } = spool;
  const document = {
    format_version: '1.0',
    spool: {
      files,
      bytes,
      max_bytes: mostBytes,
      waiting,
      set_aside: setAside,
      lost_rows: lost,
      flushed: flushed === undefined ? null : new Date(flushed).toISOString(),
    },
    database:
      database === undefined
        ? null
        : { address: database.address, reachable: database.problem === undefined, problem: database.problem ?? null },
    warnings,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
