import { redactedStart } from '../bundle/brief.ts';
import { startTime } from '../bundle/start-time.ts';
import { type HookEvent, textField } from '../common/event.ts';
import { findRepository } from '../common/git.ts';
import type { HookResult } from '../common/result.ts';
import { type RowOf, spool } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { noteRecorded } from '../transcript/recorded.ts';
import { recordActivity } from './activity.ts';
import { agentRow } from './agents.ts';
import { deliveries } from './delivery.ts';
import { measureCall } from './deploy.ts';
import { editOf } from './edits.ts';
import type { Measure } from './measure.ts';
import { recordTasks, taskMoments } from './tasks.ts';
import { testOutcome } from './test-run.ts';
import { exitCode, outcomeOf, usageRow } from './usage.ts';

const MAX_COMMAND = 200;

/** Records what one event says: calls, edits, test runs, deployments, subagents and tasks. It never answers. */
export async function track(event: HookEvent, world: HookWorld): Promise<HookResult | undefined> {
  const outcome = outcomeOf(event);
  if (outcome) {
    const duration = event.duration_ms ?? startedBefore(event, world);
    spool(world.stateDir, 'claude_tool_usage', usageRow(event, outcome, duration, world));
    if (event.tool_use_id !== undefined) noteRecorded(world.stateDir, event.session_id, event.tool_use_id);
  }
  const agent = agentRow(event, world);
  if (agent) spool(world.stateDir, 'claude_agents', agent);
  for (const row of recordTasks(taskMoments(event, world.now()), event, world))
    spool(world.stateDir, 'claude_tasks', row);
  trackEdit(event, world);
  // PowerShell's own syntax differs, but runners, git and gh are called the same way.
  if (event.tool_name === 'Bash' || event.tool_name === 'PowerShell') await trackCommand(event, world);
  return undefined;
}

function startedBefore(event: HookEvent, world: HookWorld): number | undefined {
  const started = event.tool_use_id === undefined ? undefined : startTime(world, event.session_id, event.tool_use_id);
  return started === undefined ? undefined : Math.max(0, world.now() - started);
}

function trackEdit(event: HookEvent, world: HookWorld): void {
  const found = editOf(event, world);
  if (!found) return;
  recordActivity(world.stateDir, found.root, found.edit);
  if (!found.edit.rework) return;
  spool(world.stateDir, 'claude_events', {
    ...eventRow(event, world),
    event_type: 'file_rework',
    category: 'proxy',
    value: 1,
    context: found.edit.path,
  });
}

async function trackCommand(event: HookEvent, world: HookWorld): Promise<void> {
  const line = textField(event.tool_input, 'command');
  const succeeded = event.hook_event_name === 'PostToolUse';
  // A command sent to the background has not ended; an interrupted one has no verdict.
  if (line === undefined || event.tool_input.run_in_background === true || event.is_interrupt) return;
  if (!succeeded && event.hook_event_name !== 'PostToolUseFailure') return;
  const root = findRepository(world.cwd)?.root ?? world.projectDir;
  trackTests(line, succeeded, root, event, world);
  const common = { t: world.now(), session: event.session_id };
  for (const kind of succeeded ? deliveries(line) : []) recordActivity(world.stateDir, root, { kind, ...common });
  for (const measure of await measureCall(line, succeeded, event, world)) {
    spool(world.stateDir, 'claude_events', doraRow(measure, event, world));
  }
}

function trackTests(line: string, succeeded: boolean, root: string, event: HookEvent, world: HookWorld): void {
  const code = exitCode(event.error);
  const ending = succeeded
    ? { ok: true as const }
    : { ok: false as const, ...(code !== undefined && { exitCode: code }) };
  const result = testOutcome(line, ending, world.env.RECONCILE_TEST_COMMAND);
  if (!result) return;
  const failed = result === 'failed';
  const command = redactedStart(line, MAX_COMMAND);
  recordActivity(world.stateDir, root, { kind: 'test', t: world.now(), session: event.session_id, failed, command });
  spool(world.stateDir, 'claude_events', {
    ...eventRow(event, world),
    event_type: 'test_run',
    category: 'proxy',
    value: failed ? 0 : 1,
    context: command,
  });
}

function eventRow(event: HookEvent, world: HookWorld): RowOf<'claude_events'> {
  const timestamp = new Date(world.now()).toISOString();
  return {
    timestamp,
    project: world.project,
    session_id: event.session_id,
    severity: 'low',
    tool_name: event.tool_name,
    event_id: event.tool_use_id ?? `${process.pid}-${timestamp}`,
    count: 1,
  };
}

function doraRow(measure: Measure, event: HookEvent, world: HookWorld): RowOf<'claude_events'> {
  return {
    ...eventRow(event, world),
    timestamp: new Date(measure.at).toISOString(),
    event_type: measure.event,
    severity: measure.event === 'deploy_failed' ? 'high' : 'low',
    category: 'dora',
    event_id: measure.id,
    value: measure.value,
    context: redactedStart(measure.context, 300),
  };
}
