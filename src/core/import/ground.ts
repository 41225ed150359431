import type { LibraryFile } from '../desired/library.ts';
import { byText } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import type { Given } from './given.ts';

/** The hub that trees are added to. */
export interface Ground {
  readonly library: ReadonlyMap<RelPath, LibraryFile>;
  /** True where there is none yet, so that `global` may be written. */
  readonly isNew: boolean;
  readonly given: ReadonlyMap<TargetName, Given>;
  /** The layers that each target shares with others of its kind: `languages/python/`, `frameworks/django/`. */
  readonly layers: ReadonlyMap<TargetName, readonly string[]>;
}

/** Targets that have a layer in common, and are not all of them. */
export interface Kin {
  readonly layer: string;
  readonly members: ReadonlySet<TargetName>;
}

/** The layers in which several repositories can share what the others lack; languages first, each sorted. */
export function kinIn(layers: Ground['layers'], repositories: readonly TargetName[]): Kin[] {
  const sets = new Map<string, Set<TargetName>>();
  for (const name of repositories)
    for (const layer of layers.get(name) ?? []) sets.set(layer, (sets.get(layer) ?? new Set()).add(name));
  const order = (layer: string): string => (layer.startsWith('languages/') ? `0${layer}` : `1${layer}`);
  return [...sets]
    .filter(([, members]) => members.size > 1 && members.size < repositories.length)
    .map(([layer, members]) => ({ layer, members }))
    .sort((a, b) => byText(order(a.layer), order(b.layer)));
}

/** The folder of a target's own layer. */
export function layerOf(name: TargetName, isHome: boolean): string {
  return isHome ? 'home/' : `repositories/${name}/`;
}
