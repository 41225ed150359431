import type { RelPath } from '../../core/values/paths.ts';
import type { Command, Runner } from './command.ts';
import type { Person } from './config.ts';
import type { Repository } from './state.ts';

/** What every operation in one repository needs. */
export interface Context {
  readonly repository: Repository;
  readonly person: Person;
  /** Milliseconds for one git command. */
  readonly timeout: number;
  /** Starts git elsewhere, where that is quicker. */
  readonly away?: Runner;
}

type More = Pick<Command, 'settings' | 'environment' | 'input'>;

export function commandIn(context: Context, args: readonly string[], more: More = {}): Command {
  const { repository, person, timeout } = context;
  return { root: repository.layout.root, person, timeout, args, ...more };
}

/** For commands that run no hook: their path arguments are taken letter by letter. Hooks would inherit this. */
export const LITERAL = { GIT_LITERAL_PATHSPECS: '1' } as const;

/** The path as an argument that git takes letter by letter, whatever is in it. */
export function literal(path: RelPath): string {
  return `:(literal)${path}`;
}

// Systems allow a megabyte or more for all arguments together.
const MAX_ARGUMENT_BYTES = 200_000;

/** True when these are too many for the arguments of one command. */
export function areTooLong(paths: readonly string[]): boolean {
  let bytes = 0;
  for (const path of paths) bytes += Buffer.byteLength(path) + 1;
  return bytes > MAX_ARGUMENT_BYTES;
}

/** Splits paths so that each part fits into the arguments of one command. */
export function inParts<T extends string>(paths: readonly T[]): T[][] {
  const parts: T[][] = [];
  let bytes = MAX_ARGUMENT_BYTES + 1;
  for (const path of paths) {
    const length = Buffer.byteLength(path) + 1;
    if (bytes + length > MAX_ARGUMENT_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(path);
    bytes += length;
  }
  return parts;
}

/** Takes output apart that ends each record with a NUL. */
export function records(output: Buffer): string[] {
  const parts = output.toString('utf8').split('\0');
  parts.pop();
  return parts;
}
