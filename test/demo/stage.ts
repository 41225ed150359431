import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import colors from 'picocolors';

const PROGRAM = fileURLToPath(new URL('../../dist/reconcile.mjs', import.meta.url));

/** Whether there is a program to show. */
export function isBuilt(): boolean {
  return existsSync(PROGRAM);
}

/** What a shown command must end with and print, for the demo to be right. */
export interface Expected {
  readonly code?: number;
  readonly prints?: readonly string[];
}

/** A temporary home with projects, in which commands are run and shown. */
export class Stage {
  readonly home = mkdtempSync(join(tmpdir(), 'reconcile-demo-'));
  /** What was not as it should be. */
  readonly faults: string[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor() {
    mkdirSync(join(this.home, 'bin'));
    mkdirSync(join(this.home, 'projects'));
    symlinkSync(PROGRAM, join(this.home, 'bin/reconcile'));
    this.#env = {
      PATH: [join(this.home, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: this.home,
      XDG_STATE_HOME: join(this.home, '.local/state'),
      RECONCILE_CONFIG: join(this.home, 'projects/hub/canonical.yaml'),
      // A machine without a git identity can run the demo, and one with signing or hooks configured runs the same demo.
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A Person',
      GIT_AUTHOR_EMAIL: 'person@example.com',
      GIT_COMMITTER_NAME: 'A Person',
      GIT_COMMITTER_EMAIL: 'person@example.com',
      GIT_PAGER: 'cat',
    };
  }

  heading(text: string): void {
    print(`\n${colors.bold(`── ${text} ${'─'.repeat(Math.max(3, 92 - text.length))}`)}\n\n`);
  }

  say(...lines: readonly string[]): void {
    print(`${lines.join('\n')}\n\n`);
  }

  /** Shows a command line as a person in ~/projects would type it, runs it, shows what it prints, and holds it to what is expected. */
  show(line: string, expected: Expected = {}): void {
    print(`${colors.cyan(`$ ${line}`)}\n`);
    const { code, output } = this.#shell(line);
    print(`${output.trimEnd()}${output.trim() === '' ? '' : '\n'}\n`);
    const wanted = expected.code ?? 0;
    if (code !== wanted) this.#fault(`\`${line}\` ended with ${code}, not ${wanted}`);
    for (const text of expected.prints ?? [])
      if (!output.includes(text)) this.#fault(`\`${line}\` did not print: ${text}`);
  }

  /** Runs a command line in ~/projects without showing it. @throws when it does not end with `code` */
  quietly(line: string, wanted = 0): string {
    const { code, output } = this.#shell(line);
    if (code !== wanted) throw new Error(`\`${line}\` ended with ${code}:\n${output}`);
    return output;
  }

  /** Writes a file below ~/projects. */
  write(path: string, content: string, executable = false): void {
    const file = join(this.home, 'projects', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (executable) chmodSync(file, 0o755);
  }

  read(path: string): string {
    return readFileSync(join(this.home, 'projects', path), 'utf8');
  }

  /** Says what must hold, and notes it as a fault where it does not. */
  hold(what: string, holds: boolean): void {
    if (holds) print(`  ${colors.green('✓')} ${what}\n`);
    else this.#fault(what);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  #fault(what: string): void {
    this.faults.push(what);
    print(`  ${colors.red('✗')} not as it should be: ${what}\n`);
  }

  #shell(line: string): { code: number | null; output: string } {
    const cwd = join(this.home, 'projects');
    const ended = spawnSync('sh', ['-c', `exec 2>&1\n${line}`], {
      cwd,
      env: this.#env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { code: ended.status, output: ended.stdout };
  }
}

export function print(text: string): void {
  process.stdout.write(text);
}
