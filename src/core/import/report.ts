import type { AbsPath, RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import type { Near } from './near.ts';
import type { Share } from './sharing.ts';
import type { LeftOut, Tree } from './tree.ts';

/** What an import does, or would do. */
export interface ImportReport {
  readonly hub: AbsPath;
  readonly isNew: boolean;
  readonly dryRun: boolean;
  readonly targets: readonly ImportedTarget[];
  /** What was asked for and is in the hub already. */
  readonly known: readonly { readonly name: TargetName; readonly root: AbsPath }[];
  readonly shares: readonly Share[];
  readonly near: readonly Near[];
  /** The files of the hub, canonical.yaml last. */
  readonly files: readonly WrittenFile[];
  readonly canonical: { readonly before: string | undefined; readonly after: string };
}

interface WrittenFile {
  readonly path: RelPath;
  readonly bytes: number;
  readonly executable: boolean;
  readonly is: 'new' | 'there' | 'changed';
}

export interface ImportedTarget {
  readonly name: TargetName;
  readonly kind: Tree['kind'];
  readonly root: AbsPath;
  /** The branch whose files were read, where it is not the one that is reconciled. */
  readonly otherBranch?: string;
  /** Whole files that came into the hub, and how many of them in a version of its own. */
  readonly files: number;
  readonly ownFiles: number;
  readonly fields: number;
  readonly excluded: readonly string[];
  readonly left: readonly LeftOut[];
}
