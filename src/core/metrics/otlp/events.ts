import type { MetricsRows } from '../../../../generated/metrics.ts';
import { microseconds } from '../moment.ts';
import { tellDecision, tellRequest, tellResult } from './calls.ts';
import type { OtlpEvent } from './message.ts';
import { contextOf, countAt, isTrue, nameAt, numberAt, sessionOf, type Telling, type Told, textAt } from './telling.ts';

type Tell = (event: OtlpEvent, telling: Telling) => Told;

// The events of Claude Code (2.1), each with what tells it; null for those that have no row of their own.
const EVENTS: ReadonlyMap<string, Tell | null> = new Map<string, Tell | null>([
  ['api_request', tellRequest],
  ['tool_result', tellResult],
  ['tool_decision', tellDecision],
  ['hook_execution_complete', tellHooks],
  ['compaction', tellCompaction],
  ['api_error', (event, telling) => tellError(event, telling, 'api', 'high')],
  ['internal_error', (event, telling) => tellError(event, telling, 'client', 'medium')],
  ['user_prompt', (event, telling) => tellPlain(event, telling, 'prompt', ['command_name'], 'prompt_length')],
  ['skill_activated', (event, telling) => tellPlain(event, telling, 'skill', ['skill.name', 'invocation_trigger'])],
  ['permission_mode_changed', (event, telling) => tellPlain(event, telling, 'permission_mode', MODES)],
  ['mcp_server_connection', (event, telling) => tellPlain(event, telling, 'mcp_connection', MCP, 'duration_ms')],
  ['feedback_survey', (event, telling) => tellPlain(event, telling, 'survey', ['event_type', 'response'])],
  // Told with the api_error beside it.
  ['api_retries_exhausted', null],
  // Told by what ends them.
  ['hook_execution_start', null],
  ['subagent_start', null],
  ['api_request_body', null],
  ['api_response_body', null],
  ['assistant_response', null],
  ['at_mention', null],
  ['auth', null],
  ['hook_plugin_metrics', null],
  ['hook_registered', null],
  ['managed_settings_resolved', null],
  ['plugin_installed', null],
  ['plugin_loaded', null],
  ['subagent_completed', null],
]);

const MODES = ['from_mode', 'to_mode', 'trigger'];
const MCP = ['status', 'transport_type', 'server_scope', 'error_code'];

/** Makes the rows of one event of Claude Code. Told twice, they have the same keys. */
export function tellEvent(event: OtlpEvent, telling: Telling): Told {
  const tell = EVENTS.get(event.name);
  if (tell === undefined) return 'unknown';
  return tell === null ? 'left' : tell(event, telling);
}

const NO_TIME = { rejected: 'it has no time' };

/** The claude_events row that all others are made of; the number that Claude Code gives each event of a session tells it from the others. */
function plainRow(event: OtlpEvent, time: number, telling: Telling): MetricsRows['claude_events'] {
  const { attributes, name } = event;
  const session = sessionOf(attributes);
  return {
    timestamp: time,
    project: telling.projectOf(session, attributes),
    session_id: session,
    severity: 'low',
    category: 'telemetry',
    event_id: `${name}:${nameAt(attributes, 'event.sequence') ?? ''}`,
    count: 1,
  };
}

function tellPlain(event: OtlpEvent, telling: Telling, type: string, about: readonly string[], value?: string): Told {
  const { attributes, time } = event;
  if (time === undefined) return NO_TIME;
  telling.emit('claude_events', {
    ...plainRow(event, time, telling),
    event_type: type,
    value: value === undefined ? undefined : numberAt(attributes, value),
    context: contextOf(Object.fromEntries(about.map((key) => [key, nameAt(attributes, key)]))),
  });
  return 'told';
}

function tellError(event: OtlpEvent, telling: Telling, category: string, severity: string): Told {
  const { attributes, time } = event;
  if (time === undefined) return NO_TIME;
  telling.emit('claude_events', {
    ...plainRow(event, time, telling),
    event_type: 'error',
    severity,
    category,
    error: textAt(attributes, 'error', telling.mask) ?? nameAt(attributes, 'error_name'),
    context: contextOf({
      model: nameAt(attributes, 'model'),
      status: nameAt(attributes, 'status_code') ?? nameAt(attributes, 'error_code'),
      attempts: countAt(attributes, 'attempt'),
      query_source: nameAt(attributes, 'query_source'),
      ms: countAt(attributes, 'duration_ms'),
    }),
  });
  return 'told';
}

/** All hooks of one event together, as Claude Code runs them. What a hook decided is told by itself, and counts once. */
function tellHooks(event: OtlpEvent, telling: Telling): Told {
  const { attributes, time } = event;
  if (time === undefined) return NO_TIME;
  const session = sessionOf(attributes);
  const [hooks, failed] = [countAt(attributes, 'num_hooks'), countAt(attributes, 'num_non_blocking_error') ?? 0];
  const type = nameAt(attributes, 'hook_event');
  const name = nameAt(attributes, 'hook_name') ?? type ?? 'unknown';
  telling.emit('claude_hooks', {
    timestamp: time,
    project: telling.projectOf(session, attributes),
    session_id: session,
    hook_type: type,
    hook_name: name,
    tool_matcher: /^[^:]+:(.+)$/.exec(name)?.[1],
    run_id: `${session ?? ''}:${nameAt(attributes, 'event.sequence') ?? ''}`,
    success: failed === 0,
    duration_ms: numberAt(attributes, 'total_duration_ms'),
    error: failed === 0 ? undefined : `${failed} of ${hooks ?? 'the'} hooks failed`,
  });
  return 'told';
}

/** How full the context was before and after it was compacted. */
function tellCompaction(event: OtlpEvent, telling: Telling): Told {
  const { attributes, time } = event;
  if (time === undefined) return NO_TIME;
  if (attributes.has('success') && !isTrue(attributes, 'success'))
    return tellError(event, telling, 'compaction', 'medium');
  const session = sessionOf(attributes);
  const common = { project: telling.projectOf(session, attributes), session_id: session };
  const [before, after] = [countAt(attributes, 'pre_tokens'), countAt(attributes, 'post_tokens')];
  // At least a moment earlier: session and time are the key of a row.
  const began = microseconds(time - Math.max(1000, Math.min(3600_000, countAt(attributes, 'duration_ms') ?? 0) * 1000));
  if (before !== undefined && began !== undefined)
    telling.emit('claude_context', { ...common, timestamp: began, trigger: 'precompact', context_used: before });
  if (after !== undefined)
    telling.emit('claude_context', { ...common, timestamp: time, trigger: 'postcompact', context_used: after });
  return before === undefined && after === undefined ? 'left' : 'told';
}
