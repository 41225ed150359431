import type { AbsPath } from '../core/values/paths.ts';

/** One program to be run to its end, without a shell. */
export interface ProgramRun {
  /** A name on the PATH of `env`, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: AbsPath;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Its standard input. */
  readonly input: string;
  /** Milliseconds after which it is ended, with all that it started. */
  readonly timeout: number;
}

/** How a program ended. */
export interface ProgramEnd {
  /** Undefined where it was ended, by a signal or for its time, or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** Why it could not be started: `ENOENT`. */
  readonly failure?: string;
  /** Milliseconds from its start to its end. */
  readonly duration: number;
}

/** A folder of its own for the time of one piece of work. */
export interface Scratch {
  readonly path: AbsPath;
  /** Writes a file directly in it, for this person alone. @throws what the system throws */
  put(name: string, text: string): AbsPath;
  /** Removes it with all that is in it. */
  remove(): void;
}

/** Starts programs that are no git. */
export interface Programs {
  /** Runs a program; how it ends is a value, also where it cannot be started. Never rejects. */
  run(run: ProgramRun): Promise<ProgramEnd>;
  /** Makes a folder for temporary files. @throws what the system throws */
  scratch(): Scratch;
}
