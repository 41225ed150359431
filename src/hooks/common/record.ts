import type { HookEvent } from './event.ts';
import { textField } from './event.ts';
import type { HookProcess } from './process.ts';
import { redact } from './redact.ts';
import type { HookResult } from './result.ts';
import { type RowOf, spool } from './spool.ts';
import { makeWorld } from './world.ts';

/**
 * Appends the run's row to claude_hooks, and a row to claude_events where the hook stopped something. Never throws:
 * metrics that cannot be written must not change what a hook answers.
 */
export function recordRun(
  name: string,
  host: HookProcess,
  event: HookEvent | undefined,
  result: HookResult | undefined,
): void {
  try {
    const world = makeWorld(host, event ?? {});
    const timestamp = new Date(world.now()).toISOString();
    const common = { timestamp, project: world.project, session_id: event?.session_id };
    // Unique among parallel runs on one machine in one millisecond, and the same when a flush is tried again.
    const runId = `${host.pid.toString(36)}-${event?.tool_use_id ?? event?.prompt_id ?? 'run'}`;
    const row = { ...common, ...hookColumns(name, event, result), run_id: runId, duration_ms: round(host.elapsed()) };
    spool(world.stateDir, 'claude_hooks', row);
    if (result?.decision || result?.block !== undefined) {
      spool(world.stateDir, 'claude_events', { ...common, ...eventColumns(name, event, result), event_id: runId });
    }
  } catch {
    // No state folder, a full disk: the hook's answer stands without its row.
  }
}

function hookColumns(
  name: string,
  event: HookEvent | undefined,
  result: HookResult | undefined,
): Partial<RowOf<'claude_hooks'>> {
  const blocked = result?.decision?.kind === 'deny' || result?.block !== undefined;
  return {
    hook_type: event?.hook_event_name ?? 'unknown',
    hook_name: name,
    tool_name: event?.tool_name,
    decision: result?.decision?.kind ?? (blocked ? 'block' : 'none'),
    rule: result?.decision?.rule,
    success: result?.failure === undefined,
    blocked,
    modified: result?.modified ?? false,
    error: result?.failure === undefined ? undefined : redact(result.failure),
  };
}

function eventColumns(name: string, event: HookEvent | undefined, result: HookResult): Partial<RowOf<'claude_events'>> {
  const { decision } = result;
  const asked = decision?.kind === 'ask';
  const input = event?.tool_input ?? {};
  const subject = textField(input, 'command') ?? textField(input, 'file_path') ?? '';
  return {
    event_type: asked ? 'warning' : 'block',
    severity: asked ? 'medium' : 'high',
    category: decision?.rule ?? name,
    tool_name: event?.tool_name,
    count: 1,
    error: redact(decision?.reason ?? result.block ?? ''),
    context: redact(subject.slice(0, 2000)),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
