import { type AbsPath, parentOf, tilde } from '../core/values/paths.ts';
import { refuseGathering, repositoryFrom } from './around.ts';
import type { LoadedHub } from './hub.ts';
import { wrongPlace } from './place.ts';
import { targetsOf } from './targets.ts';
import type { Readers } from './world.ts';

/** A repository inside another one would be a riddle for both. @throws InputError */
export function refuseNested(world: Readers, root: AbsPath): void {
  const around = repositoryFrom(world.disk, parentOf(root), world.home);
  if (around === undefined) return;
  throw wrongPlace(
    root,
    `lies inside the repository ${around}, and is none itself.`,
    'Give the top of the repository; or run `git init` there first, if a repository in a repository is meant.',
  );
}

/** A repository that is made around others, or around all that somebody has, is a mistake in the path. @throws InputError */
export function refuseAround(world: Readers, hub: LoadedHub, root: AbsPath): void {
  const meant = 'Give the folder of one project; or run `git init` there first, if that is meant.';
  refuseGathering(
    world,
    root,
    root === world.home
      ? `What Claude Code reads in ~/.claude is reconciled with \`home:\` in canonical.yaml. ${meant}`
      : meant,
  );
  const places = [hub.root, ...targetsOf(hub.canonical).map((target) => target.root)];
  const inside = places.find((place) => place !== root && place.startsWith(root === '/' ? root : `${root}/`));
  if (inside === undefined) return;
  const what = inside === hub.root ? 'the hub' : 'another project';
  throw wrongPlace(root, `holds ${what}, ${tilde(inside, world.home)}, and is no repository itself.`, meant);
}
