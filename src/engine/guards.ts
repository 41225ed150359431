import type { GuardReading } from '../core/hooks/guardReading.ts';
import { isObject, type Json, type JsonObject } from '../core/values/json.ts';
import type { AbsPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { Programs } from '../ports/programs.ts';

/** Where a line would run. */
export interface LinePlace {
  readonly cwd: AbsPath;
  readonly project: AbsPath;
  readonly env: Readonly<Record<string, string | undefined>>;
}

// A guard bounds its own work; this is for a machine that stands still.
const TIMEOUT = 20_000;

/**
 * Asks a guard, by its delivered script, how it reads a command line. The line is not run.
 * @throws InputError when the script does not answer as a guard does
 */
export async function askGuard(
  programs: Programs,
  script: AbsPath,
  line: string,
  { cwd, project, env }: LinePlace,
): Promise<GuardReading> {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const end = await programs.run({
    command: 'node',
    args: [script, `--explain=${line}`, '--json'],
    cwd,
    env: { ...Object.fromEntries(defined), CLAUDE_PROJECT_DIR: project },
    input: '',
    timeout: TIMEOUT,
  });
  const reading = end.code === 0 ? readingOf(end.stdout) : undefined;
  if (reading !== undefined) return reading;
  const why = end.timedOut
    ? 'it took too long'
    : (end.failure ?? (firstLine(end.stderr) || 'it printed no explanation'));
  throw new InputError([
    {
      place: { file: script },
      severity: 'error',
      message: `cannot explain a command line: ${why}.`,
      remedy: 'It must be the guard that this program builds, and node must be on the PATH.',
    },
  ]);
}

function readingOf(text: string): GuardReading | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(value) && isReading(value) ? (value as unknown as GuardReading) : undefined;
}

function isReading(value: JsonObject): boolean {
  const lists: readonly (Json | undefined)[] = [value['commands'], value['problems']];
  return typeof value['guard'] === 'string' && lists.every((list) => Array.isArray(list)) && 'verdict' in value;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
