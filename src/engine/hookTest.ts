import { type ClientReading, readAnswer } from '../core/hooks/answer.ts';
import { eventNameOf } from '../core/hooks/sample.ts';
import { textOf } from '../core/values/content.ts';
import { isObject, type JsonObject } from '../core/values/json.ts';
import { type AbsPath, join, type RelPath } from '../core/values/paths.ts';
import type { DiskReader } from '../ports/disk.ts';
import type { ProgramEnd, Programs, Scratch } from '../ports/programs.ts';

/** A hook to be run once, as Claude Code would. */
export interface HookTrial {
  /** The script, and how its handler starts it: `{command, args}` with the script among the args, or as the command. */
  readonly script: AbsPath;
  readonly handler: JsonObject;
  readonly event: JsonObject;
  /** The session's current folder. */
  readonly cwd: AbsPath;
  /** CLAUDE_PROJECT_DIR. */
  readonly project: AbsPath;
  /** `env` of the settings. */
  readonly env: Readonly<Record<string, string>>;
}

/** A row that the hook appended to the spool. */
interface AppendedRow {
  readonly table: string;
  readonly row: JsonObject;
}

/** What came of a trial. */
export interface TrialReport {
  readonly command: readonly string[];
  readonly end: ProgramEnd;
  readonly reading: ClientReading;
  /** The id of the rule that decided, as the hook recorded it. */
  readonly rule?: string;
  readonly rows: readonly AppendedRow[];
  /** Milliseconds. */
  readonly timeout: number;
}

/** What a session of Claude Code has besides its own variables, and hooks do not get (2.1.330). */
const TAKEN_OUT = /^OTEL_/;

/** Seconds that a handler has when it says nothing (2.1.330). */
function defaultTimeout(event: string): number {
  return event === 'UserPromptSubmit' ? 30 : 600;
}

/**
 * Runs a hook on an event in a state folder of its own, so that neither its metrics nor what it remembers reaches those of the person.
 * What the hook does to the project, it does: a formatter formats.
 * @param scratch becomes the state folder
 */
export async function tryHook(
  programs: Programs,
  disk: DiskReader,
  environment: Readonly<Record<string, string | undefined>>,
  trial: HookTrial,
  scratch: Scratch,
): Promise<TrialReport> {
  const name = eventNameOf(trial.event);
  const timeout = 1000 * numberOr(trial.handler['timeout'], defaultTimeout(name));
  const [command, ...args] = commandOf(trial);
  const env = { ...passed(environment), ...trial.env, ...clientVariables(trial, scratch.path) };
  const input = JSON.stringify(trial.event);
  const end = await programs.run({ command: command!, args, cwd: trial.cwd, env, input, timeout });
  const onFailure = trial.handler['onFailure'];
  const rows = rowsIn(disk, scratch.path);
  const rule = rows.find((one) => one.table === 'claude_hooks')?.row['rule'];
  return {
    command: [command!, ...args],
    end,
    reading: readAnswer(name, end, typeof onFailure === 'string' ? onFailure : undefined),
    ...(typeof rule === 'string' ? { rule } : {}),
    rows,
    timeout,
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise;
}

/** The handler's command with the script of the library in place of the delivered one. */
function commandOf({ handler, script }: HookTrial): string[] {
  const isScript = (word: unknown): boolean =>
    typeof word === 'string' && /(?:^|\/)[^/\s]+\.(?:mjs|cjs|js|py|sh)$/.test(word);
  const args = Array.isArray(handler['args']) ? handler['args'].map(String) : [];
  const command = typeof handler['command'] === 'string' ? handler['command'] : script;
  const at = args.findIndex(isScript);
  if (isScript(command) || at < 0) return [script, ...args];
  return [command, ...args.map((word, index) => (index === at ? script : word))];
}

function passed(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !TAKEN_OUT.test(name)) env[name] = value;
  }
  return env;
}

function clientVariables(trial: HookTrial, state: AbsPath): Record<string, string> {
  return { CLAUDE_PROJECT_DIR: trial.project, CLAUDECODE: '1', XDG_STATE_HOME: state };
}

function rowsIn(disk: DiskReader, state: AbsPath): AppendedRow[] {
  const folder = join(state, 'reconcile/spool' as RelPath);
  return disk.list(folder).flatMap((name) => {
    const node = disk.read(join(folder, name as RelPath));
    if (node.kind !== 'file') return [];
    const table = name.replace(/-\d{8}\.jsonl$/, '');
    const lines = textOf(node.bytes)
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line): AppendedRow => ({ table, row: rowOf(line) }));
  });
}

function rowOf(line: string): JsonObject {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : { line };
  } catch {
    return { line };
  }
}
