import { byText } from '../values/address.ts';
import type { TargetName } from '../values/target.ts';

/** The layers of languages and frameworks by target: `languages/python/`, `frameworks/django/`. */
export type LayersOf = ReadonlyMap<TargetName, readonly string[]>;

/** Targets that have a layer in common, and nobody else has it. */
export interface Kin {
  readonly layer: string;
  readonly members: ReadonlySet<TargetName>;
}

/**
 * The layers in which several repositories can share what the others lack; languages first, each sorted. In a new hub what all have is
 * everybody's; in one that is there it is theirs, and a layer that another target of the hub has is not added to.
 */
export function kinIn(
  layers: LayersOf,
  repositories: readonly TargetName[],
  hub: { readonly isNew: boolean; readonly taken: ReadonlySet<string> },
): Kin[] {
  const sets = new Map<string, Set<TargetName>>();
  for (const name of repositories)
    for (const layer of layers.get(name) ?? []) sets.set(layer, (sets.get(layer) ?? new Set()).add(name));
  const order = (layer: string): string => (layer.startsWith('languages/') ? `0${layer}` : `1${layer}`);
  return [...sets]
    .filter(
      ([layer, members]) =>
        members.size > 1 && (hub.isNew ? members.size < repositories.length : !hub.taken.has(layer)),
    )
    .map(([layer, members]) => ({ layer, members }))
    .sort((a, b) => byText(order(a.layer), order(b.layer)));
}
