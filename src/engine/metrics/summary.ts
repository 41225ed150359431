import type { SpoolSummary } from '../../core/metrics/spoolSummary.ts';
import type { Spool } from '../../ports/spool.ts';
import { sentOf } from './positions.ts';

const PIECE = 1024 * 1024;

/** Looks at the spool without changing it. @throws SpoolError */
export function summarize(spool: Spool): SpoolSummary {
  const state = spool.state();
  const segments = spool.segments();
  const waiting = new Map<string, { rows: number; bytes: number }>();
  for (const segment of segments) {
    const from = sentOf(spool, state, segment);
    if (from >= segment.bytes) continue;
    const { rows, bytes } = waiting.get(segment.table) ?? { rows: 0, bytes: 0 };
    const more = linesFrom(spool, segment.name, from, segment.bytes);
    waiting.set(segment.table, { rows: rows + more, bytes: bytes + segment.bytes - from });
  }
  return {
    files: segments.length,
    bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0),
    waiting: [...waiting].map(([table, counts]) => ({ table, ...counts })),
    setAside: spool.setAside().length,
    lost: state.lost,
    ...(state.flushed === undefined ? {} : { flushed: state.flushed }),
  };
}

/** The lines of a segment between two offsets. */
export function linesFrom(spool: Pick<Spool, 'read'>, segment: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += PIECE)
    for (const byte of spool.read(segment, at, Math.min(PIECE, to - at))) if (byte === 10) count++;
  return count;
}
