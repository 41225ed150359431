import type { EventRow } from '../../core/metrics/ownEvents.ts';
import { readRow } from '../../core/metrics/row.ts';
import { shapeOf } from '../../core/metrics/tables.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { appendRows } from './append.ts';

/** Appends events of this program to the spool, all of them at once. Never throws: a run does not fail for its metrics. */
export function recordEvents(stateDir: AbsPath): (rows: readonly EventRow[]) => void {
  return (rows) => {
    try {
      const read = rows.map((row) => readRow(shapeOf('claude_events'), row));
      const good = read.flatMap((one) => ('row' in one ? [one.row] : []));
      if (good.length > 0) appendRows(`${stateDir}/spool`, 'claude_events', good);
    } catch {
      // No state folder, or a full disk.
    }
  };
}
