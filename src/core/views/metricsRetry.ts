import type { PuttingBack } from '../metrics/putBack.ts';
import { printable } from './printable.ts';
import { counted } from './wording.ts';

/** What `metrics retry` does, or would do. */
export interface RetryTold extends PuttingBack {
  readonly done: boolean;
}

const MOST_SHOWN = 10;

/** For people: a line a table, and what stays set aside with the reasons. */
export function retryText({ rows, reasons, wrong, done }: RetryTold): string {
  const width = Math.max(...[...rows.keys()].map((table) => table.length), 0);
  const lines = [...rows].flatMap(([table, some]) => [
    `${table.padEnd(width)}  ${counted(some.length, 'row')} ${done ? 'put back' : 'can be put back'} into the spool`,
    ...[...(reasons.get(table) ?? [])]
      .slice(0, MOST_SHOWN)
      .map((reason) => `  set aside because: ${printable(reason)}`),
  ]);
  for (const { segment, at, reasons } of wrong.slice(0, MOST_SHOWN))
    lines.push(`stays: ${segment} at byte ${at}: ${printable(reasons.join(' '))}`);
  if (wrong.length > MOST_SHOWN) lines.push(`and ${wrong.length - MOST_SHOWN} more.`);
  if (lines.length === 0) lines.push('Nothing is set aside.');
  else if (rows.size > 0) lines.push(done ? 'Run `reconcile metrics flush` to send them.' : 'Nothing was changed.');
  return `${lines.join('\n')}\n`;
}

/** The same for programs. */
export function retryJson({ rows, reasons, wrong, left, done }: RetryTold): string {
  const document = {
    format_version: '1.0',
    done,
    put_back: [...rows].map(([table, some]) => ({
      table,
      rows: some.length,
      reasons: [...(reasons.get(table) ?? [])],
    })),
    still_wrong: wrong,
    set_aside: left.length,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
