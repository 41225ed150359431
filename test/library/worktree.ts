import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../desired-state/commands/undo/checkpoint.mjs', import.meta.url));

/** No configuration of the person who runs the tests, and no identity: checkpoints must work without one. */
const ENV: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: os.tmpdir(),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};
const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'protocol.file.allow=always'];

/** Runs git in `dir` and gives its output; throws when it fails. */
export function git(dir: string, ...args: string[]): string {
  return execFileSync('git', [...AUTHOR, ...args], {
    cwd: dir,
    env: ENV,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the checkpoint script in `dir`. */
export function checkpoint(dir: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const done = spawnSync(process.execPath, [SCRIPT, ...args], { cwd: dir, env: { ...ENV, ...env }, encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** Runs the checkpoint script in `dir` without waiting; gives its exit code later. */
export function checkpointAtOnce(dir: string, args: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { cwd: dir, env: ENV, stdio: 'ignore' });
  return new Promise((resolve) => child.on('close', resolve));
}

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) fs.rmSync(dir, { recursive: true, force: true });
});

/** Makes an empty folder that is removed at the end of the test file. */
export function scratch(): string {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reconcile-library-')));
  made.push(dir);
  return dir;
}

/** Makes a repository with one commit that holds `files`. */
export function repository(files: Record<string, string> = { 'kept.txt': 'kept\n' }): string {
  const dir = scratch();
  git(dir, 'init', '-q', '-b', 'main');
  for (const [file, text] of Object.entries(files)) put(dir, file, text);
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'first');
  return dir;
}

/** Writes a file and the folders above it. */
export function put(dir: string, file: string, content: string | Uint8Array, mode = 0o644): void {
  const full = path.join(dir, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, content);
  fs.chmodSync(full, mode);
}

/** Everything in a worktree but `.git`: path (as latin1) to kind, executable bit and content (as latin1). */
export function filesOf(dir: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (folder: Buffer, prefix: string): void => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
      const name = entry.name.toString('latin1');
      const full = Buffer.concat([folder, Buffer.from('/'), entry.name]);
      if (name === '.git') continue;
      if (entry.isDirectory()) walk(full, `${prefix}${name}/`);
      else if (entry.isSymbolicLink()) found.set(prefix + name, `link ${fs.readlinkSync(full, 'latin1')}`);
      else {
        const executable = (fs.statSync(full).mode & 0o111) !== 0;
        found.set(prefix + name, `${executable ? 'program' : 'file'} ${fs.readFileSync(full, 'latin1')}`);
      }
    }
  };
  walk(Buffer.from(dir), '');
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What must never change: the bytes of the index, HEAD, all refs but checkpoints, and the stash. */
export function untouched(dir: string): string {
  const index = path.resolve(dir, git(dir, 'rev-parse', '--git-path', 'index').trim());
  const bytes = fs.existsSync(index) ? fs.readFileSync(index, 'base64') : 'none';
  const head = fs.readFileSync(path.resolve(dir, git(dir, 'rev-parse', '--git-path', 'HEAD').trim()), 'utf8');
  const refs = git(dir, 'for-each-ref').replace(/^.*refs\/reconcile\/.*\n/gm, '');
  return [bytes, head, refs, git(dir, 'stash', 'list')].join('\n--\n');
}

/** Demands that a run went well without a word of warning, and gives its output. */
export function ok(done: { code: number | null; out: string; err: string }): string {
  expect(done.err).toBe('');
  expect(done.code).toBe(0);
  return done.out;
}

/** Saves, lets `change` happen, rolls back and redoes; demands both states and everything else exactly. */
export function thereAndBack(dir: string, change: () => void): void {
  const before = filesOf(dir);
  ok(checkpoint(dir, ['save', 'there and back']));
  expect(filesOf(dir)).toEqual(before);
  change();
  const after = filesOf(dir);
  const rest = untouched(dir);
  ok(checkpoint(dir, ['rollback']));
  expect(filesOf(dir)).toEqual(before);
  expect(untouched(dir)).toBe(rest);
  ok(checkpoint(dir, ['redo']));
  expect(filesOf(dir)).toEqual(after);
  expect(untouched(dir)).toBe(rest);
}
