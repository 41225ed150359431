import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayHoldSecret } from './secret-files.ts';

// To look through so much takes less time than to start git.
const MOST_FOLDERS = 100;
const MOST_ENTRIES = 3000;

/**
 * Whether a worktree may hold a file with a secret's name that is not ignored: by the names in its folders, or because there are more of them than
 * are worth looking at. Folders at its top that git surely ignores are left out; what is tracked in them all the same stands in the index.
 */
export function worktreeMayHoldSecret(root: string): boolean {
  const folders = [root];
  let seen = 0;
  try {
    for (const folder of folders) {
      const entries = readdirSync(folder, { withFileTypes: true });
      seen += entries.length;
      if (seen > MOST_ENTRIES || mayHoldSecret(entries.map(({ name }) => name))) return true;
      const ignored = folder === root ? ignoredFolders(root, entries) : NONE;
      for (const entry of entries) {
        if (isSearched(entry, ignored)) folders.push(join(folder, entry.name));
      }
      if (folders.length > MOST_FOLDERS) return true;
    }
    return false;
  } catch {
    // What cannot be read is for git to tell.
    return true;
  }
}

const NONE: ReadonlySet<string> = new Set();

function isSearched(entry: Dirent, ignored: ReadonlySet<string>): boolean {
  return entry.isDirectory() && entry.name !== '.git' && !ignored.has(entry.name);
}

/** The names in `.gitignore` that stand for a folder of the top, whatever else is there; none where a line takes something back. */
function ignoredFolders(root: string, entries: readonly Dirent[]): ReadonlySet<string> {
  // git does not follow a link here.
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return NONE;
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split(/\r?\n/);
  if (lines.some((line) => line.startsWith('!'))) return NONE;
  const names = lines.map((line) => /^\/?([\w.-]+)\/?$/.exec(line.trimEnd())?.[1]);
  return new Set(names.filter((name) => name !== undefined));
}
