import { compose } from '../../src/compose.ts';
import { type AbsPath, absolute } from '../../src/core/values/paths.ts';
import type { DiskWriter } from '../../src/ports/disk.ts';
import { run } from '../../src/surfaces/cli/run.ts';
import type { Output, Terminal } from '../../src/surfaces/cli/terminal.ts';

export interface TerminalOptions {
  readonly cwd: AbsPath;
  readonly home: AbsPath;
  /** All of the environment: nothing is taken from the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True for a person at a terminal: output may have colour, and questions are asked. */
  readonly interactive: boolean;
  /** What the person answers, question by question; when it runs out, nobody answers any more. */
  readonly answers: readonly string[];
  /** What stands on standard input; nothing when absent. */
  readonly input?: string;
  /** Milliseconds since 1970 that the program's clock shows. */
  readonly now: number;
  /** Columns of the terminal; 100 when absent, and without end where it is no terminal. */
  readonly columns?: number;
  /** Puts something between the program and its disk: one that fails, or on which somebody else writes meanwhile. */
  readonly disk?: (real: DiskWriter) => DiskWriter;
}

/** What a run printed and ended with. */
export interface Ran {
  readonly code: number;
  /** Standard output alone, in bytes: what a pipe would get. */
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Standard output and standard error as they came. */
  readonly all: Buffer;
}

/**
 * Runs one command line inside this process, with the real adapters. Only the clock and chance are given, so that the names of runs
 * repeat.
 */
export async function runIn(options: TerminalOptions, argv: readonly string[]): Promise<Ran> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const all: Buffer[] = [];
  const code = await run(argv, makeTerminal(options, { stdout, stderr, all }));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), all: Buffer.concat(all) };
}

/** A terminal that collects what is written to it: each stream by itself, and both in `all`. */
export function makeTerminal(
  options: TerminalOptions,
  { stdout, stderr, all }: Readonly<Record<'stdout' | 'stderr' | 'all', Buffer[]>>,
): Terminal {
  const { cwd, home, env, interactive } = options;
  const answers = [...options.answers];
  const output = (into: readonly Buffer[][]): Output => ({
    write(content) {
      for (const list of into) list.push(Buffer.from(content));
    },
    isTerminal: interactive,
    columns: options.columns ?? (interactive ? 100 : Number.POSITIVE_INFINITY),
  });
  const out = output([stdout, all]);
  return {
    cwd,
    home,
    env,
    out,
    err: output([stderr, all]),
    interactive,
    input: () => options.input ?? '',
    ask(question) {
      const answer = answers.shift();
      out.write(`${question}${answer ?? ''}\n`);
      return Promise.resolve(answer);
    },
    // Nobody presses Ctrl-C in a scenario.
    onStop: () => undefined,
    parts: partsAt(options),
  };
}

function partsAt({ env, home, now, disk: between = (real) => real }: TerminalOptions): Terminal['parts'] {
  const parts = compose(env, home, () => absolute('../..', import.meta.dirname as AbsPath, home));
  return {
    ...parts,
    now: () => now,
    readers() {
      const readers = parts.readers();
      // What only reads is the same disk, which can write.
      return { ...readers, disk: between(readers.disk as DiskWriter) };
    },
    async world(log) {
      const world = await parts.world(log);
      const random = { fraction: () => 0, word: (length: number) => 'k7f2'.repeat(length).slice(0, length) };
      return { ...world, disk: between(world.disk), clock: { ...world.clock, now: () => now }, random };
    },
  };
}
