import { resolve } from 'node:path';
import type { HookEvent } from '../common/event.ts';
import { findRepository, headCommit, type Repository } from '../common/git.ts';
import type { HookWorld } from '../common/world.ts';
import { type DeployIntent, deployIntents } from './deploy-command.ts';
import { readDeploys, rememberDeploys } from './deploy-log.ts';
import { commitsSince, isAncestor } from './history.ts';
import { lastDeploy, type Measure, type Measured, measureDeploy, measureFailure } from './measure.ts';
import { type Place, pushedBranch, pushedTag } from './pushed.ts';

const HOUR_MS = 3_600_000;
// The client's clock for a call and git's for the reflog are the same; this covers a missing duration.
const MAX_CALL_MS = 600_000;
const SLACK_MS = 2000;

/**
 * Measures what a finished Bash call deployed, and remembers it. Gives the rows for the metrics, oldest first. It starts
 * git only where the line has a push, a release or a deploy command. Settings: RECONCILE_DEPLOY_COMMAND (one a line),
 * RECONCILE_PROTECTED_BRANCHES (default: main, master and the remote's default), RECONCILE_DORA_WINDOW_HOURS (24).
 */
export async function measureCall(
  line: string,
  succeeded: boolean,
  event: HookEvent,
  world: HookWorld,
): Promise<Measure[]> {
  const commands = list(world.env.RECONCILE_DEPLOY_COMMAND, /\n/);
  const found: Measure[] = [];
  for (const intent of deployIntents(line, commands)) {
    const repository = findRepository(folderOf(intent.folder, world));
    if (!repository) continue;
    const call: Call = { intent, repository, world, event };
    const measured = succeeded ? await deployed(call) : failed(call);
    rememberDeploys(world.stateDir, repository.commonDir, measured.entries);
    found.push(...measured.measures);
  }
  return found;
}

/** Where a command ran. What only the shell can expand is left out: the client's own folder follows a `cd`. */
function folderOf(named: string, world: HookWorld): string {
  if (/[$`*?]/.test(named)) return world.cwd;
  return resolve(world.cwd, named.replace(/^~(?=\/|$)/, world.home || '~'));
}

interface Call {
  intent: DeployIntent;
  repository: Repository;
  world: HookWorld;
  event: HookEvent;
}

const NOTHING: Measured = { measures: [], entries: [] };

function failed({ intent, repository, world, event }: Call): Measured {
  if (!intent.sure || event.is_interrupt) return NOTHING;
  const log = readDeploys(world.stateDir, repository.commonDir);
  const t = world.now();
  const id = callId(event, t);
  if (intent.kind === 'command') return measureFailure(log, { t, id, context: intent.name });
  if (intent.kind !== 'ci') return NOTHING;
  // A watched run is about the deployed commit only where that commit is checked out.
  const last = lastDeploy(log);
  if (!last || last.sha !== headCommit(repository) || t - last.t > windowOf(world)) return NOTHING;
  return measureFailure(log, { t: last.t, id: last.id, context: 'CI failed for the deployed commit' });
}

async function deployed(call: Call): Promise<Measured> {
  const { repository, world, event } = call;
  const place = await deployedPlace(call);
  if (!place) return NOTHING;
  const log = readDeploys(world.stateDir, repository.commonDir);
  const t = world.now();
  const last = lastDeploy(log);
  const previous = place.previous ?? last?.sha;
  const rollback = previous !== undefined && (await isAncestor(repository.root, place.sha, previous));
  const commits = rollback ? [] : await commitsSince(repository.root, previous, place.sha);
  const deploy = { t, id: callId(event, t), ref: place.ref, sha: place.sha };
  return measureDeploy(log, { deploy, commits, rollback }, windowOf(world));
}

async function deployedPlace({ intent, repository, world, event }: Call): Promise<Place | undefined> {
  switch (intent.kind) {
    case 'push':
      return (
        (await pushedBranch(intent, repository, protectedNames(world), since(world, event))) ??
        (await pushedTag(intent, repository))
      );
    case 'release':
    case 'command': {
      const sha = headCommit(repository);
      const ref = intent.kind === 'release' ? `release ${intent.name ?? ''}`.trim() : intent.name;
      return intent.sure && sha !== undefined ? { ref, sha } : undefined;
    }
    case 'ci':
      return undefined;
  }
}

function since(world: HookWorld, event: HookEvent): number {
  return world.now() - (event.duration_ms ?? MAX_CALL_MS) - SLACK_MS;
}

function protectedNames(world: HookWorld): string[] {
  return list(world.env.RECONCILE_PROTECTED_BRANCHES, /[,\s]+/);
}

function list(text: string | undefined, separator: RegExp): string[] {
  return (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function windowOf(world: HookWorld): number {
  const hours = Number(world.env.RECONCILE_DORA_WINDOW_HOURS);
  return (hours > 0 ? hours : 24) * HOUR_MS;
}

function callId(event: HookEvent, t: number): string {
  return event.tool_use_id ?? `${event.session_id}-${t}`;
}
