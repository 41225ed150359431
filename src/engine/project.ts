import { isTelling, type ProjectFiles } from '../core/detect/project.ts';
import { byText } from '../core/values/address.ts';
import { textOf } from '../core/values/content.ts';
import { type AbsPath, join, type RelPath } from '../core/values/paths.ts';
import { DiskError, type DiskReader } from '../ports/disk.ts';

/** What holds other people's code, or nothing that says what the project is. */
const PASSED_OVER = /^(node_modules|vendor|target|dist|build|venv|__pycache__|\..*)$/;
/** Folders below the top that are looked into. */
const DEEPEST = 2;
/** More names than these, or longer files, tell nothing more. */
const MOST_NAMES = 2_000;
const MOST_SOURCES = 60;
const LONGEST = 256 * 1024;

/**
 * Reads what tells a project's language and framework: names down to two folders deep, manifests, and the first sources. What cannot be
 * read (the data of a container that another user owns) tells nothing.
 */
export function readProject(disk: DiskReader, root: AbsPath): ProjectFiles {
  const names: string[] = [];
  const texts = new Map<string, string>();
  let sources = 0;
  const look = (folder: AbsPath, prefix: string, depth: number): void => {
    const below: string[] = [];
    for (const { name, kind } of readable(() => disk.folder(folder)) ?? []) {
      if (names.length >= MOST_NAMES) return;
      const path = prefix + name;
      if (kind === 'directory' && !PASSED_OVER.test(name)) below.push(name);
      if (kind !== 'file') continue;
      names.push(path);
      if (!isTelling(path) || (/\.(py|tsx?|jsx?|mjs)$/.test(name) && sources++ >= MOST_SOURCES)) continue;
      const node = readable(() => disk.read(join(folder, name as RelPath)));
      if (node?.kind === 'file' && node.bytes.length <= LONGEST) texts.set(path, textOf(node.bytes));
    }
    for (const name of below) {
      names.push(`${prefix}${name}/`);
      if (depth < DEEPEST) look(join(folder, name as RelPath), `${prefix}${name}/`, depth + 1);
    }
  };
  look(root, '', 0);
  return { names: names.sort(byText), texts };
}

/** What was read, or undefined where it cannot be. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DiskError) return undefined;
    throw error;
  }
}
