import { briefInput, redactedStart } from '../bundle/brief.ts';
import type { HookEvent } from '../common/event.ts';
import type { RowOf } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';

const MAX_PARAMS = 300;
const MAX_ERROR = 500;

export type Outcome = 'ok' | 'error' | 'denied' | 'interrupted';

/** How a call ended, by the event that tells it and never by words in its output. */
export function outcomeOf(event: HookEvent): Outcome | undefined {
  switch (event.hook_event_name) {
    case 'PostToolUse':
      return 'ok';
    case 'PostToolUseFailure':
      return event.is_interrupt ? 'interrupted' : 'error';
    case 'PermissionDenied':
      return 'denied';
    default:
      return undefined;
  }
}

/**
 * The claude_tool_usage row of a finished call. `durationMs` is the client's own, or what could be told otherwise, or
 * undefined. Sizes are bytes of JSON.
 */
export function usageRow(
  event: HookEvent,
  outcome: Outcome,
  durationMs: number | undefined,
  world: HookWorld,
): RowOf<'claude_tool_usage'> {
  const timestamp = new Date(world.now()).toISOString();
  const params = briefInput(event.tool_input, { root: world.projectDir, home: world.home }, MAX_PARAMS);
  const failure = outcome === 'ok' ? undefined : event.error;
  return {
    timestamp,
    project: world.project,
    session_id: event.session_id,
    tool_name: event.tool_name,
    agent_type: event.agent_type,
    permission_mode: event.permission_mode,
    // Part of the key: two calls in one millisecond are two rows.
    tool_use_id: event.tool_use_id ?? `${process.pid}-${timestamp}`,
    success: outcome === 'ok',
    outcome,
    duration_ms: durationMs,
    input_bytes: jsonBytes(event.tool_input),
    output_bytes: jsonBytes(event.tool_response),
    error_kind: failure === undefined ? undefined : errorKind(event),
    error: failure === undefined ? undefined : redactedStart(failure, MAX_ERROR),
    params: JSON.stringify(params),
  };
}

/** `exit-<n>` for a command that ended with a code, else what kind of tool failed. */
function errorKind(event: HookEvent): string {
  if (event.is_interrupt) return 'interrupt';
  const code = exitCode(event.error);
  return code === undefined ? 'tool-error' : `exit-${code}`;
}

/** The exit code that the first line of a Bash failure names. */
export function exitCode(error: string | undefined): number | undefined {
  const code = /^(?:Error: )?Exit code (\d{1,3})\b/.exec(error ?? '')?.[1];
  return code === undefined ? undefined : Number(code);
}

function jsonBytes(value: unknown): number | undefined {
  return value === undefined ? undefined : Buffer.byteLength(JSON.stringify(value));
}
