import type { MetricsTable } from '../../../generated/metrics.ts';
import { type Row, readRow } from './row.ts';
import type { SetAside } from './spooled.ts';
import { tableNamed } from './tables.ts';

/** What can go back to where it came from, and what cannot. */
export interface PuttingBack {
  readonly rows: ReadonlyMap<MetricsTable, readonly Row[]>;
  /** Why these were set aside, each reason once. */
  readonly reasons: ReadonlyMap<MetricsTable, ReadonlySet<string>>;
  /** What stays set aside, because it is still no row; with what is wrong with it now. */
  readonly wrong: readonly SetAside[];
  /** All that stays set aside: `wrong`, and what was not asked for. */
  readonly left: readonly SetAside[];
}

/**
 * Looks at lines that were set aside once more: those that are rows of their table by now can go back.
 * @param only the one table that is looked at; all of them where it is undefined
 */
export function putBack(aside: readonly SetAside[], only: MetricsTable | undefined): PuttingBack {
  const rows = new Map<MetricsTable, Row[]>();
  const reasons = new Map<MetricsTable, Set<string>>();
  const wrong: SetAside[] = [];
  const left: SetAside[] = [];
  for (const entry of aside) {
    const table = tableOf(entry);
    if (table !== undefined && only !== undefined && table.name !== only) {
      left.push(entry);
      continue;
    }
    const read = table === undefined ? { wrong: ['no table is named like its file.'] } : readLine(table, entry.line);
    if ('row' in read && table !== undefined) {
      add(rows, table.name, []).push(read.row);
      add(reasons, table.name, new Set<string>()).add(entry.reasons.join(' '));
    } else if ('wrong' in read) {
      const stays = { ...entry, reasons: read.wrong };
      wrong.push(stays);
      left.push(stays);
    }
  }
  return { rows, reasons, wrong, left };
}

/** The value of a key, which is put there when there is none. */
function add<Value>(map: Map<MetricsTable, Value>, key: MetricsTable, first: Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, first);
  return first;
}

function tableOf({ segment }: SetAside): ReturnType<typeof tableNamed> {
  const name = /^(claude_[a-z_]+)-/.exec(segment)?.[1];
  return name === undefined ? undefined : tableNamed(name);
}

function readLine(table: NonNullable<ReturnType<typeof tableNamed>>, line: string): ReturnType<typeof readRow> {
  try {
    return readRow(table, JSON.parse(line));
  } catch {
    return { wrong: ['it is no JSON.'] };
  }
}
