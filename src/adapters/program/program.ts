import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type AbsPath, join, type RelPath } from '../../core/values/paths.ts';
import type { ProgramEnd, ProgramRun, Programs } from '../../ports/programs.ts';

// After a program's end this is ample for what it has printed to arrive; something it left running may hold the pipes for ever.
const LAST_OUTPUT = 250;
const MOST_OUTPUT = 4 * 1024 * 1024;

/** Programs as processes of this machine, each in a group of its own, so that a timeout ends what it started too. */
export const realPrograms: Programs = {
  run: runProgram,
  scratch() {
    const path = realpathSync(mkdtempSync(`${tmpdir()}/reconcile-`)) as AbsPath;
    return {
      path,
      put(name, text) {
        const file = join(path, name as RelPath);
        writeFileSync(file, text, { mode: 0o600 });
        return file;
      },
      remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
    };
  },
};

function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const start = performance.now();
  return new Promise((done) => {
    const out = { stdout: collector(), stderr: collector() };
    const timers: NodeJS.Timeout[] = [];
    let timedOut = false;
    const finish = (code: number | undefined, failure?: string): void => {
      for (const timer of timers) clearTimeout(timer);
      done({
        code,
        stdout: out.stdout.text(),
        stderr: out.stderr.text(),
        timedOut,
        ...(failure === undefined ? {} : { failure }),
        duration: performance.now() - start,
      });
    };
    const child = spawn(run.command, [...run.args], {
      cwd: run.cwd,
      env: run.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    timers.push(
      setTimeout(() => {
        timedOut = true;
        endGroup(child);
      }, run.timeout),
    );
    child.stdout.on('data', out.stdout.add);
    child.stderr.on('data', out.stderr.add);
    child.on('error', (error) => finish(undefined, (error as NodeJS.ErrnoException).code ?? error.message));
    child.on('close', (code) => finish(timedOut ? undefined : (code ?? undefined)));
    child.on('exit', (code) =>
      timers.push(setTimeout(() => leave(child, out, () => finish(code ?? undefined)), LAST_OUTPUT)),
    );
    // A program need not read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input);
  });
}

/** In a process that was busy all that time, the timer comes before what waits in the pipes: it is read first. */
function leave(child: ChildProcess, out: { stdout: Collector; stderr: Collector }, finish: () => void): void {
  const read = (): number => out.stdout.length() + out.stderr.length();
  const before = read();
  setImmediate(() => {
    if (read() !== before) return leave(child, out, finish);
    child.stdout?.destroy();
    child.stderr?.destroy();
    finish();
  });
}

interface Collector {
  readonly add: (chunk: Buffer) => void;
  readonly length: () => number;
  readonly text: () => string;
}

function collector(): Collector {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    add(chunk) {
      if (length < MOST_OUTPUT) chunks.push(chunk.subarray(0, MOST_OUTPUT - length));
      length += chunk.length;
    },
    length: () => length,
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}
