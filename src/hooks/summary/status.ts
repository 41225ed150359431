import { join } from 'node:path';
import { readState, sessionFolder, writeState } from '../transcript/state.ts';

/** What the client last told the status line about a session: its own, exact numbers. */
export interface SessionStatus {
  /** US dollars. */
  costUsd: number | undefined;
  /** Tokens. */
  contextUsed: number | undefined;
  contextMax: number | undefined;
}

function statusFile(stateDir: string, sessionId: string): string {
  return join(sessionFolder(stateDir, sessionId), 'status.json');
}

/** The last status of a session; all undefined when no status line runs. */
export function readStatus(stateDir: string, sessionId: string): SessionStatus {
  const state = readState(statusFile(stateDir, sessionId)) ?? {};
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return {
    costUsd: number(state.costUsd),
    contextUsed: number(state.contextUsed),
    contextMax: number(state.contextMax),
  };
}

/** Keeps a session's status; tells whether it differs from the last one. Throws what node:fs throws. */
export function keepStatus(stateDir: string, sessionId: string, status: SessionStatus): boolean {
  const before = readStatus(stateDir, sessionId);
  const same =
    before.costUsd === status.costUsd &&
    before.contextUsed === status.contextUsed &&
    before.contextMax === status.contextMax;
  if (!same) writeState(statusFile(stateDir, sessionId), status);
  return !same;
}
