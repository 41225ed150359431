import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', '..', '..', 'src', 'hooks');

const folders: string[] = [];

// This module is loaded once for each test file, so this removes what that file made.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder, its path without links; it is removed after the test file. */
export function makeFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `reconcile-${name}-`)));
  folders.push(folder);
  return folder;
}

/** Bundles a hook as it is delivered, into one file that needs only Node, and gives its path. */
export function buildProgram(name: string): string {
  const outfile = join(makeFolder('program'), `${name}.mjs`);
  buildSync({
    entryPoints: [join(SOURCE, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
}

export interface Setting {
  /** CLAUDE_PROJECT_DIR and the process's own folder. */
  project: string;
  state: string;
  env?: Record<string, string>;
}

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as JSON; undefined when it is empty. */
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts the shape
  answer: any;
}

function environment({ project, state, env }: Setting): NodeJS.ProcessEnv {
  const inherited: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(RECONCILE_|CLAUDE|GIT_)/.test(name)) inherited[name] = value;
  }
  return { ...inherited, ...GIT_ENV, HOME: state, XDG_STATE_HOME: state, CLAUDE_PROJECT_DIR: project, ...env };
}

/** Runs a program with the text on stdin. */
export function runWith(program: string, stdin: string, setting: Setting): Outcome {
  const result = spawnSync(process.execPath, [program], {
    input: stdin,
    cwd: setting.project,
    env: environment(setting),
    encoding: 'utf8',
  });
  const stdout = result.stdout.trim();
  return {
    code: result.status,
    stdout,
    stderr: result.stderr,
    answer: stdout.startsWith('{') ? JSON.parse(stdout) : undefined,
  };
}

/** Runs a program with an event on stdin; session and folder are filled in. */
export function run(program: string, event: Record<string, unknown>, setting: Setting): Outcome {
  return runWith(program, JSON.stringify({ session_id: 'session-1', cwd: setting.project, ...event }), setting);
}

/** Runs a program many times at once, and waits for all. Gives the exit codes. */
export function runAtOnce(
  program: string,
  events: readonly Record<string, unknown>[],
  setting: Setting,
): Promise<(number | null)[]> {
  const runs = events.map(
    (event) =>
      new Promise<number | null>((resolve, reject) => {
        const child = spawn(process.execPath, [program], {
          cwd: setting.project,
          env: environment(setting),
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        child.on('error', reject);
        child.on('close', resolve);
        child.stdin.end(JSON.stringify({ session_id: 'session-1', cwd: setting.project, ...event }));
      }),
  );
  return Promise.all(runs);
}

export type Row = Record<string, unknown>;

/** All rows of a metrics table that are in the spool. Every line has to be whole. */
export function spooled(state: string, table: string): Row[] {
  const folder = join(state, 'reconcile', 'spool');
  const names = namesIn(folder).filter((name) => name.startsWith(`${table}-`));
  return names.flatMap((name) => jsonLines(join(folder, name)));
}

/** The lines of a file, each parsed; a broken one throws. */
export function jsonLines(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const GIT_ENV = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Runs git in a folder and gives its output. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: { ...process.env, ...GIT_ENV }, encoding: 'utf8' }).trim();
}

/** A repository with these files in one commit on main. */
export function makeRepository(files: Record<string, string>): string {
  const root = makeFolder('repository');
  git(root, 'init', '-q', '-b', 'main');
  writeFiles(root, files);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'start');
  return root;
}

export function writeFiles(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
