import { join } from 'node:path';
import { appendLine, readLastLines, rotate } from '../transcript/append.ts';
import { projectKey, sessionFolder } from '../transcript/state.ts';

/** An edit of a file, its path relative to the repository. Times are milliseconds since 1970. */
export interface EditActivity {
  kind: 'edit';
  t: number;
  session: string;
  /** The prompt that led to it; absent in old clients. */
  prompt?: string;
  path: string;
  /** The file was edited before within 24 hours, under another prompt. */
  rework: boolean;
}

/** A finished test run whose exit status is known to be the tests' own. */
interface TestActivity {
  kind: 'test';
  t: number;
  session: string;
  failed: boolean;
  /** The redacted command, cut. */
  command: string;
}

/** A commit or pull request made by a command of the session. */
interface DeliveryActivity {
  kind: 'commit' | 'pull-request';
  t: number;
  session: string;
}

export type Activity = EditActivity | TestActivity | DeliveryActivity;

const MAX_LOG_BYTES = 1024 * 1024;
const TAIL_BYTES = 128 * 1024;

/** Where the activity in one worktree is kept, whatever the session. */
export function activityFile(stateDir: string, root: string): string {
  return join(stateDir, 'hooks', 'activity', `${projectKey(root)}.jsonl`);
}

/** Where the activity of one session is kept, whatever the worktree. */
function sessionActivityFile(stateDir: string, sessionId: string): string {
  return join(sessionFolder(stateDir, sessionId), 'activity.jsonl');
}

/** Appends to the worktree's and the session's log; safe from any number of processes. Throws what node:fs throws. */
export function recordActivity(stateDir: string, root: string, activity: Activity): void {
  const file = activityFile(stateDir, root);
  appendLine(file, activity);
  appendLine(sessionActivityFile(stateDir, activity.session), activity);
  rotate(file, MAX_LOG_BYTES, activity.t);
}

/** The newest activity in a log (its last 128 KiB), oldest first. */
export function readActivity(file: string): Activity[] {
  const found: Activity[] = [];
  for (const line of readLastLines(file, TAIL_BYTES)) {
    const activity = activityOf(line);
    if (activity) found.push(activity);
  }
  return found;
}

/** All activity of a session. */
export function readSessionActivity(stateDir: string, sessionId: string): Activity[] {
  const found: Activity[] = [];
  for (const line of readLastLines(sessionActivityFile(stateDir, sessionId), Number.MAX_SAFE_INTEGER)) {
    const activity = activityOf(line);
    if (activity) found.push(activity);
  }
  return found;
}

function activityOf(line: Record<string, unknown>): Activity | undefined {
  const { kind, t, session, path, prompt, failed, command } = line;
  if (typeof t !== 'number' || typeof session !== 'string') return undefined;
  switch (kind) {
    case 'edit':
      if (typeof path !== 'string') return undefined;
      return { kind, t, session, path, rework: line.rework === true, ...(typeof prompt === 'string' && { prompt }) };
    case 'test':
      if (typeof failed !== 'boolean') return undefined;
      return { kind, t, session, failed, command: typeof command === 'string' ? command : '' };
    case 'commit':
    case 'pull-request':
      return { kind, t, session };
    default:
      return undefined;
  }
}
