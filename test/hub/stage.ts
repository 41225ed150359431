import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AbsPath } from '../../src/core/values/paths.ts';
import type { DiskWriter } from '../../src/ports/disk.ts';
import { emptyRepository, snapshot } from '../laws/fleet.ts';
import { runIn } from '../tools/terminal.ts';

/** What a command printed, and its exit code. */
export interface Ended {
  readonly code: number;
  readonly text: string;
}

/** A hub and a few repositories under a scratch home, in which single commands are run, on a disk of one's choice. */
export class Stage {
  readonly root: AbsPath;
  #runs = 0;

  private constructor(root: AbsPath) {
    this.root = root;
  }

  static create(files: Readonly<Record<string, string>>, repositories: readonly string[]): Stage {
    const stage = new Stage(realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-hub-'))) as AbsPath);
    for (const name of repositories) emptyRepository(stage.path(name));
    for (const [path, text] of Object.entries(files)) stage.write(path, text);
    return stage;
  }

  copy(): Stage {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-hub-')));
    cpSync(this.root, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return new Stage(root as AbsPath);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  path(path: string): AbsPath {
    return join(this.root, path) as AbsPath;
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** The text of a file; nothing when it is not there. */
  read(path: string): string | undefined {
    return existsSync(this.path(path)) ? readFileSync(this.path(path), 'utf8') : undefined;
  }

  /** All files but those of the machine's state and of git. */
  files(): Map<string, string> {
    return new Map([...snapshot(this.root)].filter(([path]) => !path.startsWith('.local/') && !path.endsWith('/')));
  }

  /** Runs one command in the hub. Each comes a second after the one before. */
  async run(words: string, disk?: (real: DiskWriter) => DiskWriter): Promise<Ended> {
    const env = {
      HOME: this.root,
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    };
    const now = Date.UTC(2026, 0, 31, 14, 25, 0) + ++this.#runs * 1000;
    const cwd = this.path(existsSync(this.path('hub')) ? 'hub' : '.');
    const options = { cwd, home: this.root, env, interactive: false, answers: [], now };
    const { code, all } = await runIn(disk === undefined ? options : { ...options, disk }, words.split(' '));
    return { code, text: all.toString('utf8').replaceAll(this.root, '~') };
  }
}
