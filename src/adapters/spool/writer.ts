import fs from 'node:fs';
import type { MetricsRows, MetricsTable } from '../../../generated/metrics.ts';
import { type Row, readRow } from '../../core/metrics/row.ts';
import { shapeOf } from '../../core/metrics/tables.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import { appendRows } from './append.ts';

// So many rows are kept in memory.
const MOST_ROWS = 2500;

/** Appends rows to the spool in `<stateDir>/spool`, where hooks append theirs, many at once. */
export function spoolWriter(stateDir: AbsPath): SpoolWriter {
  const folder = `${stateDir}/spool`;
  const waiting = new Map<MetricsTable, Row[]>();
  const tables = new Set<MetricsTable>();
  let count = 0;

  function writeAll(): void {
    try {
      for (const [table, rows] of waiting) appendRows(folder, table, rows);
    } catch (cause) {
      throw new DiskError('append to', folder, cause);
    }
    waiting.clear();
    count = 0;
  }

  return {
    append<Table extends MetricsTable>(table: Table, written: MetricsRows[Table]): void {
      const read = readRow(shapeOf(table), written);
      if ('wrong' in read) throw new Error(`a row of ${table}: ${read.wrong.join(' ')}`);
      const rows = waiting.get(table) ?? [];
      waiting.set(table, rows);
      rows.push(read.row);
      tables.add(table);
      if (++count >= MOST_ROWS) writeAll();
    },
    flush(): void {
      writeAll();
      for (const table of tables) syncSegments(folder, table);
      tables.clear();
    },
  };
}

/** What was appended survives a power cut then. Segments that were sent and removed meanwhile are where they were to go. */
function syncSegments(folder: string, table: MetricsTable): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(`${table}-`) || !name.endsWith('.jsonl')) continue;
    try {
      const descriptor = fs.openSync(`${folder}/${name}`, 'r');
      try {
        fs.fsyncSync(descriptor);
      } finally {
        fs.closeSync(descriptor);
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw new DiskError('flush', `${folder}/${name}`, cause);
    }
  }
}
