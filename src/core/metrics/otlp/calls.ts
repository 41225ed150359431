import type { MetricsRows } from '../../../../generated/metrics.ts';
import { isObject } from '../../values/json.ts';
import { paramsOf } from '../transcript/call.ts';
import type { Attributes, OtlpEvent } from './message.ts';
import { contextOf, countAt, isTrue, nameAt, numberAt, sessionOf, type Telling, type Told, textAt } from './telling.ts';

// An id stands in a line of its own in the list of what was told, and a session names the folder of that list.
const ID = /^[\w.:-]{1,128}$/;
const SESSION = /^[A-Za-z0-9_-]{1,64}$/;

/** A thing that may be told once only, by its own id in its session. */
interface Once {
  readonly time: number;
  readonly session: string;
  readonly id: string;
}

/** Tells a thing unless it has been told, and notes that it has been now. */
function tellOnce({ session, id }: Once, telling: Telling, tell: () => void): Told {
  if (telling.isRecorded(session, id)) return 'recorded';
  tell();
  telling.record(session, id);
  return 'told';
}

function onceOf({ time, attributes }: OtlpEvent, key: string): Once | { readonly rejected: string } {
  const [session, id] = [sessionOf(attributes), nameAt(attributes, key)];
  if (time === undefined) return { rejected: 'it has no time' };
  if (session === undefined || !SESSION.test(session)) {
    return { rejected: 'it has no session.id: leave OTEL_METRICS_INCLUDE_SESSION_ID as it is' };
  }
  return id === undefined || !ID.test(id) ? { rejected: `it has no ${key}` } : { time, session, id };
}

/** `api_request`: what one request to the model cost, by Claude Code's own reckoning. */
export function tellRequest(event: OtlpEvent, telling: Telling): Told {
  const { attributes } = event;
  // A request without an id could not be recognised in a transcript; it is left to `metrics ingest`, which reads it there.
  if (nameAt(attributes, 'request_id') === undefined) return 'left';
  const once = onceOf(event, 'request_id');
  if ('rejected' in once) return once;
  const cost = numberAt(attributes, 'cost_usd');
  return tellOnce(once, telling, () =>
    telling.emit('claude_events', {
      timestamp: once.time,
      project: telling.projectOf(once.session, attributes),
      session_id: once.session,
      event_type: 'info',
      severity: 'low',
      category: 'cost',
      event_id: once.id,
      count: 1,
      value: cost,
      context: contextOf({
        model: nameAt(attributes, 'model'),
        basis: cost === undefined ? 'unknown' : 'telemetry',
        ...originOf(attributes),
        input: countAt(attributes, 'input_tokens'),
        output: countAt(attributes, 'output_tokens'),
        cache_read: countAt(attributes, 'cache_read_tokens'),
        cache_creation: countAt(attributes, 'cache_creation_tokens'),
        ms: countAt(attributes, 'duration_ms'),
      }),
    }),
  );
}

/** What asked for a request, in Claude Code's words. */
export function originOf(attributes: Attributes): Readonly<Record<string, string | undefined>> {
  return {
    query_source: nameAt(attributes, 'query_source'),
    agent: nameAt(attributes, 'agent.name'),
    skill: nameAt(attributes, 'skill.name'),
    effort: nameAt(attributes, 'effort'),
    speed: nameAt(attributes, 'speed'),
  };
}

/** `tool_result`: a call of a tool that has ended. */
export function tellResult(event: OtlpEvent, telling: Telling): Told {
  const { attributes } = event;
  const once = onceOf(event, 'tool_use_id');
  if ('rejected' in once) return once;
  const outcome = outcomeOf(attributes);
  const failed = outcome === 'error' || outcome === 'interrupted';
  return tellOnce(once, telling, () =>
    telling.emit('claude_tool_usage', {
      ...callRow(once, attributes, telling),
      success: outcome === 'ok',
      outcome,
      duration_ms: countAt(attributes, 'duration_ms'),
      input_bytes: countAt(attributes, 'tool_input_size_bytes'),
      output_bytes: countAt(attributes, 'tool_result_size_bytes'),
      error_kind: failed ? (nameAt(attributes, 'error_type') ?? 'tool-error') : undefined,
      error: failed ? textAt(attributes, 'error', telling.mask) : undefined,
      params: paramsIn(attributes),
    }),
  );
}

function outcomeOf(attributes: Attributes): 'ok' | 'error' | 'denied' | 'interrupted' {
  if (isTrue(attributes, 'success')) return 'ok';
  if (nameAt(attributes, 'decision_type') === 'reject') return 'denied';
  return /abort|interrupt/i.test(nameAt(attributes, 'error_type') ?? '') ? 'interrupted' : 'error';
}

/** `tool_decision`: only a refusal is told. A call that was allowed has its result. */
export function tellDecision(event: OtlpEvent, telling: Telling): Told {
  const { attributes } = event;
  if (nameAt(attributes, 'decision') !== 'reject') return 'left';
  const once = onceOf(event, 'tool_use_id');
  if ('rejected' in once) return once;
  return tellOnce(once, telling, () =>
    telling.emit('claude_tool_usage', {
      ...callRow(once, attributes, telling),
      success: false,
      outcome: 'denied',
      error_kind: nameAt(attributes, 'source'),
    }),
  );
}

function callRow(once: Once, attributes: Attributes, telling: Telling): MetricsRows['claude_tool_usage'] {
  return {
    timestamp: once.time,
    project: telling.projectOf(once.session, attributes),
    session_id: once.session,
    tool_name: nameAt(attributes, 'tool_name'),
    agent_type: nameAt(attributes, 'agent.name'),
    tool_use_id: once.id,
  };
}

/** The first word of a command and the kind of a subagent, as of transcripts; all else that OTEL_LOG_TOOL_DETAILS sends stays out. */
function paramsIn(attributes: Attributes): string | undefined {
  const text = attributes.get('tool_parameters');
  if (typeof text !== 'string') return undefined;
  try {
    const sent: unknown = JSON.parse(text);
    if (!isObject(sent)) return undefined;
    return paramsOf({ command: sent['bash_command'], subagent_type: sent['subagent_type'] }, undefined);
  } catch {
    return undefined;
  }
}
