import { isObject, type Json, type JsonObject } from '../../values/json.ts';
import { microseconds } from '../moment.ts';

/** Names with plain values; of values that are lists or maps nothing is kept. */
export type Attributes = ReadonlyMap<string, string | number | boolean>;

/** One event, as it stands in a request for /v1/logs. */
export interface OtlpEvent {
  /** Without the client's prefix: `api_request`. Empty where there is none. */
  readonly name: string;
  /** Microseconds since 1970; undefined where the record says no moment that can be. */
  readonly time: number | undefined;
  /** Those of the resource, with those of the record in front of them. */
  readonly attributes: Attributes;
}

/** One number of one series, as it stands in a request for /v1/metrics. */
export interface OtlpPoint {
  /** Without the client's prefix: `token.usage`. Empty where there is none. */
  readonly name: string;
  /** `delta`: what was added between `start` and `time`; `cumulative`: all since `start`; undefined for anything but a sum. */
  readonly temporality: 'delta' | 'cumulative' | undefined;
  /** Microseconds since 1970. */
  readonly start: number | undefined;
  readonly time: number | undefined;
  readonly value: number | undefined;
  readonly attributes: Attributes;
}

const PREFIX = /^claude_code\./;

/** The events of a request for /v1/logs (OTLP/JSON 1.x); undefined when it is none. Fields with unknown names are ignored, as OTLP demands. */
export function readLogs(body: unknown): OtlpEvent[] | undefined {
  if (!isObject(body) || !isList(body['resourceLogs'])) return undefined;
  const events: OtlpEvent[] = [];
  for (const resource of objectsIn(body['resourceLogs'])) {
    const shared = attributesOf(resource['resource']);
    for (const scope of objectsIn(resource['scopeLogs']))
      for (const record of objectsIn(scope['logRecords'])) events.push(eventOf(record, shared));
  }
  return events;
}

function eventOf(record: JsonObject, shared: Attributes): OtlpEvent {
  const attributes = new Map([...shared, ...attributesOf(record)]);
  const body = isObject(record['body']) ? plainValue(record['body']) : undefined;
  const name = [attributes.get('event.name'), record['eventName'], body].find((one) => typeof one === 'string');
  const time =
    momentOf(record['timeUnixNano']) ??
    microseconds(attributes.get('event.timestamp')) ??
    momentOf(record['observedTimeUnixNano']);
  return { name: String(name ?? '').replace(PREFIX, ''), time, attributes };
}

/** The numbers of a request for /v1/metrics (OTLP/JSON 1.x); undefined when it is none. */
export function readMetrics(body: unknown): OtlpPoint[] | undefined {
  if (!isObject(body) || !isList(body['resourceMetrics'])) return undefined;
  const points: OtlpPoint[] = [];
  for (const resource of objectsIn(body['resourceMetrics'])) {
    const shared = attributesOf(resource['resource']);
    for (const scope of objectsIn(resource['scopeMetrics']))
      for (const metric of objectsIn(scope['metrics'])) points.push(...pointsOf(metric, shared));
  }
  return points;
}

function pointsOf(metric: JsonObject, shared: Attributes): OtlpPoint[] {
  const name = typeof metric['name'] === 'string' ? metric['name'].replace(PREFIX, '') : '';
  const kinds = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'];
  const data = kinds.map((kind) => metric[kind]).find(isObject);
  const temporality = isObject(metric['sum']) ? temporalityOf(metric['sum']['aggregationTemporality']) : undefined;
  return objectsIn(data?.['dataPoints']).map((point) => ({
    name,
    temporality,
    start: momentOf(point['startTimeUnixNano']),
    time: momentOf(point['timeUnixNano']),
    value: numberOf(point['asDouble']) ?? numberOf(point['asInt']),
    attributes: new Map([...shared, ...attributesOf(point)]),
  }));
}

/** OTLP has numbers for them; some senders write the names of protobuf. */
function temporalityOf(value: Json | undefined): OtlpPoint['temporality'] {
  if (value === 1 || value === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  return value === 2 || value === 'AGGREGATION_TEMPORALITY_CUMULATIVE' ? 'cumulative' : undefined;
}

function attributesOf(holder: Json | undefined): Attributes {
  const found = new Map<string, string | number | boolean>();
  if (!isObject(holder)) return found;
  for (const { key, value } of objectsIn(holder['attributes'])) {
    const plain = isObject(value) ? plainValue(value) : undefined;
    if (typeof key === 'string' && plain !== undefined) found.set(key, plain);
  }
  return found;
}

function plainValue(value: JsonObject): string | number | boolean | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = value;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  return numberOf(intValue) ?? numberOf(doubleValue);
}

/** A number, or its decimal digits: so OTLP writes whole numbers of 64 bits, and Claude Code all numbers of events. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const digits = typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value);
  const number = digits ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Microseconds of nanoseconds since 1970, which are more than a number can hold exactly. */
function momentOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return microseconds(Number(BigInt(value) / 1000n));
  return typeof value === 'number' ? microseconds(Math.floor(value / 1000)) : undefined;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}
