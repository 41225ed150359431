import fs from 'node:fs';
import type { MetricsRows, MetricsTable } from '../../../generated/metrics.ts';
import { type Row, readRow } from '../../core/metrics/row.ts';
import { shapeOf } from '../../core/metrics/tables.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import { appendRows } from './append.ts';
import { synced } from './files.ts';

// So many rows are kept in memory.
const MOST_ROWS = 2500;

/** Appends rows to the spool in `<stateDir>/spool`, where hooks append theirs, many at once. */
export function spoolWriter(stateDir: AbsPath): SpoolWriter {
  const folder = `${stateDir}/spool`;
  const waiting = new Map<MetricsTable, Row[]>();
  // What was appended to since it was last made safe.
  const written = new Set<string>();
  let count = 0;

  function writeAll(): void {
    try {
      for (const [table, rows] of waiting) for (const path of appendRows(folder, table, rows)) written.add(path);
    } catch (cause) {
      throw new DiskError('append to', folder, cause);
    }
    waiting.clear();
    count = 0;
  }

  return {
    append<Table extends MetricsTable>(table: Table, given: MetricsRows[Table]): void {
      const read = readRow(shapeOf(table), given);
      if ('wrong' in read) throw new Error(`a row of ${table}: ${read.wrong.join(' ')}`);
      const rows = waiting.get(table) ?? [];
      waiting.set(table, rows);
      rows.push(read.row);
      if (++count >= MOST_ROWS) writeAll();
    },
    flush(): void {
      writeAll();
      try {
        for (const path of written) sync(folder, path);
      } catch (cause) {
        throw new DiskError('flush', folder, cause);
      }
      written.clear();
    },
  };
}

/** What was appended survives a power cut then. A segment that was taken out of use meanwhile has another name. */
function sync(folder: string, path: string): void {
  if (synced(path)) return;
  const name = path.slice(folder.length + 1, -'jsonl'.length);
  for (const one of fs.readdirSync(folder))
    if (one.startsWith(name) && one.endsWith('.jsonl')) synced(`${folder}/${one}`);
}
