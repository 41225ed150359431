import { originOf } from './calls.ts';
import type { Attributes, OtlpPoint } from './message.ts';
import { contextOf, nameAt, sessionOf, type Telling, type Told } from './telling.ts';

/** The kind of event that a series counts, by its attributes. */
type TypeOf = (attributes: Attributes) => string;

const either = (attributes: Attributes, key: string): string => nameAt(attributes, key) ?? 'unknown';

// The metrics of Claude Code (2.1). The value of a row is the number itself: dollars, tokens, seconds, lines, or how often.
const METRICS: ReadonlyMap<string, TypeOf> = new Map<string, TypeOf>([
  ['session.count', () => 'session'],
  ['lines_of_code.count', (attributes) => `lines_${either(attributes, 'type')}`],
  ['pull_request.count', () => 'pull_request'],
  ['commit.count', () => 'commit'],
  ['cost.usage', () => 'cost'],
  ['token.usage', () => 'tokens'],
  ['code_edit_tool.decision', (attributes) => `edit_${either(attributes, 'decision')}`],
  ['active_time.total', () => 'active_time'],
]);

// The same for all numbers of a session: they do not tell one series from another.
const STANDARD =
  /^(?:session\.id|app\.|organization\.|user\.|terminal\.|service\.|host\.|os\.|wsl\.|telemetry\.|process\.)/;

/**
 * Makes the row of one number. It is of category `telemetry`, apart from those of category `cost`, so that no sum counts both. What is
 * counted from a fixed start stands there and is replaced as it grows; what was added in an interval stands at its end. So the sum of the
 * rows is the same either way, and a repeated delivery replaces what it repeats.
 */
export function tellPoint(point: OtlpPoint, telling: Telling): Told {
  const { attributes, name, temporality, value } = point;
  const typeOf = METRICS.get(name);
  if (typeOf === undefined) return 'unknown';
  const time = temporality === 'cumulative' ? point.start : point.time;
  if (temporality === undefined) return { rejected: 'it is no sum with a temporality' };
  if (time === undefined) return { rejected: `it has no ${temporality === 'cumulative' ? 'start' : 'time'}` };
  if (value === undefined) return { rejected: 'it has no value' };
  const session = sessionOf(attributes);
  telling.emit('claude_events', {
    timestamp: time,
    project: telling.projectOf(session, attributes),
    session_id: session,
    event_type: typeOf(attributes),
    severity: 'low',
    category: 'telemetry',
    tool_name: nameAt(attributes, 'tool_name'),
    event_id: seriesId(name, attributes),
    count: 1,
    value,
    context: contextOf({
      model: nameAt(attributes, 'model'),
      type: nameAt(attributes, 'type'),
      ...originOf(attributes),
      start_type: nameAt(attributes, 'start_type'),
      source: nameAt(attributes, 'source'),
      language: nameAt(attributes, 'language'),
    }),
  });
  return 'told';
}

/** What tells a series from the others of its session: `token.usage model=… type=input`. */
function seriesId(name: string, attributes: Attributes): string {
  const parts = [...attributes.keys()]
    .filter((key) => !STANDARD.test(key))
    .sort()
    .map((key) => `${key.slice(0, 100)}=${nameAt(attributes, key) ?? ''}`);
  return [name, ...parts].join(' ').slice(0, 2000);
}
