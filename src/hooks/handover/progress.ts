import { join } from 'node:path';
import { followTranscript, mustRestart, type Positions } from '../transcript/follow.ts';
import { readState, sessionFolder, writeState } from '../transcript/state.ts';
import { type Digest, digestRecord, emptyDigest } from './digest.ts';

const STATE_VERSION = 1;

/** What the hook keeps between two events of a session. */
export interface Progress {
  version: number;
  positions: Positions;
  digest: Digest;
  /** The highest level of context use, in percent, that the person was told of since the last compaction. */
  told: number;
  /** The compactions counted when `told` was set. */
  toldAt: number;
}

function progressFile(stateDir: string, sessionId: string): string {
  return join(sessionFolder(stateDir, sessionId), 'progress.json');
}

/** Brings the digest of a session up to date by reading what its transcript got since the last time. */
export function readProgress(stateDir: string, sessionId: string, transcript: string | undefined): Progress {
  const kept = readState(progressFile(stateDir, sessionId)) as unknown as Progress | undefined;
  const usable = kept?.version === STATE_VERSION && !mustRestart(kept.positions) ? kept : undefined;
  const told = { told: kept?.told ?? 0, toldAt: kept?.toldAt ?? 0 };
  const digest = { ...emptyDigest(), ...usable?.digest };
  const before = usable?.positions ?? {};
  if (transcript === undefined) return { version: STATE_VERSION, positions: before, digest, ...told };
  const positions = followTranscript({ transcript, sessionId, subagents: false }, before, (record) =>
    digestRecord(digest, record),
  );
  return { version: STATE_VERSION, positions, digest, ...told };
}

/** Keeps the progress for the next event. Throws what node:fs throws. */
export function keepProgress(stateDir: string, sessionId: string, progress: Progress): void {
  writeState(progressFile(stateDir, sessionId), progress);
}
