import type { LibraryFile } from '../desired/library.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import type { Given } from './given.ts';
import type { LayersOf } from './kin.ts';

/** The hub that trees are added to. */
export interface Ground {
  readonly library: ReadonlyMap<RelPath, LibraryFile>;
  /** True where there is none yet, so that `global` may be written. */
  readonly isNew: boolean;
  readonly given: ReadonlyMap<TargetName, Given>;
  /** The layers that each target shares with others of its kind: `languages/python/`, `frameworks/django/`. */
  readonly layers: LayersOf;
  /** Layers of these that targets have which the hub has already. */
  readonly taken: ReadonlySet<string>;
}

/** The folder of a target's own layer. */
export function layerOf(name: TargetName, isHome: boolean): string {
  return isHome ? 'home/' : `repositories/${name}/`;
}
