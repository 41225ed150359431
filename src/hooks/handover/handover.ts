import { isRecord, textField } from '../common/event.ts';
import type { DecisionMade, Failure, HandoverTask } from './digest.ts';

/** What one session leaves for the next, or for itself after a compaction. All texts are redacted. */
export interface Handover {
  version: 1;
  session: string;
  /** The worktree's top folder, absolute. */
  root: string;
  /** When it was written, ISO 8601 in UTC. */
  at: string;
  /** `compact`, or the reason of the session's end. */
  reason: string;
  branch?: string;
  head?: string;
  prompts: string[];
  tasks: HandoverTask[];
  failures: Failure[];
  decisions: DecisionMade[];
  lastMessage: string;
  /** Relative paths. */
  filesChanged: string[];
  filesRead: string[];
  /** `git diff --stat` against HEAD, and how many files are not in git. */
  diffStat: string;
  /** The share of the context window in use, 0 to 1. */
  utilization?: number;
}

/** A stored handover, or undefined when the text is not a whole one of this version. */
export function parseHandover(value: unknown): Handover | undefined {
  if (!isRecord(value) || value.version !== 1) return undefined;
  const texts = ['session', 'root', 'at', 'reason'].every((key) => textField(value, key) !== undefined);
  const lists = ['prompts', 'tasks', 'failures', 'decisions', 'filesChanged', 'filesRead'].every((key) =>
    Array.isArray(value[key]),
  );
  const rest = typeof value.lastMessage === 'string' && typeof value.diffStat === 'string';
  return texts && lists && rest ? (value as unknown as Handover) : undefined;
}

/** Whether there is something to go on with: an open task, a failure, or changes that are in no commit. */
export function hasOpenWork(handover: Handover): boolean {
  const openTask = handover.tasks.some((task) => task.status !== 'completed');
  return openTask || handover.failures.length > 0 || handover.diffStat !== '';
}
