import { contextWindow } from '../../core/metrics/prices/window.ts';
import type { HookEvent } from '../common/event.ts';
import type { HookResult } from '../common/result.ts';
import { spool } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { readStatus } from '../summary/status.ts';
import { type Handover, hasOpenWork } from './handover.ts';
import { keepProgress, type Progress, readProgress } from './progress.ts';
import { withStore } from './remote.ts';
import type { HandoverStore } from './store.ts';
import { handoverText, MAX_CONTEXT } from './text.ts';
import { handoverRoot, makeHandover, utilizationOf } from './write.ts';

const STARTUP_CHARACTERS = 4000;
const STARTUP_DAYS = 7;
const DAY_MS = 86_400_000;
const LEVELS = [60, 80] as const;

/** Answers the events the hook is wired to; the handovers are kept in files, and in Redis too where that is set. */
export function preserveContext(event: HookEvent, world: HookWorld): Promise<HookResult | undefined> {
  // A turn that ends keeps its books on this machine alone.
  if (event.hook_event_name === 'Stop') return Promise.resolve(keepBooks(event, world));
  return withStore(world, (store) => preserveIn(store, event, world));
}

/** As preserveContext, with the store given. It never blocks an event. */
async function preserveIn(store: HandoverStore, event: HookEvent, world: HookWorld): Promise<HookResult | undefined> {
  switch (event.hook_event_name) {
    case 'PreCompact':
      await handOver(store, event, 'compact', world);
      return undefined;
    case 'SessionEnd':
      await handOver(store, event, event.reason ?? 'end', world);
      return undefined;
    case 'SessionStart':
      return restore(store, event, world);
    default:
      return undefined;
  }
}

/** Reads what is new in the transcript, and tells the person once when the context passes 60 and 80 percent. */
function keepBooks(event: HookEvent, world: HookWorld): HookResult | undefined {
  const progress = readProgress(world.stateDir, event.session_id, event.transcript_path);
  const percent = 100 * (utilizationOf(progress.digest, world, event.session_id) ?? 0);
  const level = LEVELS.findLast((one) => percent >= one) ?? 0;
  // After a compaction the context fills anew.
  const told = progress.toldAt === progress.digest.compactions ? progress.told : 0;
  const next: Progress = { ...progress, told: Math.max(level, told), toldAt: progress.digest.compactions };
  keepProgress(world.stateDir, event.session_id, next);
  if (level <= told) return undefined;
  const advice = level >= 80 ? ' Compacting writes a handover first; a subagent keeps large reading out of it.' : '';
  return { systemMessage: `The context window is ${Math.floor(percent)} % full.${advice}` };
}

async function handOver(store: HandoverStore, event: HookEvent, reason: string, world: HookWorld): Promise<void> {
  const progress = readProgress(world.stateDir, event.session_id, event.transcript_path);
  keepProgress(world.stateDir, event.session_id, progress);
  if (reason === 'compact') recordContext(progress, event, world);
  // A session in which nobody asked anything leaves nothing, and must not hide what an earlier one left.
  if (progress.digest.prompts.length === 0 && progress.digest.lastText === '') return;
  await store.save(await makeHandover(progress.digest, event, reason, world));
}

function recordContext({ digest }: Progress, event: HookEvent, world: HookWorld): void {
  if (!digest.context) return;
  const { used, model } = digest.context;
  const max = contextWindow(model, used, readStatus(world.stateDir, event.session_id).contextMax);
  spool(world.stateDir, 'claude_context', {
    timestamp: new Date(world.now()).toISOString(),
    project: world.project,
    session_id: event.session_id,
    model,
    trigger: 'precompact',
    context_used: used,
    context_max: max,
    utilization_pct: Math.round((1000 * used) / max) / 10,
    compactions: digest.compactions,
  });
}

async function restore(store: HandoverStore, event: HookEvent, world: HookWorld): Promise<HookResult | undefined> {
  const root = handoverRoot(world);
  switch (event.source ?? 'unknown') {
    case 'compact':
    case 'resume':
    case 'fork': {
      const own = await store.ofSession(root, event.session_id);
      if (own) return context(own, 'of this session', MAX_CONTEXT);
      // A resumed or forked conversation may have got a new id; a compacted one keeps its own.
      const newest = event.source === 'compact' ? undefined : await store.newest(root);
      return newest && isFresh(newest, world)
        ? context(newest, 'of the last session in this project', MAX_CONTEXT)
        : undefined;
    }
    case 'startup': {
      const newest = await store.newest(root);
      if (!newest || !isFresh(newest, world) || !hasOpenWork(newest)) return undefined;
      return context(newest, 'of the last session in this project, for orientation', STARTUP_CHARACTERS);
    }
    default:
      // The person cleared the conversation: what was in it is not wanted.
      return undefined;
  }
}

function isFresh(handover: Handover, world: HookWorld): boolean {
  return world.now() - Date.parse(handover.at) < STARTUP_DAYS * DAY_MS;
}

function context(handover: Handover, from: string, limit: number): HookResult {
  return { additionalContext: handoverText(handover, from, limit) };
}
