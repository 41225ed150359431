import type { Weight } from '../../core/canonical/canonical.ts';
import { type Check, statusOf } from '../../core/health/check.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';
import type { Probe } from '../../ports/probe.ts';
import type { ProgramEnd, Programs } from '../../ports/programs.ts';

/** Milliseconds that a port has to answer. */
export const PATIENCE = 2000;
const PROGRAM_PATIENCE = 5000;

/** What looking at this machine's services needs. */
export interface Machine {
  readonly programs: Programs;
  readonly probe: Probe;
  readonly disk: DiskReader;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: number;
}

/** Something that canonical.yaml expects here. */
export interface Told {
  readonly name: string;
  readonly weight: Weight;
  readonly place: string;
}

/** What a look found: that it is well, what is wrong with it, or that this machine has nothing of the kind. */
export type Found =
  | { readonly well: string }
  | { readonly wrong: string; readonly remedy: string }
  | { readonly notHere: string };

/** A program of this machine; no shell, so that no name is a command. */
export function run({ programs, env }: Machine, command: string, ...args: string[]): Promise<ProgramEnd> {
  const passed = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return programs.run({
    command,
    args,
    cwd: '/' as AbsPath,
    env: { ...passed, LC_ALL: 'C' },
    input: '',
    timeout: PROGRAM_PATIENCE,
  });
}

/** Why a program did not tell anything; undefined when it ended by itself. */
export function silence(command: string, { failure, timedOut }: ProgramEnd): Found | undefined {
  if (failure === 'ENOENT') return { notHere: `not on this machine: there is no ${command}` };
  if (failure !== undefined) return unknown(`${command} cannot be started (${failure})`, command);
  return timedOut ? unknown(`${command} did not answer within ${PROGRAM_PATIENCE / 1000} s`, command) : undefined;
}

/** That it cannot be told, and why. */
export function unknown(because: string, command: string): Found {
  return { wrong: `cannot be told: ${because}`, remedy: `Run \`${command}\` by hand, and see what it says.` };
}

/** A check of what was found, by how much it matters. */
export function told({ name, weight, place }: Told, found: Found): Check {
  const common = { group: 'expected', name, place } as const;
  if ('well' in found) return { ...common, status: 'ok', message: found.well };
  if ('notHere' in found) return { ...common, status: 'absent', message: found.notHere };
  const status = statusOf(weight);
  if (status === 'ok') return { ...common, status, message: `${found.wrong} (optional)` };
  return { ...common, status, message: found.wrong, remedy: found.remedy };
}

/** The first line that says something. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? '';
}
