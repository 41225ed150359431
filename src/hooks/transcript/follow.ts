import { parseRecord } from './parse-record.ts';
import { isReplaced, type Position, readNewLines, subagentFiles } from './read.ts';
import type { TranscriptRecord } from './record.ts';

/** How far each transcript file of a session has been read, by path. */
export type Positions = Record<string, Position>;

export interface Follow {
  transcript: string;
  sessionId: string;
  /** Read the subagents' files too, after the session's own. */
  subagents: boolean;
}

/** Whether a file that was read in part is another one now, so that what was made of it has to be made anew. */
export function mustRestart(positions: Positions): boolean {
  return Object.entries(positions).some(([file, position]) => isReplaced(file, position));
}

/**
 * Gives every record that was written since `positions` to `onRecord`, and returns the new positions. A transcript that
 * is not there yet gives nothing. Throws what node:fs throws while reading.
 */
export function followTranscript(
  follow: Follow,
  positions: Positions,
  onRecord: (record: TranscriptRecord, inMain: boolean) => void,
): Positions {
  const next: Positions = { ...positions };
  const files = [follow.transcript, ...(follow.subagents ? subagentFiles(follow.transcript) : [])];
  for (const file of files) {
    const inMain = file === follow.transcript;
    const position = readNewLines(file, positions[file], (line) => {
      const record = parseRecord(line, follow.sessionId);
      if (record) onRecord(record, inMain);
    });
    if (position) next[file] = position;
  }
  return next;
}
