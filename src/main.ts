import { readFileSync, realpathSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { compose } from './compose.ts';
import { type AbsPath, absolute } from './core/values/paths.ts';
import { run } from './surfaces/cli/run.ts';
import type { Output, Terminal } from './surfaces/cli/terminal.ts';

/** `plan | head` closes the pipe: what is left to say is wanted by nobody, and that is no error. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
}

function outputOf(stream: NodeJS.WriteStream & { fd: number }): Output {
  return {
    write(content) {
      // Written at once: a pipe must hold all of it before the process ends, and a full one is waited for.
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) {
        try {
          at += writeSync(stream.fd, bytes, at);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EAGAIN')
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
          else endQuietly(error as NodeJS.ErrnoException);
        }
      }
    },
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? Number.POSITIVE_INFINITY;
    },
  };
}

async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await Promise.race([
    lines.question(question),
    new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined))),
  ]);
  lines.close();
  return answer;
}

function onStop(stop: (times: number) => void): void {
  let times = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      times++;
      if (times > 1) process.exit(130);
      stop(times);
    });
  }
}

/** The program is a file in a folder of its package; what was started may be a link to it. */
function packageFolder(): AbsPath {
  return absolute('../..', realpathSync(process.argv[1]!) as AbsPath, '/' as AbsPath);
}

async function main(): Promise<void> {
  const env = process.env;
  const home = (env['HOME'] ?? homedir()) as AbsPath;
  const terminal: Terminal = {
    cwd: process.cwd() as AbsPath,
    home,
    env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    get interactive() {
      return process.stdin.isTTY === true && process.stdout.isTTY === true;
    },
    input: () => readFileSync(0, 'utf8'),
    ask,
    onStop,
    parts: compose(env, home, packageFolder),
  };
  process.exitCode = await run(process.argv.slice(2), terminal);
}

void main();
