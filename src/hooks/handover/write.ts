import { contextWindow } from '../../core/metrics/prices/window.ts';
import { redactedStart } from '../bundle/brief.ts';
import { summarizeBundle } from '../bundle/summary.ts';
import type { HookEvent } from '../common/event.ts';
import { currentBranch, findRepository, headCommit, type Repository } from '../common/git.ts';
import type { HookWorld } from '../common/world.ts';
import { readSessionActivity } from '../dora/activity.ts';
import { gitOutput } from '../dora/git-output.ts';
import { readTasks } from '../dora/tasks.ts';
import { readStatus } from '../summary/status.ts';
import type { Digest, HandoverTask } from './digest.ts';
import type { Handover } from './handover.ts';

// A session that ends has little time; a handover without the stat is better than none.
const GIT_TIMEOUT_MS = 1000;
const MAX_PATHS = 200;

/** The worktree that a session's handover belongs to, whatever folder the session has moved to. */
export function handoverRoot(world: HookWorld): string {
  return findRepository(world.projectDir)?.root ?? world.projectDir;
}

/** Puts together what a session leaves: from its transcript's digest, its bundle, its tasks and git. All redacted. */
export async function makeHandover(
  digest: Digest,
  event: HookEvent,
  reason: string,
  world: HookWorld,
): Promise<Handover> {
  const repository = findRepository(world.projectDir);
  const branch = repository && currentBranch(repository);
  const head = repository && headCommit(repository);
  const bundle = summarizeBundle(world, event.session_id);
  const utilization = utilizationOf(digest, world, event.session_id);
  return {
    version: 1,
    session: event.session_id,
    root: handoverRoot(world),
    at: new Date(world.now()).toISOString(),
    reason,
    ...(branch !== undefined && { branch }),
    ...(head !== undefined && { head }),
    prompts: digest.prompts.map((prompt) => redactedStart(prompt, 600)),
    tasks: tasksOf(digest, world, event.session_id).map((task) => ({
      ...task,
      content: redactedStart(task.content, 300),
    })),
    failures: Object.values(digest.failures).map(({ what, error }) => ({
      what: redactedStart(what, 300),
      error: redactedStart(error, 300),
    })),
    decisions: digest.decisions.map(({ question, answer }) => ({
      question: redactedStart(question, 600),
      answer: redactedStart(answer, 1500),
    })),
    lastMessage: redactedStart(event.last_assistant_message ?? digest.lastText, 4000),
    filesChanged: changedFiles(bundle.changed, world, event.session_id),
    filesRead: bundle.read.slice(-MAX_PATHS),
    diffStat: repository ? await diffStat(repository) : '',
    ...(utilization !== undefined && { utilization }),
  };
}

/** The edits that succeeded, and those that a session without that record was about to make. */
function changedFiles(announced: readonly string[], world: HookWorld, sessionId: string): string[] {
  const edited: string[] = [];
  for (const activity of readSessionActivity(world.stateDir, sessionId)) {
    if (activity.kind === 'edit') edited.push(activity.path);
  }
  return [...new Set(edited.length > 0 ? edited : announced)].slice(-MAX_PATHS);
}

function tasksOf(digest: Digest, world: HookWorld, sessionId: string): HandoverTask[] {
  if (digest.todos) return digest.todos;
  const last = new Map<string, HandoverTask>();
  for (const { id, content, status } of readTasks(world.stateDir, sessionId)) {
    last.set(id, { content: content || (last.get(id)?.content ?? id), status });
  }
  return [...last.values()];
}

async function diffStat(repository: Repository): Promise<string> {
  const [stat, untracked] = await Promise.all([
    gitOutput(repository.root, ['diff', '--stat=100', '--no-ext-diff', '--no-textconv', 'HEAD', '--'], GIT_TIMEOUT_MS),
    gitOutput(repository.root, ['ls-files', '--others', '--exclude-standard'], GIT_TIMEOUT_MS),
  ]);
  const fresh = (untracked ?? '').split('\n').filter((path) => path !== '');
  const lines = (stat ?? '').split('\n').filter((line) => line !== '');
  for (const path of fresh.slice(0, 20)) lines.push(` ${path} | not in git`);
  if (fresh.length > 20) lines.push(` and ${fresh.length - 20} more files that are not in git`);
  return redactedStart(lines.slice(-80).join('\n'), 6000);
}

/** The share of the context window that the last response used, or undefined when none is known. */
export function utilizationOf(digest: Digest, world: HookWorld, sessionId: string): number | undefined {
  if (!digest.context) return undefined;
  const { used, model } = digest.context;
  return used / contextWindow(model, used, readStatus(world.stateDir, sessionId).contextMax);
}
