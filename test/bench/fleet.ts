import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../e2e/program.ts';
import { prose, seeded } from './seeded.ts';

/** The files of the library that are changed for an apply. */
export const CHANGED: readonly string[] = libraryFiles().slice(0, 5);

/**
 * A hub and real repositories of 40 committed files each, the same in every run. Of the 40 files 33 are whole files of the
 * library, 2 are shared (settings.json, CLAUDE.md), 1 is the inventory, and 4 are the repository's own. A file has about 3.5 KB.
 */
export class Fleet {
  readonly root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  readonly names: readonly string[];
  /** The environment of every timed process: nothing of the person, nothing that slows down the start of Node. */
  readonly env: NodeJS.ProcessEnv;

  constructor(size: number) {
    this.names = Array.from({ length: size }, (_, index) => `r${String(index + 1).padStart(4, '0')}`);
    this.env = {
      PATH: process.env['PATH'],
      HOME: join(this.root, 'home'),
      XDG_STATE_HOME: join(this.root, 'state'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A Person',
      GIT_AUTHOR_EMAIL: 'person@example.com',
      GIT_COMMITTER_NAME: 'A Person',
      GIT_COMMITTER_EMAIL: 'person@example.com',
    };
    mkdirSync(this.env['HOME']!);
    this.#makeRepositories();
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** One repository is made with git, the others are copies of it: git would take longer than all that is measured. */
  #makeRepositories(): void {
    const random = seeded(1);
    for (const path of ['README.md', 'src/service.py', 'src/model.py', '.gitignore'])
      this.write(`template/${path}`, prose(random, 3500));
    this.write('template/CLAUDE.md', `# Notes\n\n${prose(random, 1500)}`);
    this.write(
      'template/.claude/settings.json',
      '{\n  "model": "opus",\n  "permissions": { "allow": ["Bash(make:*)"] }\n}\n',
    );
    const make = 'git -c init.defaultBranch=main init -q && git add -A && git commit -q -m first';
    execFileSync('sh', ['-c', make], { cwd: this.path('template'), env: this.env });
    mkdirSync(this.path('fleet'));
    const copy = 'for name in "$@"; do cp -r ../template "$name"; done';
    execFileSync('sh', ['-c', copy, 'sh', ...this.names], { cwd: this.path('fleet'), env: this.env });
  }

  /** Makes a hub for the first `size` repositories. All hubs have the same library. */
  hub(name: string, size: number): void {
    const random = seeded(2);
    const repositories = this.names
      .slice(0, size)
      .map((one) => `  ${one}: {path: ${one}, language: python, test_command: make test}`);
    const global =
      'global:\n  commands: ["**"]\n  agents: ["**"]\n  rules: ["**"]\n  skills: ["*"]\n  settings: [base]\n  memory: [base]\n';
    this.write(
      `${name}/canonical.yaml`,
      `version: "1.0"\nworkspace: ../fleet\nrepositories:\n${repositories.join('\n')}\n${global}`,
    );
    for (const path of libraryFiles())
      this.write(`${name}/desired-state/${path}`, `${frontMatter(path)}${prose(random, 500 + random() * 6000)}`);
    this.write(`${name}/desired-state/settings/base.json`, settings());
    this.write(
      `${name}/desired-state/memory/base.md.mustache`,
      `Tests of {{name}}: \`{{test_command}}\`.\n\n${prose(random, 1500)}`,
    );
  }

  /** Changes five files in the library of a hub. */
  changeLibrary(hub: string, version: number): void {
    for (const path of CHANGED) setVersion(this.path(hub, 'desired-state', path), version);
  }

  /** Takes away what is remembered of targets in sync, so that the next plan reads every file. */
  forgetProofs(): void {
    const hubs = this.path('state', 'reconcile', 'hubs');
    for (const hub of readdirSync(hubs)) rmSync(join(hubs, hub, 'settled'), { force: true });
  }

  /** Copies all repositories as they are. */
  copyRepositories(folder: string): void {
    execFileSync('cp', ['-r', this.path('fleet'), this.path(folder)]);
  }

  /** Changes the same five files in copies of the repositories. */
  changeCopies(folder: string, version: number): void {
    for (const name of this.names) {
      for (const path of CHANGED) setVersion(this.path(folder, name, '.claude', path), version);
    }
  }

  /** Runs the built program in a hub to its end, untimed. @throws when it does not exit with 0 */
  run(hub: string, ...args: string[]): string {
    return execFileSync(process.execPath, [PROGRAM, ...args], { cwd: this.path(hub), env: this.env, encoding: 'utf8' });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function setVersion(file: string, version: number): void {
  const before = readFileSync(file, 'utf8').replace(/\nversion \d+\n$/, '\n');
  writeFileSync(file, `${before}version ${version}\n`);
}

function libraryFiles(): string[] {
  const numbered = (folder: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${folder}/${folder}-${index}.md`);
  const skills = ['deploy', 'review', 'trace'].flatMap((skill) =>
    ['SKILL.md', 'references/patterns.md', 'references/limits.md'].map((file) => `skills/${skill}/${file}`),
  );
  return [...numbered('commands', 16), ...numbered('agents', 4), ...numbered('rules', 4), ...skills];
}

function frontMatter(path: string): string {
  const name = path.startsWith('skills/') ? path.split('/')[1]! : path.replace(/^.*\/|\.md$/g, '');
  return path.includes('/references/') ? '' : `---\nname: ${name}\ndescription: What ${name} is for.\n---\n`;
}

function settings(): string {
  const rules = (verb: string, count: number) => Array.from({ length: count }, (_, index) => `Bash(${verb}${index}:*)`);
  return `${JSON.stringify({
    env: { EDITOR: 'vi', TZ: 'UTC', QUESTDB_HOST: 'localhost', QUESTDB_ILP_PORT: '9009' },
    permissions: { allow: rules('read', 8), deny: rules('erase', 4) },
    includeCoAuthoredBy: false,
  })}\n`;
}
