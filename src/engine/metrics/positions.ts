import { createHash } from 'node:crypto';
import { HEAD_BYTES, type Position, type SpoolState } from '../../core/metrics/spooled.ts';
import type { Segment, SpoolReader } from '../../ports/spool.ts';

/**
 * How many bytes of a segment are in the database. Where it is not the segment that the state was kept for (it is shorter, or begins
 * otherwise), none: sending rows again does no harm, leaving them out would.
 */
export function sentOf(spool: SpoolReader, state: SpoolState, segment: Segment): number {
  const position = state.segments[segment.name];
  if (position === undefined || position.offset > segment.bytes) return 0;
  return headOf(spool, segment.name, position.offset) === position.head ? position.offset : 0;
}

/** The position up to which a segment is in the database. */
export function positionAt(spool: SpoolReader, segment: string, offset: number): Position {
  return { offset, head: headOf(spool, segment, offset) };
}

function headOf(spool: SpoolReader, segment: string, offset: number): string {
  const head = spool.read(segment, 0, Math.min(offset, HEAD_BYTES));
  return createHash('sha256').update(head).digest('hex').slice(0, 16);
}
