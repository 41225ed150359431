import type { RelPath } from '../values/paths.ts';
import type { Finding, Severity } from './finding.ts';
import type { ReadFile, ReadTree } from './reading.ts';
import type { Role } from './tree.ts';

/** What a check tells of one thing in one file. */
export interface Told {
  readonly check: string;
  readonly severity: Severity;
  readonly path: RelPath;
  /** From 1. */
  readonly line?: number;
  /** In a JSON file: the way to the value that it is about. */
  readonly keys?: readonly (string | number)[];
  /** What is wrong, a sentence. */
  readonly wrong: string;
  /** What Claude Code does with it, a sentence. */
  readonly effect: string;
  /** What to do, a sentence. */
  readonly remedy: string;
}

/** A check of one file alone; its answer depends on path, content and mode of the file and on nothing else. */
export interface FileCheck {
  readonly of: 'file';
  readonly roles: readonly Role[] | 'all';
  readonly find: (file: ReadFile) => readonly Told[];
}

/** A check for which files have to be seen together. */
export interface TreeCheck {
  readonly of: 'tree';
  readonly find: (tree: ReadTree) => readonly Told[];
}

export type Check = FileCheck | TreeCheck;

/** A finding about a target's own file. */
export function findingOf({ check, severity, path, line, wrong, effect, remedy }: Told): Finding {
  const message = [wrong, effect, remedy].filter((sentence) => sentence !== '').join(' ');
  const where = { path, ...(line === undefined ? {} : { line }) };
  return { severity, check, message, ...where, effect, remedy, fixable: false };
}
