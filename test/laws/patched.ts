import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshot } from './fleet.ts';

/** A copy of a tree, without its git, to which git applied a patch. */
export function patchedTree(root: string, patch: Uint8Array): Map<string, string> {
  const copy = mkdtempSync(join(tmpdir(), 'reconcile-patch-'));
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !path.endsWith('/.git') });
    const env = { PATH: process.env['PATH'], GIT_CEILING_DIRECTORIES: tmpdir(), GIT_CONFIG_NOSYSTEM: '1', HOME: copy };
    if (patch.length > 0) execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: copy, env, input: patch });
    return snapshot(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
