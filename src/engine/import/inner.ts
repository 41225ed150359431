import type { LeftOut } from '../../core/import/tree.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { Listing } from './listing.ts';

/** Whether the client's folder of a repository is a repository of its own: a submodule, or a clone. */
export function isInner({ entries }: Listing): boolean {
  return entries.some(({ name }) => name === '.git');
}

/** The files without those of repositories inside; these are told. */
export function withoutInner(files: readonly RelPath[], left: LeftOut[]): readonly RelPath[] {
  const inner = new Set(
    files.flatMap((file) => (!file.includes('/.git') ? [] : (/^(.+?)\/\.git(?:\/|$)/.exec(file)?.[1] ?? []))),
  );
  if (inner.size === 0) return files;
  for (const folder of inner) left.push(innerRepository(folder));
  return files.filter((file) => ![...inner].some((folder) => file.startsWith(`${folder}/`)));
}

/** The whole tree is one: then nothing can be recorded in it from the repository around. */
export function innerTree(): LeftOut {
  const { detail, ...one } = innerRepository('.claude');
  return { ...one, detail: `${detail}, so plans will be blocked` };
}

/** No plan would write there, or take what is there for its own. */
function innerRepository(folder: string): LeftOut {
  return { path: `${folder}/`, reason: 'repository', detail: 'is a repository of its own, a submodule or a clone' };
}
