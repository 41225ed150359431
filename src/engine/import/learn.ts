import { type Hub, Renderer } from '../../core/desired/render.ts';
import { entriesOf } from '../../core/desired/state.ts';
import type { Lessons } from '../../core/import/propose.ts';
import type { Sorted } from '../../core/import/sorted.ts';
import { unlawful } from '../../core/import/verify.ts';
import type { AbsPath, RelPath } from '../../core/values/paths.ts';
import type { TargetName } from '../../core/values/target.ts';
import { renderTarget } from '../planning/render.ts';
import { type Declared, policyOf } from '../targets.ts';
import { inventoryOf } from './request.ts';

/** A hub that differs from one on disk by what an import adds. */
export interface Candidature extends Hub {
  readonly targets: readonly Declared[];
}

/**
 * Looks at a proposal as a plan would, and tells what the next one must do otherwise.
 * @param before the hub without what the import adds
 * @returns undefined when nothing would change anywhere
 */
export function learn(
  trees: readonly Sorted[],
  roots: ReadonlyMap<TargetName, AbsPath>,
  after: Candidature,
  before: Candidature | undefined,
  lessons: Lessons,
): Lessons | undefined {
  const renderer = new Renderer(after);
  const exclude = new Map(lessons.exclude);
  let isNew = false;
  for (const { tree } of trees) {
    const target = after.targets.find((candidate) => candidate.name === tree.name)!;
    const { desired } = renderTarget(renderer, target);
    const rules = { policy: after.canonical.policy, own: policyOf(target) };
    const wrong = unlawful(tree, desired, inventoryOf(tree, roots.get(tree.name)!), rules);
    const known = exclude.get(tree.name) ?? new Set<RelPath>();
    if ([...wrong].every((path) => known.has(path))) continue;
    exclude.set(tree.name, new Set([...known, ...wrong]));
    isNew = true;
  }
  const barred = new Set(lessons.barred);
  if (before !== undefined) {
    for (const place of spilled(before, after, trees)) {
      if (!barred.has(place)) isNew = true;
      barred.add(place);
    }
  }
  return isNew ? { barred, exclude } : undefined;
}

/** The places in the library's own folders that targets which the hub has already would get, too. */
function spilled(before: Candidature, after: Candidature, trees: readonly Sorted[]): string[] {
  const [old, made] = [new Renderer(before), new Renderer(after)];
  const places: string[] = [];
  for (const target of before.targets) {
    if (trees.some(({ tree }) => tree.name === target.name)) continue;
    const was = renderTarget(old, target).desired;
    for (const [path, document] of renderTarget(made, target).desired) {
      const origins = entriesOf(document).map((entry) => `${entry.id} ${entry.origin.source}`);
      const earlier = was.get(path);
      const origin = entriesOf(document)[0]?.origin.source;
      if (
        earlier !== undefined &&
        entriesOf(earlier)
          .map((entry) => `${entry.id} ${entry.origin.source}`)
          .join('\n') === origins.join('\n')
      )
        continue;
      if (origin !== undefined) places.push(origin.replace(/^desired-state\//, ''));
    }
  }
  return places;
}
