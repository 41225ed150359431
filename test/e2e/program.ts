import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program, as people run it. */
export const PROGRAM = fileURLToPath(new URL('../../dist/reconcile.mjs', import.meta.url));

/** A hub with real repositories under a scratch home, for tests that run the program as a process. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'reconcile-e2e-'));
  readonly env: NodeJS.ProcessEnv;

  constructor() {
    const home = join(this.root, 'home');
    mkdirSync(home);
    this.env = {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_STATE_HOME: join(this.root, 'state'),
      GIT_CONFIG_NOSYSTEM: '1',
      NO_COLOR: '1',
      GIT_AUTHOR_NAME: 'A Person',
      GIT_AUTHOR_EMAIL: 'person@example.com',
      GIT_COMMITTER_NAME: 'A Person',
      GIT_COMMITTER_EMAIL: 'person@example.com',
    };
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** A repository with these files committed. */
  repository(name: string, files: Readonly<Record<string, string>>): void {
    mkdirSync(this.path(name), { recursive: true });
    for (const [path, content] of Object.entries(files)) this.write(join(name, path), content);
    this.git(name, 'init', '-q', '-b', 'main');
    this.git(name, 'add', '-A');
    this.git(name, 'commit', '-q', '--allow-empty', '-m', 'first');
  }

  git(repository: string, ...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.path(repository),
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Starts the program in the hub. */
  start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [PROGRAM, ...args], {
      cwd: this.path('hub'),
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs the program in the hub to its end. */
  run(...args: string[]): Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }> {
    return ended(this.start(...args));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Waits for a process to end and gives what it printed. */
export function ended(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
