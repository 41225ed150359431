import { readSync, writeSync } from 'node:fs';
import type { Surroundings } from './world.ts';

/** The process as a hook sees it: the only place where stdin, stdout and the exit code are reached. */
export interface HookProcess extends Surroundings {
  /** The arguments after the program's own path. */
  readonly argv: readonly string[];
  readonly pid: number;
  /** Milliseconds since the process started, so that starting the program counts as part of its time. */
  elapsed(): number;
  /** All of stdin as text. Throws when it is longer than the bound or cannot be read. */
  readStdin(): string;
  /** Writes all of the text on stdout. Throws when it cannot. */
  write(text: string): void;
  /** Says why on stderr and sets the exit code with which the client blocks the action. */
  fail(reason: string): void;
}

// A tool's answer may hold an image; more than this is no event.
const MAX_STDIN_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
// How long a descriptor that does not block may have nothing to read before it counts as silent.
const MAX_WAITS = 5000;

/** The real process. */
export function nodeProcess(): HookProcess {
  return {
    env: process.env,
    cwd: currentDirectory(),
    argv: process.argv.slice(2),
    pid: process.pid,
    now: () => Date.now(),
    // `performance` would be loaded for this alone.
    elapsed: () => process.uptime() * 1000,
    readStdin,
    write: writeStdout,
    fail(reason) {
      process.exitCode = 2;
      try {
        writeSync(2, `${reason}\n`);
      } catch {
        // Nobody listens; the exit code still says it.
      }
    },
  };
}

/** `process.cwd()` throws where the folder has been deleted, which a session may well have done. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

// Synchronous, because opening process.stdin loads the stream and network modules, which costs more than all the rest.
function readStdin(): string {
  const chunks: Buffer[] = [];
  let total = 0;
  let waits = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = tryOn(() => readSync(0, chunk, 0, CHUNK_BYTES, null));
    if (length === 0) return Buffer.concat(chunks, total).toString('utf8');
    if (length === undefined) {
      waits += 1;
      if (waits > MAX_WAITS) throw new Error('stdin stayed silent');
      pause(1);
      continue;
    }
    total += length;
    if (total > MAX_STDIN_BYTES) throw new Error('the event is too long');
    chunks.push(chunk.subarray(0, length));
  }
}

function writeStdout(text: string): void {
  const bytes = Buffer.from(text);
  let offset = 0;
  let waits = 0;
  while (offset < bytes.length) {
    const written = tryOn(() => writeSync(1, bytes, offset));
    if (written !== undefined) {
      offset += written;
      continue;
    }
    waits += 1;
    if (waits > MAX_WAITS) throw new Error('stdout takes nothing');
    pause(1);
  }
}

/** The result, 0 at the end of a file, or undefined where the descriptor is not ready. */
function tryOn(operation: () => number): number | undefined {
  try {
    return operation();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EAGAIN') return undefined;
    if (code === 'EOF') return 0;
    throw error;
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
