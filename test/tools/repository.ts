import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bytesOf, type FileMode } from '../../src/core/values/content.ts';
import type { AbsPath, RelPath } from '../../src/core/values/paths.ts';
import type { CommitOptions, CommitRequest, CommittedFile } from '../../src/ports/git.ts';

/** A temporary folder with a home of its own, so that nobody's git configuration reaches a test. */
export interface Workshop {
  readonly folder: AbsPath;
  readonly home: AbsPath;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs git and gives its output. Throws when it fails. */
  git(root: string, ...args: string[]): string;
  /** Runs git that may fail, with more environment, and gives all it printed. */
  tryGit(root: string, args: readonly string[], environment?: Readonly<Record<string, string>>): string;
  /** Makes a repository on `main`; with a first commit when there are files. */
  repository(name: string, files?: Readonly<Record<string, string>>, init?: readonly string[]): AbsPath;
  readonly dispose: () => void;
}

export function makeWorkshop(): Workshop {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-git-'))) as AbsPath;
  const home = `${folder}/home` as AbsPath;
  mkdirSync(home);
  writeFileSync(
    `${home}/.gitconfig`,
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n',
  );
  const environment = { HOME: home, PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (root: string, ...args: string[]): string =>
    execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    folder,
    home,
    environment,
    git,
    tryGit(root, args, more = {}) {
      const ended = spawnSync('git', args, { cwd: root, env: { ...environment, ...more }, encoding: 'utf8' });
      return ended.stdout + ended.stderr;
    },
    repository(name, files = {}, init = []) {
      const root = `${folder}/${name}` as AbsPath;
      mkdirSync(root, { recursive: true });
      git(root, 'init', '-q', '-b', 'main', ...init);
      if (Object.keys(files).length === 0) return root;
      write(root, files);
      git(root, 'add', '-A', '-f');
      git(root, 'commit', '-q', '-m', 'first');
      return root;
    },
    dispose() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes files below `root`, making their folders. */
export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, text);
  }
}

export function read(root: string, path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** Writes an executable shell script as a hook of a repository. */
export function writeHook(root: string, name: string, lines: readonly string[]): void {
  const path = `${root}/.git/hooks/${name}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(path, 0o755);
}

export function rel(path: string): RelPath {
  return path as RelPath;
}

export function committed(text: string, mode: FileMode = '100644'): CommittedFile {
  return { bytes: bytesOf(text), mode };
}

const OPTIONS: CommitOptions = { hooks: true, ignored: false, sign: 'inherit', timeout: 30_000 };

/** A request to commit these texts (null deletes). */
export function request(
  root: AbsPath,
  files: Readonly<Record<string, string | null>>,
  options: Partial<CommitOptions> = {},
  apart: readonly string[] = [],
): CommitRequest {
  const contents = Object.entries(files).map(
    ([path, text]) => [rel(path), text === null ? null : committed(text)] as const,
  );
  return {
    root,
    files: new Map(contents),
    apart: new Set(apart.map(rel)),
    message: 'chore: reconcile\n\nReconcile-Run: r1\n',
    options: { ...OPTIONS, ...options },
  };
}
