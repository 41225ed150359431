import { planTables, unready } from '../../core/metrics/migration.ts';
import type { Retention } from '../../core/metrics/retention.ts';
import { readLines, type SpoolState } from '../../core/metrics/spooled.ts';
import type { MetricsTableShape } from '../../core/metrics/tables.ts';
import { type MetricsStore, StoreError } from '../../ports/metrics.ts';
import type { Segment, Spool } from '../../ports/spool.ts';
import { positionAt, sentOf } from './positions.ts';
import { type SendOptions, sendRows, TableRefused } from './send.ts';

/** What became of the rows of one table. */
interface TableFlush {
  readonly table: string;
  readonly sent: number;
  readonly setAside: number;
  /** Bytes that are not in the database yet. */
  readonly waiting: number;
  /** Why rows wait. */
  readonly reason?: string;
}

export interface FlushReport {
  /** Tables that have rows in the spool. */
  readonly tables: readonly TableFlush[];
  /** Why the database could not be used; then everything that was not sent waits. */
  readonly unavailable?: string;
}

export interface FlushOptions {
  readonly tables: readonly MetricsTableShape[];
  readonly retention: Retention;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Raised for a graceful stop: the request in hand is finished. */
  readonly signal?: AbortSignal;
  /** Waits so many milliseconds: between the tries of a row on which the database fails. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** Bytes of a segment that are sent at once: some thousand rows. */
const PIECE = 1024 * 1024;

/**
 * Sends what is in the spool and not yet in the database. The position is kept after each confirmed request, so that whatever breaks off in
 * between is sent again, which replaces itself. Lines that are no rows are set aside first. The caller holds the lease `metrics-spool`.
 * @throws SpoolError
 */
export async function flush(spool: Spool, store: MetricsStore, options: FlushOptions): Promise<FlushReport> {
  const run: Run = { spool, store, options, state: pruned(spool) };
  // Nobody is disturbed, and no database missed, when there is nothing to send.
  if (unflushed(run, []).length === 0) return { tables: [] };
  const tables: TableFlush[] = [];
  let unavailable: string | undefined;
  try {
    const plans = planTables(await store.tables(), options.tables, options.retention);
    for (const plan of plans) {
      const segments = spool.segments().filter((segment) => segment.table === plan.table.name);
      if (segments.length === 0) continue;
      const result = await flushTable(run, plan.table, segments, unready(plan));
      tables.push(result.flushed);
      if (result.unavailable === undefined) continue;
      unavailable = result.unavailable;
      break;
    }
  } catch (error) {
    unavailable = reasonOf(error);
  }
  const rest = unflushed(run, tables);
  if (unavailable === undefined && [...tables, ...rest].every((table) => table.waiting === 0))
    run.state = { ...run.state, flushed: options.now };
  spool.keep(run.state);
  return { tables: [...tables, ...rest], ...(unavailable === undefined ? {} : { unavailable }) };
}

interface Run {
  readonly spool: Spool;
  readonly store: MetricsStore;
  readonly options: FlushOptions;
  state: SpoolState;
}

/** The state without segments that are gone: another one of the same name must not be taken for it. */
function pruned(spool: Spool): SpoolState {
  const state = spool.state();
  const there = new Set(spool.segments().map((segment) => segment.name));
  const segments = Object.entries(state.segments).filter(([name]) => there.has(name));
  return { ...state, segments: Object.fromEntries(segments) };
}

async function flushTable(
  run: Run,
  table: MetricsTableShape,
  segments: readonly Segment[],
  notReady: string | undefined,
): Promise<{ flushed: TableFlush; unavailable?: string }> {
  const counts = { sent: 0, setAside: 0 };
  let reason = notReady;
  let unavailable: string | undefined;
  if (reason === undefined) {
    try {
      for (const segment of segments) await flushSegment(run, table, segment, counts);
    } catch (error) {
      reason = reasonOf(error);
      if (error instanceof StoreError) unavailable = reason;
    }
  }
  const waiting = waitingIn(run, table.name);
  const flushed = {
    table: table.name,
    ...counts,
    waiting,
    ...(reason === undefined || waiting === 0 ? {} : { reason }),
  };
  return unavailable === undefined ? { flushed } : { flushed, unavailable };
}

async function flushSegment(
  run: Run,
  table: MetricsTableShape,
  segment: Segment,
  counts: { sent: number; setAside: number },
): Promise<void> {
  const { spool, store, options } = run;
  for (let from = sentOf(spool, run.state, segment); from < segment.bytes && options.signal?.aborted !== true; ) {
    const bytes = spool.read(segment.name, from, PIECE);
    const { rows, wrong, next } = readLines(table, segment.name, bytes, from, bytes.length === PIECE);
    // A last line without its end: somebody is writing it.
    if (next === from) return;
    const refused = await sendRows(store, table, segment.name, rows, pausing(options));
    const aside = [...wrong, ...refused];
    const dropped = aside.length > 0 ? spool.putAside(aside) : 0;
    run.state = {
      ...run.state,
      lost: run.state.lost + dropped,
      segments: { ...run.state.segments, [segment.name]: positionAt(spool, segment.name, next) },
    };
    spool.keep(run.state);
    counts.sent += rows.length - refused.length;
    counts.setAside += aside.length;
    from = next;
  }
}

/** Between its tries it may be asked to stop; then nothing is said of a row that was not tried often enough. */
function pausing({ pause, signal }: FlushOptions): SendOptions {
  if (pause === undefined) return {};
  return {
    async pause(milliseconds) {
      await pause(milliseconds);
      if (signal?.aborted === true) throw new StoreError('unavailable', 'stopped before a row was tried again.');
    },
  };
}

/** Tables that were not come to, or are not wanted in the database, but have rows that wait. */
function unflushed({ spool, state }: Run, done: readonly TableFlush[]): TableFlush[] {
  const waiting = new Map<string, number>();
  for (const segment of spool.segments()) {
    if (done.some((table) => table.table === segment.table)) continue;
    const bytes = segment.bytes - sentOf(spool, state, segment);
    if (bytes > 0) waiting.set(segment.table, (waiting.get(segment.table) ?? 0) + bytes);
  }
  return [...waiting].map(([table, bytes]) => ({ table, sent: 0, setAside: 0, waiting: bytes }));
}

function waitingIn({ spool, state }: Run, table: string): number {
  let bytes = 0;
  for (const segment of spool.segments())
    if (segment.table === table) bytes += segment.bytes - sentOf(spool, state, segment);
  return bytes;
}

function reasonOf(error: unknown): string {
  if (error instanceof StoreError || error instanceof TableRefused) return error.message;
  throw error;
}
