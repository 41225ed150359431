import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sessionFolder } from './state.ts';

/**
 * Notes that a call of a session has its row, so that `metrics ingest` does not make a second one. Never throws: without the note the row
 * may be made twice, which is better than none.
 */
export function noteRecorded(stateDir: string, sessionId: string, id: string): void {
  const folder = sessionFolder(stateDir, sessionId);
  const append = (): void => appendFileSync(join(folder, 'recorded'), `${id}\n`, { mode: 0o600 });
  try {
    append();
  } catch {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      append();
    } catch {
      // No state folder, or a full disk.
    }
  }
}
