import type { Selections } from '../canonical/canonical.ts';
import type { JsonObject } from '../values/json.ts';
import type { AbsPath } from '../values/paths.ts';
import type { Assembly } from './assembly.ts';
import type { Lookup } from './lookup.ts';
import type { Layers } from './select.ts';

/** Where selections come from, the most general first: the folder of their layer, and what they select. */
export type Sources = readonly (readonly [string, Selections])[];

/** What the desired state of one target is put together from. */
export interface Filling {
  readonly work: Assembly;
  readonly lookup: Lookup;
  readonly layers: Layers;
  readonly sources: Sources;
}

/** The same, where the target's own facts are known. */
export interface OwnFilling extends Filling {
  readonly variables: JsonObject;
  /** The folder of the hooks that targets of this machine share. */
  readonly hooksShared: AbsPath | undefined;
  /** The names of the files in that folder, also those that are not ours. */
  readonly sharedHooks: ReadonlySet<string>;
}
