import type { MetricsTable } from '../../../../generated/metrics.ts';
import type { Signal, Taken } from '../../../../src/core/metrics/otlp/take.ts';
import { take } from '../../../../src/core/metrics/otlp/take.ts';
import { readRow } from '../../../../src/core/metrics/row.ts';
import { shapeOf } from '../../../../src/core/metrics/tables.ts';

export type Value = string | number | boolean;

/** Attributes as OTLP writes them. */
function attributes(values: Readonly<Record<string, Value>>): object[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === 'string') return { key, value: { stringValue: value } };
    if (typeof value === 'boolean') return { key, value: { boolValue: value } };
    return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
  });
}

/** Milliseconds of the events. */
export const AT = Date.UTC(2026, 10, 1, 12);
const nano = (ms: number): string => `${ms}000000`;

/** A request with events, as Claude Code sends them. */
export function logs(...events: readonly (readonly [string, Readonly<Record<string, Value>>])[]): object {
  const logRecords = events.map(([name, values], index) => ({
    timeUnixNano: nano(AT),
    body: { stringValue: `claude_code.${name}` },
    attributes: attributes({ 'session.id': 's1', 'event.name': name, 'event.sequence': index + 1, ...values }),
  }));
  const resource = { attributes: attributes({ 'service.name': 'claude-code' }) };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'com.anthropic' }, logRecords }] }] };
}

/** A request with one number. */
export function metric(
  name: string,
  value: number,
  values: Readonly<Record<string, Value>> = {},
  { start = AT, time = AT + 60_000, temporality = 1 } = {},
): object {
  const point = {
    startTimeUnixNano: nano(start),
    timeUnixNano: nano(time),
    ...(Number.isInteger(value) ? { asInt: String(value) } : { asDouble: value }),
    attributes: attributes({ 'session.id': 's1', 'user.email': 'ada@example.com', ...values }),
  };
  const sum = { dataPoints: [point], aggregationTemporality: temporality, isMonotonic: true };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: `claude_code.${name}`, sum }] }] }] };
}

/** What a spool would hold of requests, in their order; a row that its table refuses throws, as in the spool. */
export class Told {
  readonly rows: { readonly table: MetricsTable; readonly row: Readonly<Record<string, unknown>> }[] = [];
  readonly recorded = new Set<string>();

  take(signal: Signal, body: unknown): Taken | undefined {
    return take(signal, body, {
      emit: (table, row) => {
        const read = readRow(shapeOf(table), row);
        if ('wrong' in read) throw new Error(read.wrong.join(' '));
        this.rows.push({ table, row: read.row });
      },
      projectOf: () => 'shop',
      isRecorded: (session, id) => this.recorded.has(`${session} ${id}`),
      record: (session, id) => void this.recorded.add(`${session} ${id}`),
      mask: (text) => text.replaceAll('hunter2', '••••••'),
    });
  }

  /** What a database would have: of rows with the same keys the last. */
  stored(table: MetricsTable): Readonly<Record<string, unknown>>[] {
    const { keys } = shapeOf(table);
    const mine = this.rows.filter((one) => one.table === table).map(({ row }) => row);
    return [...new Map(mine.map((row) => [JSON.stringify(keys.map((key) => row[key])), row])).values()];
  }
}
