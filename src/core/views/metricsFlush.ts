import type { SetAside } from '../metrics/spooled.ts';
import { printable } from './printable.ts';
import { counted, grouped } from './wording.ts';

/** What a flush did, as far as a view needs it. */
export interface FlushTold {
  readonly flushed: {
    readonly tables: readonly {
      readonly table: string;
      readonly sent: number;
      readonly setAside: number;
      readonly waiting: number;
      readonly reason?: string;
    }[];
    readonly unavailable?: string;
  };
  readonly rotated: { readonly removed: number; readonly bytes: number; readonly lost: number };
  /** All that is set aside, when this flush added to it. */
  readonly aside: readonly SetAside[];
  readonly address: string;
}

const MOST_SHOWN = 5;

/** For people: a line for each table with something to tell, the reasons of what was set aside, and what went to keep the spool bounded. */
export function flushText({ flushed, rotated, aside, address }: FlushTold): string {
  const tables = flushed.tables.filter(({ sent, setAside, waiting }) => sent + setAside + waiting > 0);
  const width = Math.max(...tables.map((table) => table.table.length), 0);
  const lines = tables.map((table) => `${table.table.padEnd(width)}  ${tableText(table)}`);
  const added = flushed.tables.reduce((sum, table) => sum + table.setAside, 0);
  for (const { segment, at, reasons } of aside.slice(-Math.min(added, MOST_SHOWN)))
    lines.push(`set aside: ${segment} at byte ${at}: ${printable(reasons.join(' '))}`);
  if (rotated.lost > 0)
    lines.push(
      `${counted(rotated.lost, 'row')} removed without being sent: the spool was full (metrics.spool.max_mb in canonical.yaml).`,
    );
  if (flushed.unavailable !== undefined) lines.push(flushed.unavailable, 'Everything that waits is kept.');
  else if (lines.length === 0) lines.push(`Nothing waits: ${address} has everything.`);
  return `${lines.join('\n')}\n`;
}

type TableTold = FlushTold['flushed']['tables'][number];

function tableText({ sent, setAside, waiting, reason }: TableTold): string {
  const parts = [
    ...(sent > 0 ? [`${counted(sent, 'row')} sent`] : []),
    ...(setAside > 0 ? [`${grouped(setAside)} set aside`] : []),
    ...(waiting > 0 ? [`${bytesText(waiting)} waiting${reason === undefined ? '' : `: ${printable(reason)}`}`] : []),
  ];
  return parts.join(', ');
}

/** `340 kB`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The same for programs. */
export function flushJson({ flushed, rotated, aside, address }: FlushTold): string {
  const tables = flushed.tables.map(({ setAside, ...table }) => ({ ...table, set_aside: setAside }));
  const { removed, bytes, lost } = rotated;
  const document = {
    format_version: '1.0',
    database: address,
    unavailable: flushed.unavailable ?? null,
    tables,
    removed: { segments: removed, bytes, lost_rows: lost },
    set_aside: aside,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
