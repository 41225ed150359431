import { join } from 'node:path';
import { redactedStart } from '../bundle/brief.ts';
import { type HookEvent, isRecord, textField } from '../common/event.ts';
import { textHash } from '../common/hash.ts';
import type { RowOf } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { appendLine, readLastLines } from '../transcript/append.ts';
import { sessionFolder } from '../transcript/state.ts';

type TaskStatus = 'pending' | 'in_progress' | 'completed';

/** One thing that happened to a task. `t` is milliseconds. */
export interface TaskMoment {
  t: number;
  id: string;
  status: TaskStatus;
  content: string;
}

const MAX_CONTENT = 200;

/** What an event says about tasks: TaskCreated and TaskCompleted, or a TaskUpdate or TodoWrite call. */
export function taskMoments(event: HookEvent, t: number): TaskMoment[] {
  if (event.hook_event_name === 'TaskCreated' || event.hook_event_name === 'TaskCompleted') {
    if (event.task_id === undefined) return [];
    const status = event.hook_event_name === 'TaskCreated' ? 'pending' : 'completed';
    return [{ t, id: event.task_id, status, content: brief(event.task_subject ?? '') }];
  }
  if (event.hook_event_name !== 'PostToolUse') return [];
  if (event.tool_name === 'TaskUpdate') return updatedTask(event, t);
  if (event.tool_name !== 'TodoWrite') return [];
  const found: TaskMoment[] = [];
  for (const todo of Array.isArray(event.tool_input.todos) ? event.tool_input.todos : []) {
    if (!isRecord(todo)) continue;
    const content = textField(todo, 'content');
    const status = statusOf(todo.status);
    // A todo has no id that stays: its text is what tells it from others.
    if (content !== undefined && status) found.push({ t, id: textHash(content), status, content: brief(content) });
  }
  return found;
}

function updatedTask(event: HookEvent, t: number): TaskMoment[] {
  const id = textField(event.tool_input, 'taskId');
  const status = statusOf(event.tool_input.status);
  const content = brief(textField(event.tool_input, 'subject') ?? '');
  return id === undefined || status === undefined ? [] : [{ t, id, status, content }];
}

function statusOf(value: unknown): TaskStatus | undefined {
  return value === 'pending' || value === 'in_progress' || value === 'completed' ? value : undefined;
}

function brief(text: string): string {
  return redactedStart(text, MAX_CONTENT);
}

/**
 * Remembers the moments in the session's own log and gives the claude_tasks rows of the tasks that changed. A row
 * stands at the task's creation, so that a later one replaces it. Duration counts from the first moment; an iteration
 * is a return from completed. Throws what node:fs throws.
 */
export function recordTasks(
  moments: readonly TaskMoment[],
  event: HookEvent,
  world: HookWorld,
): RowOf<'claude_tasks'>[] {
  if (moments.length === 0) return [];
  const file = tasksFile(world.stateDir, event.session_id);
  const before = readTasks(world.stateDir, event.session_id);
  const rows: RowOf<'claude_tasks'>[] = [];
  for (const moment of moments) {
    const history = before.filter((other) => other.id === moment.id);
    if (history.at(-1)?.status === moment.status) continue;
    appendLine(file, moment);
    rows.push(taskRow([...history, moment], event, world));
  }
  return rows;
}

function tasksFile(stateDir: string, sessionId: string): string {
  return join(sessionFolder(stateDir, sessionId), 'tasks.jsonl');
}

/** All that happened to the tasks of a session, oldest first. */
export function readTasks(stateDir: string, sessionId: string): TaskMoment[] {
  const found: TaskMoment[] = [];
  for (const { t, id, status, content } of readLastLines(tasksFile(stateDir, sessionId), Number.MAX_SAFE_INTEGER)) {
    const known = statusOf(status);
    if (typeof t !== 'number' || typeof id !== 'string' || !known) continue;
    found.push({ t, id, status: known, content: typeof content === 'string' ? content : '' });
  }
  return found;
}

/** The row of a task with this history, oldest first and at least one. */
function taskRow(history: readonly TaskMoment[], event: HookEvent, world: HookWorld): RowOf<'claude_tasks'> {
  const created = history[0]!;
  const last = history.at(-1)!;
  const done = last.status === 'completed';
  const completions = history.filter((moment) => moment.status === 'completed').length;
  return {
    timestamp: new Date(created.t).toISOString(),
    project: world.project,
    session_id: event.session_id,
    task_status: last.status,
    task_id: last.id,
    updated_at: new Date(last.t).toISOString(),
    completed_at: done ? new Date(last.t).toISOString() : undefined,
    task_content: last.content || created.content,
    duration_min: done ? (last.t - created.t) / 60_000 : undefined,
    iterations: Math.max(1, completions),
  };
}
