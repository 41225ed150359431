import { contextWindow } from '../../core/metrics/prices/window.ts';
import { taskType } from '../../core/metrics/taskType.ts';
import type { RowOf } from '../common/spool.ts';
import type { Activity } from '../dora/activity.ts';
import type { Tally } from '../transcript/tally.ts';
import { callTotals } from '../transcript/totals.ts';
import type { SessionStatus } from './status.ts';
import { activityTotals, sessionTotals } from './totals.ts';

/** All that the rows of a session are made from. */
export interface SessionFacts {
  project: string;
  sessionId: string;
  tally: Tally;
  activity: readonly Activity[];
  status: SessionStatus;
  tasksDone: number;
  endReason: string | undefined;
}

/**
 * The claude_sessions rows: one a model, all at the session's start, so that a later snapshot replaces them. What belongs
 * to the whole session stands in the row of the first model only, so that a sum counts it once. Nothing in them is of
 * the moment they are made, so the same facts give the same rows. None before the first response.
 */
export function sessionRows(facts: SessionFacts): RowOf<'claude_sessions'>[] {
  const { tally } = facts;
  if (tally.started === undefined) return [];
  const start = new Date(tally.started).toISOString();
  const whole = wholeSession(facts);
  return sessionTotals(tally, facts.status.costUsd).map((total, index) => ({
    timestamp: start,
    project: facts.project,
    session_id: facts.sessionId,
    model: total.model,
    git_branch: tally.branch,
    task_type: taskType(tally.branch),
    end_reason: facts.endReason,
    updated_at: new Date(tally.ended ?? tally.started!).toISOString(),
    tokens_input: total.input,
    tokens_output: total.output,
    tokens_cache: total.cacheRead + total.cacheWrite,
    tokens_cache_read: total.cacheRead,
    tokens_cache_creation: total.cacheWrite,
    cost_usd: total.costUsd,
    cost_basis: total.costBasis,
    ...(index === 0 ? whole : {}),
  }));
}

function wholeSession(facts: SessionFacts): Partial<RowOf<'claude_sessions'>> {
  const { tally } = facts;
  const calls = callTotals(tally);
  const activity = activityTotals(facts.activity);
  return {
    duration_min: ((tally.ended ?? tally.started ?? 0) - (tally.started ?? 0)) / 60_000,
    active_min: tally.activeMs / 60_000,
    turns: Object.keys(tally.prompts).length,
    lines_added: calls.linesAdded,
    lines_removed: calls.linesRemoved,
    tool_count: calls.calls,
    error_count: calls.errors,
    task_count: facts.tasksDone,
    commits: activity.commits,
    pull_requests: activity.pullRequests,
    edits: calls.edits,
    rework_edits: activity.reworkEdits,
    tests_run: activity.testsRun,
    tests_passed: activity.testsPassed,
  };
}

/** The claude_context row of the session's last response; undefined right after a compaction and before the first one. */
export function contextRow(
  facts: Omit<SessionFacts, 'activity' | 'tasksDone' | 'endReason'>,
  trigger: string,
): RowOf<'claude_context'> | undefined {
  const { tally, status } = facts;
  if (!tally.context || tally.ended === undefined) return undefined;
  const { used, model } = tally.context;
  const max = contextWindow(model, used, status.contextMax);
  return {
    // The time of the response, so that the same state told twice is one row.
    timestamp: new Date(tally.ended).toISOString(),
    project: facts.project,
    session_id: facts.sessionId,
    model,
    trigger,
    context_used: used,
    context_max: max,
    utilization_pct: Math.round((1000 * used) / max) / 10,
    message_count: tally.settled.responses + Object.keys(tally.responses).length + Object.keys(tally.prompts).length,
    compactions: tally.compactions,
  };
}
