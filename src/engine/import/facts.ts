import type { Canonical } from '../../core/canonical/canonical.ts';
import type { Facts } from '../../core/import/entryText.ts';
import { type AbsPath, parentOf, tilde } from '../../core/values/paths.ts';
import type { TargetName } from '../../core/values/target.ts';
import type { Readers } from '../world.ts';
import type { Candidate } from './request.ts';

/** What canonical.yaml will say about the places themselves. */
export function factsOf(
  world: Readers,
  candidates: readonly Candidate[],
  hub: Canonical | undefined,
): { facts: ReadonlyMap<TargetName, Facts>; workspace: string | undefined } {
  const repositories = candidates.filter(({ kind }) => kind === 'repository');
  const parents = new Set(repositories.map(({ root }) => parentOf(root)));
  const [parent] = parents;
  // A new hub whose repositories stand side by side says so once.
  const workspace = hub === undefined && parents.size === 1 && parent !== '/' ? parent : undefined;
  const facts = new Map<TargetName, Facts>();
  for (const { name, root } of candidates) facts.set(name, { path: writtenPath(root, workspace, world.home) });
  return { facts, workspace: workspace === undefined ? undefined : tilde(workspace, world.home) };
}

function writtenPath(root: AbsPath, workspace: AbsPath | undefined, home: AbsPath): string {
  const inside = workspace === undefined ? undefined : root.slice(workspace.length + 1);
  if (inside === undefined) return tilde(root, home);
  return inside.startsWith('~') ? `./${inside}` : inside;
}
