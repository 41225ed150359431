import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** A repository as its files show it; no process was started to find it. All paths are absolute. */
export interface Repository {
  /** The worktree's top folder. */
  readonly root: string;
  /** The worktree's own git folder: HEAD and the operation in progress are here. */
  readonly gitDir: string;
  /** The git folder shared by all worktrees: config, branches and packed refs are here. */
  readonly commonDir: string;
}

export type Operation = 'rebase' | 'merge' | 'cherry-pick' | 'revert' | 'bisect' | 'am';

/** The repository around a folder (or a file's folder), or undefined when there is none. */
export function findRepository(start: string): Repository | undefined {
  let folder = resolve(start);
  for (;;) {
    const gitDir = gitDirOf(folder);
    if (gitDir !== undefined) return { root: folder, gitDir, commonDir: commonDirOf(gitDir) };
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/** The branch's short name, also when it has no commit yet; undefined with a detached HEAD. */
export function currentBranch(repository: Repository): string | undefined {
  const head = readText(join(repository.gitDir, 'HEAD'))?.trim();
  return head?.startsWith('ref: refs/heads/') ? head.slice('ref: refs/heads/'.length) : undefined;
}

/** The commit that HEAD names, as a hexadecimal id; undefined before the first commit. */
export function headCommit(repository: Repository): string | undefined {
  const head = readText(join(repository.gitDir, 'HEAD'))?.trim();
  if (head === undefined) return undefined;
  return head.startsWith('ref: ') ? resolveRef(repository, head.slice('ref: '.length)) : commitId(head);
}

/** The id a full ref name (`refs/heads/main`) stands for, from its own file or from packed-refs. */
export function resolveRef(repository: Repository, ref: string, depth = 0): string | undefined {
  if (ref.includes('..') || depth > 5) return undefined;
  for (const folder of [repository.gitDir, repository.commonDir]) {
    const text = readText(join(folder, ref))?.trim();
    if (text?.startsWith('ref: ')) return resolveRef(repository, text.slice('ref: '.length), depth + 1);
    if (text !== undefined) return commitId(text);
  }
  const packed = readText(join(repository.commonDir, 'packed-refs')) ?? '';
  const at = packed.indexOf(` ${ref}\n`);
  return at < 0 ? undefined : commitId(packed.slice(packed.lastIndexOf('\n', at) + 1, at));
}

/** What the repository is in the middle of, if anything. */
export function operationInProgress(repository: Repository): Operation | undefined {
  const marks: readonly (readonly [string, Operation])[] = [
    ['rebase-merge', 'rebase'],
    ['rebase-apply/applying', 'am'],
    ['rebase-apply', 'rebase'],
    ['MERGE_HEAD', 'merge'],
    ['CHERRY_PICK_HEAD', 'cherry-pick'],
    ['REVERT_HEAD', 'revert'],
    ['BISECT_LOG', 'bisect'],
  ];
  for (const [mark, operation] of marks) {
    if (exists(join(repository.gitDir, mark))) return operation;
  }
  return undefined;
}

/**
 * The values of a git configuration file, by `section.subsection.key` with section and key in lower case. A key that
 * stands twice keeps its last value. Includes are not followed. An absent file gives an empty map.
 */
export function readConfig(file: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  // A line that ends in a backslash goes on in the next one.
  const lines = (readText(file) ?? '').replace(/\\\r?\n/g, '').split(/\r?\n/);
  for (const line of lines) {
    const text = line.trim();
    const header = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(text);
    if (header?.[1] !== undefined) {
      section = header[1].toLowerCase() + (header[2] === undefined ? '' : `.${header[2].replace(/\\(.)/g, '$1')}`);
      continue;
    }
    const entry = /^([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$/.exec(text);
    if (entry?.[1] !== undefined && section !== '') {
      values.set(`${section}.${entry[1].toLowerCase()}`, configValue(entry[2] ?? 'true'));
    }
  }
  return values;
}

function configValue(text: string): string {
  let value = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') quoted = !quoted;
    else if (character === '\\') value += escaped(text[++i] ?? '');
    else if (!quoted && (character === '#' || character === ';')) break;
    else value += character;
  }
  return value.trimEnd();
}

function escaped(character: string): string {
  if (character === 'n') return '\n';
  return character === 't' ? '\t' : character;
}

/** `.git` is a folder, or in linked worktrees and submodules a file that names one. */
function gitDirOf(folder: string): string | undefined {
  const path = join(folder, '.git');
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    return undefined;
  }
  if (isFolder) return exists(join(path, 'HEAD')) ? path : undefined;
  const target = /^gitdir: (.+)$/m.exec(readText(path) ?? '')?.[1]?.trim();
  if (target === undefined) return undefined;
  return isAbsolute(target) ? target : resolve(folder, target);
}

function commonDirOf(gitDir: string): string {
  const target = readText(join(gitDir, 'commondir'))?.trim();
  return target === undefined ? gitDir : resolve(gitDir, target);
}

function commitId(text: string): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}
