import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listNames, projectKey, pruneOlderThan, replaceFile, safeName } from '../transcript/state.ts';
import { type Handover, parseHandover } from './handover.ts';

/** Where handovers are kept. A handover of a session replaces its earlier one. */
export interface HandoverStore {
  save(handover: Handover): Promise<void>;
  /** The handover of one session in a worktree, or undefined. */
  ofSession(root: string, session: string): Promise<Handover | undefined>;
  /** The newest handover of a worktree, or undefined. */
  newest(root: string): Promise<Handover | undefined>;
}

/** For so long a handover is kept. */
export const KEEP_DAYS = 30;

/** Keeps each handover in a file of its own under `<stateDir>/handovers/<project>/`; prunes those of over 30 days. */
export function fileStore(stateDir: string): HandoverStore {
  const folderOf = (root: string) => join(stateDir, 'handovers', projectKey(root));
  return {
    async save(handover) {
      const folder = folderOf(handover.root);
      replaceFile(join(folder, `${safeName(handover.session)}.json`), `${JSON.stringify(handover, null, 1)}\n`);
      pruneOlderThan(folder, KEEP_DAYS, Date.parse(handover.at));
    },
    async ofSession(root, session) {
      return readHandover(join(folderOf(root), `${safeName(session)}.json`));
    },
    async newest(root) {
      const folder = folderOf(root);
      const files = listNames(folder).filter((name) => name.endsWith('.json'));
      const newestFirst = files.map((name) => join(folder, name)).sort((a, b) => modified(b) - modified(a));
      for (const file of newestFirst) {
        const handover = readHandover(file);
        if (handover) return handover;
      }
      return undefined;
    },
  };
}

function readHandover(file: string): Handover | undefined {
  try {
    return parseHandover(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function modified(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
