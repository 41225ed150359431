import type { AbsPath } from '../../core/values/paths.ts';
import type { Readers, World } from '../../engine/world.ts';
import type { Log } from '../../ports/log.ts';
import type { MetricsDatabase } from '../../ports/metrics.ts';
import type { OtlpReceiver } from '../../ports/otlp.ts';
import type { Probe } from '../../ports/probe.ts';
import type { Programs } from '../../ports/programs.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Recorded } from '../../ports/recorded.ts';
import type { Schedules } from '../../ports/schedule.ts';
import type { Spool } from '../../ports/spool.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import type { KeptFile, Transcripts } from '../../ports/transcripts.ts';

/** One stream of the process, as far as commands need it. */
export interface Output {
  write(text: string | Uint8Array): void;
  readonly isTerminal: boolean;
  /** The width in columns; infinite where it is not a terminal. */
  readonly columns: number;
}

/** What a command is given of the process it runs in; a test gives it another. */
export interface Terminal {
  readonly cwd: AbsPath;
  readonly home: AbsPath;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly err: Output;
  /** True when a person is there to answer: input and output are a terminal. */
  readonly interactive: boolean;
  /** All of standard input as text. */
  input(): string;
  /** Asks a question and gives one line of the answer; undefined when nobody can answer. */
  ask(question: string): Promise<string | undefined>;
  /** Calls back at the first and at each further request to stop (Ctrl-C, SIGTERM). */
  onStop(stop: (times: number) => void): void;
  /** The parts of the program that reach outside, made when they are first needed. */
  readonly parts: Parts;
}

export interface Parts {
  /** What the clock shows, in milliseconds since 1970. */
  now(): number;
  readers(): Readers;
  world(log: Log): Promise<World>;
  log(write: (text: string) => void, level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log;
  schedules(): Promise<Schedules>;
  queue(): Promise<Queue>;
  programs(): Promise<Programs>;
  /** The rows of metrics that this machine keeps. */
  spool(): Promise<Spool>;
  /** The database of metrics; nothing is connected before it is asked for. */
  database(address: { readonly host: string; readonly port: number }): Promise<MetricsDatabase>;
  feeds(): Promise<Feeds>;
  telemetry(): Promise<Telemetry>;
  probe(): Promise<Probe>;
  readonly version: string;
  /** Where this program is installed, with the library that comes with it. */
  packageFolder(): AbsPath;
}

/** What reads where numbers come from, and writes rows of them. */
interface Feeds {
  readonly transcripts: Transcripts;
  /** How far the transcripts have been read. */
  readonly kept: KeptFile;
  readonly spool: SpoolWriter;
  readonly collectGarbage: () => void;
}

/** What receives telemetry, and keeps what it says. */
interface Telemetry {
  readonly receiver: OtlpReceiver;
  readonly recorded: Recorded;
  readonly transcripts: Transcripts;
  /** A new writer to the spool. */
  readonly spool: () => SpoolWriter;
}

/** Takes the exit code that a command ended with. */
export type Ended = (code: number) => void;
