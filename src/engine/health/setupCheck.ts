import type { Check } from '../../core/health/check.ts';
import type { ProgramEnd, Programs } from '../../ports/programs.ts';
import type { World } from '../world.ts';

const PATIENCE = 5000;

/** What every look at the setup needs. */
export interface Tools {
  readonly world: World;
  readonly programs: Programs;
}

/** What was found of the setup. */
export function check(name: string, status: Check['status'], message: string, remedy?: string): Check {
  return { group: 'setup', name, status, message, ...(remedy === undefined ? {} : { remedy }) };
}

/** Whether the first `1.2` in a text is this version or a later one. */
export function isAtLeast(version: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const [, a = 0, b = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return a > major || (a === major && b >= minor);
}

/** Runs a program in the home of the person. */
export function runHere({ programs, world }: Tools, command: string, ...args: string[]): Promise<ProgramEnd> {
  const env = Object.fromEntries(
    Object.entries(world.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return programs.run({ command, args, cwd: world.home, env: { ...env, LC_ALL: 'C' }, input: '', timeout: PATIENCE });
}
