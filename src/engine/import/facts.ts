import type { Canonical } from '../../core/canonical/canonical.ts';
import { detect } from '../../core/detect/detect.ts';
import type { Facts } from '../../core/import/entryText.ts';
import type { LayersOf } from '../../core/import/kin.ts';
import type { LeftOut } from '../../core/import/tree.ts';
import { type AbsPath, parentOf, tilde } from '../../core/values/paths.ts';
import type { TargetName } from '../../core/values/target.ts';
import { readProject } from '../project.ts';
import type { Readers } from '../world.ts';
import { nestedIn } from './nested.ts';
import type { Candidate } from './request.ts';

/** What was found out about the places themselves. */
interface Found {
  readonly facts: ReadonlyMap<TargetName, Facts>;
  readonly workspace: string | undefined;
  /** What the client reads in folders below the roots. */
  readonly nested: ReadonlyMap<TargetName, readonly LeftOut[]>;
}

/** What canonical.yaml will say about the places themselves: where they are, and what their own files say they are made with. */
export function factsOf(world: Readers, candidates: readonly Candidate[], hub: Canonical | undefined): Found {
  const repositories = candidates.filter(({ kind }) => kind === 'repository');
  const parents = new Set(repositories.map(({ root }) => parentOf(root)));
  const [parent] = parents;
  // A new hub whose repositories stand side by side says so once.
  const workspace = hub === undefined && parents.size === 1 && parent !== '/' ? parent : undefined;
  const facts = new Map<TargetName, Facts>();
  const nested = new Map<TargetName, readonly LeftOut[]>();
  for (const { name, kind, root } of candidates) {
    const path = writtenPath(root, workspace, world.home);
    if (kind === 'home') facts.set(name, { path });
    else {
      const project = readProject(world.disk, root);
      nested.set(name, nestedIn(world.disk, root, project.names));
      const { language, framework, commands } = detect(project);
      facts.set(name, {
        path,
        commands,
        ...(language === undefined ? {} : { language }),
        ...(framework === undefined ? {} : { framework }),
      });
    }
  }
  return { facts, nested, workspace: workspace === undefined ? undefined : tilde(workspace, world.home) };
}

function writtenPath(root: AbsPath, workspace: AbsPath | undefined, home: AbsPath): string {
  const inside = workspace === undefined ? undefined : root.slice(workspace.length + 1);
  if (inside === undefined) return tilde(root, home);
  return inside.startsWith('~') ? `./${inside}` : inside;
}

/** The layers that the facts put a target into. */
export function layersOf(facts: ReadonlyMap<TargetName, Facts>): LayersOf {
  return new Map(
    [...facts].map(([name, { language, framework }]) => [
      name,
      [
        ...(language === undefined ? [] : [`languages/${language}/`]),
        ...(framework === undefined ? [] : [`frameworks/${framework}/`]),
      ],
    ]),
  );
}
