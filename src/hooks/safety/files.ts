import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../common/git.ts';
import { isSecretFile } from './secret-files.ts';
import { worktreeMayHoldSecret } from './worktree.ts';

/**
 * Files with a secret's name whose staged content differs from the last commit. The index is searched first, as bytes:
 * only where such a name stands in it is git asked, so that most commits start no process.
 */
export function stagedFiles(repository: Repository): readonly string[] {
  if (!indexMayHoldSecret(repository)) return [];
  return listed(repository, ['diff', '--cached', '--name-only', '--no-ext-diff', '--diff-filter=d', '-z']);
}

/** Tracked files that have changed since they were staged. */
export function changedFiles(repository: Repository): readonly string[] {
  if (!indexMayHoldSecret(repository)) return [];
  return listed(repository, ['ls-files', '--modified', '-z']);
}

/** New and changed files that are not ignored. Here too git is asked only where one of them may have a secret's name. */
export function addableFiles(repository: Repository): readonly string[] {
  if (!indexMayHoldSecret(repository) && !worktreeMayHoldSecret(repository.root)) return [];
  return listed(repository, ['ls-files', '--others', '--modified', '--exclude-standard', '-z']);
}

function indexMayHoldSecret(repository: Repository): boolean {
  let index: string;
  try {
    index = readFileSync(join(repository.gitDir, 'index'), 'latin1');
  } catch {
    return false;
  }
  // Entries end in zero bytes; with prefix compression (version 4) a name may be cut, so any run of text is looked at.
  for (const [run] of index.matchAll(/[\x20-\x7e]{3,400}/g)) {
    if (isSecretFile(run) || /\.env|\.pem|\.key|\.p12|id_|credential|secret|pgpass|netrc|npmrc|pypirc/i.test(run))
      return true;
  }
  return false;
}

const TIMEOUT_MS = 3000;

/** Optional locks are off: a guard that looks must not write the index. An answer that fails is an empty one. */
function listed(repository: Repository, args: readonly string[]): readonly string[] {
  try {
    const text = execFileSync('git', ['--no-optional-locks', '-c', 'core.fsmonitor=false', ...args], {
      cwd: repository.root,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: 16 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.split('\0').filter((name) => name !== '');
  } catch {
    return [];
  }
}
