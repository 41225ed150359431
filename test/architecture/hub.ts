import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { makeWorkshop, type Workshop, write } from '../tools/repository.ts';
import { type Ran, runIn } from '../tools/terminal.ts';
import { readCommandLine } from '../tools/words.ts';

/** The repositories of canonical.yaml that are there; the others will be made. */
const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nautilus_dev: { 'README.md': '# nautilus_dev\n', 'CLAUDE.md': '# Nautilus\n\nPrices are decimals.\n' },
  N8N_dev: { 'README.md': '# n8n_dev\n', '.claude/settings.json': '{"model": "opus"}\n' },
  UTXOracle: { 'README.md': '# UTXOracle\n' },
};

/** A day of the year of canonical.yaml; each command comes a second later. */
const START = Date.UTC(2026, 10, 23);

/** The project's own canonical.yaml and library as a hub, with a fleet of real repositories, under a home of its own. */
export class Hub {
  readonly #workshop: Workshop;
  readonly #env: Readonly<Record<string, string>>;
  #cwd: AbsPath;
  #commands = 0;

  private constructor(workshop: Workshop) {
    this.#workshop = workshop;
    this.#cwd = `${workshop.home}/hub` as AbsPath;
    this.#env = { ...workshop.environment, NO_COLOR: '1', TZ: 'UTC' };
  }

  /** @param project the folder of this project */
  static async make(project: string): Promise<Hub> {
    const workshop = makeWorkshop();
    const hub = new Hub(workshop);
    for (const name of ['canonical.yaml', 'desired-state']) {
      cpSync(`${project}/${name}`, `${workshop.home}/hub/${name}`, { recursive: true });
    }
    for (const [name, files] of Object.entries(REPOSITORIES)) {
      const root = `${workshop.home}/projects/${name}`;
      write(root, files);
      workshop.git(root, 'init', '-q', '-b', 'main');
      workshop.git(root, 'add', '-A');
      workshop.git(root, 'commit', '-q', '-m', 'first');
    }
    return hub;
  }

  /** Runs a line as a person at a terminal in the hub would type it; every question is answered with yes. */
  async run(line: string): Promise<Pick<Ran, 'code' | 'all'>> {
    const { words, env, to } = readCommandLine(line, this.#env);
    if (words[0] === 'cd') {
      this.#cwd = resolve(this.#cwd, words[1]!.replace(/^~(?=\/|$)/, this.#workshop.home)) as AbsPath;
      return { code: 0, all: Buffer.alloc(0) };
    }
    if (words[0] !== 'reconcile') return this.#shell(line);
    const ran = await runIn(
      {
        cwd: this.#cwd,
        home: this.#workshop.home,
        env: { ...this.#env, ...env },
        interactive: true,
        answers: ['yes', 'yes'],
        now: START + ++this.#commands * 1000,
      },
      words.slice(1),
    );
    if (to === undefined) return ran;
    if ('command' in to) return this.#shell(to.command, ran.stdout);
    writeFileSync(resolve(this.#cwd, to.file), ran.stdout);
    return { code: ran.code, all: ran.stderr };
  }

  #shell(line: string, input?: Buffer): Pick<Ran, 'code' | 'all'> {
    const ended = spawnSync('sh', ['-c', `exec 2>&1\n${line}`], { cwd: this.#cwd, env: this.#env, input });
    return { code: ended.status ?? -1, all: ended.stdout };
  }

  remove(): void {
    this.#workshop.dispose();
  }
}
