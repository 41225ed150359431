import type { AbsPath } from './paths.ts';

export type TargetName = string & { readonly brand: 'TargetName' };
/** A git commit id of the hub, or `uncommitted` when the hub has none. */
export type Revision = string & { readonly brand: 'Revision' };
/** A git commit id of a target. */
export type CommitId = string & { readonly brand: 'CommitId' };

export type TargetKind = 'repository' | 'home' | 'directory';

/** How a change leaves: written only, committed on the checked-out branch, or committed on a branch of its own. */
export type Delivery = 'write' | 'commit' | 'branch';

/** Why an entry is wanted: the part of the library it comes from and what selected it. */
export interface Origin {
  /** For people: `global.commands tdd/`, `languages/python`. */
  readonly selector: string;
  /** `canonical.yaml:41`, when a line of canonical.yaml selected it. */
  readonly place?: string;
  /** The file of the library it is made from, relative to the hub. */
  readonly source?: string;
}

/** A place that is reconciled. */
export interface Target {
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
}
