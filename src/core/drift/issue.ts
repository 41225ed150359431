import type { Severity } from '../findings/finding.ts';
import type { Address } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';

/** What an issue is about: the part of the question "what is off" that it answers. */
export type Category =
  | 'target'
  | 'configuration'
  | 'missing'
  | 'obsolete'
  | 'worktree'
  | 'duplicate'
  | 'settings'
  | 'reference'
  | 'lint'
  | 'canonical';

/** A path in a target: another place that an issue concerns. */
export interface Spot {
  readonly target: TargetName;
  readonly path: RelPath;
}

/** One thing that is off. */
export interface Issue {
  readonly severity: Severity;
  readonly category: Category;
  /** The check's name, constant: `changed-there`. */
  readonly check: string;
  /** Absent when the hub itself is the cause. */
  readonly target?: TargetName;
  /** Where in the target; of several the first. */
  readonly path?: RelPath;
  /** All paths, when one issue concerns several. */
  readonly paths?: readonly RelPath[];
  /** The entry, for a field or a block of a file. */
  readonly address?: Address;
  /** A line of the file, from 1. */
  readonly line?: number;
  /** `canonical.yaml:41:7`, when a line of the hub is the cause. */
  readonly place?: string;
  /** What is off, as a clause that follows the path. */
  readonly message: string;
  /** What to do, as a sentence; a command in it stands in backticks. */
  readonly remedy: string;
  /** The command of the remedy alone, as a shell takes it; absent when there is no single one. */
  readonly command?: string;
  /** True when `reconcile drift --fix` would mend it. */
  readonly fixable: boolean;
  /** The same in other places: the other copies of a duplicate. */
  readonly related?: readonly Spot[];
}

/** The paths that an issue concerns. */
export function pathsOf(issue: Issue): readonly RelPath[] {
  return issue.paths ?? (issue.path === undefined ? [] : [issue.path]);
}

/** Where an issue is mended: a place in the hub, or a path in the target. Absent when its words name several. */
export function whereIs({ paths, path, line, place }: Issue): string | undefined {
  if (paths !== undefined) return undefined;
  if (place !== undefined || path === undefined) return place;
  return line === undefined ? path : `${path}:${line}`;
}
