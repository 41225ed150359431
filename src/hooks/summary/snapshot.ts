import { join } from 'node:path';
import type { HookEvent } from '../common/event.ts';
import { textHash } from '../common/hash.ts';
import type { HookResult } from '../common/result.ts';
import { spool } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { readSessionActivity } from '../dora/activity.ts';
import { readTasks } from '../dora/tasks.ts';
import { followTranscript, mustRestart, type Positions } from '../transcript/follow.ts';
import { pruneOlderThan, readState, sessionFolder, writeState } from '../transcript/state.ts';
import { count, emptyTally, type Tally } from '../transcript/tally.ts';
import { settle } from '../transcript/totals.ts';
import { contextRow, type SessionFacts, sessionRows } from './rows.ts';
import { readStatus } from './status.ts';
import { summaryText } from './text.ts';
import { warningRows } from './warnings.ts';

const STATE_VERSION = 1;
const STATE_DAYS = 45;
// Many more than the lines of one response or the calls that run at once.
const KEEP = 300;

interface SummaryState {
  version: number;
  positions: Positions;
  tally: Tally;
  /** A digest of the rows last written: the same rows are not written again. */
  written: string;
}

/**
 * On Stop a snapshot of the session so far, on SessionEnd the final one and a short text. Only what the transcripts got
 * since the last time is read. A snapshot in which nothing is new writes nothing.
 */
export function summarizeSession(event: HookEvent, world: HookWorld): HookResult | undefined {
  const isEnd = event.hook_event_name === 'SessionEnd';
  if ((event.hook_event_name !== 'Stop' && !isEnd) || event.transcript_path === undefined) return undefined;
  const file = join(sessionFolder(world.stateDir, event.session_id), 'summary.json');
  const state = follow(event.transcript_path, event.session_id, stateFrom(file));
  const facts: SessionFacts = {
    project: world.project,
    sessionId: event.session_id,
    tally: state.tally,
    activity: readSessionActivity(world.stateDir, event.session_id),
    status: readStatus(world.stateDir, event.session_id),
    tasksDone: tasksDone(world, event.session_id),
    endReason: isEnd ? event.reason : undefined,
  };
  writeState(file, { ...state, written: writeRows(facts, state.written, world) });
  if (!isEnd) return undefined;
  pruneOlderThan(join(world.stateDir, 'hooks', 'sessions'), STATE_DAYS, world.now());
  const text = summaryText(facts);
  return text === undefined ? undefined : { systemMessage: text };
}

function stateFrom(file: string): SummaryState {
  const state = readState(file) as unknown as SummaryState | undefined;
  const fresh = { version: STATE_VERSION, positions: {}, tally: emptyTally(), written: '' };
  if (state?.version !== STATE_VERSION || mustRestart(state.positions)) return fresh;
  // Undefined values are not kept in JSON; the empty tally brings their keys back.
  return { ...state, tally: { ...emptyTally(), ...state.tally } };
}

function follow(transcript: string, sessionId: string, state: SummaryState): SummaryState {
  const positions = followTranscript({ transcript, sessionId, subagents: true }, state.positions, (record, inMain) =>
    count(state.tally, record, inMain),
  );
  if (Object.keys(state.tally.calls).length + Object.keys(state.tally.responses).length > 4 * KEEP)
    settle(state.tally, KEEP);
  return { ...state, positions };
}

function tasksDone(world: HookWorld, sessionId: string): number {
  const last = new Map<string, string>();
  for (const { id, status } of readTasks(world.stateDir, sessionId)) last.set(id, status);
  return [...last.values()].filter((status) => status === 'completed').length;
}

function writeRows(facts: SessionFacts, written: string, world: HookWorld): string {
  const sessions = sessionRows(facts);
  const context = contextRow(facts, 'turn');
  const warnings = warningRows(facts);
  const digest = textHash(JSON.stringify([sessions, context, warnings]));
  if (digest === written) return written;
  for (const row of sessions) spool(world.stateDir, 'claude_sessions', row);
  if (context) spool(world.stateDir, 'claude_context', context);
  for (const row of warnings) spool(world.stateDir, 'claude_events', row);
  return digest;
}
