import fs from 'node:fs';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import type { Recorded } from '../../ports/recorded.ts';

/** The lists in `<stateDir>/hooks/sessions/<session>/recorded`, to which the hooks append too: an id a line. */
export function recordedLists(stateDir: AbsPath): Recorded {
  return {
    note(session, ids) {
      const folder = `${stateDir}/hooks/sessions/${session}`;
      try {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        fs.appendFileSync(`${folder}/recorded`, ids.map((id) => `${id}\n`).join(''), { mode: 0o600 });
      } catch (cause) {
        throw new DiskError('append to', `${folder}/recorded`, cause);
      }
    },
  };
}
