import type { RelPath } from '../values/paths.ts';
import { commandLineOf, scriptOf } from './commandLine.ts';
import { wiredIn } from './handlers.ts';
import { HOPS, hopsOf } from './memory.ts';
import { readTree } from './reading.ts';
import type { Tree } from './tree.ts';

/**
 * The files that a tree names and does not hold: imported texts, and the scripts of its hooks. Whoever reads a tree from a disk reads
 * these too, and asks again, for an imported text may import another.
 */
export function referencesOf(tree: Tree): RelPath[] {
  const read = readTree(tree);
  const wanted = new Set<RelPath>();
  for (const { to, depth } of hopsOf(read)) if (to !== undefined && depth <= HOPS && to !== '') wanted.add(to);
  if (tree.kind === 'repository') {
    const handlers = read
      .of('settings')
      .flatMap((file) => wiredIn(file).map(({ handler }) => ({ handler, base: file.base })));
    for (const { handler, base } of handlers) {
      const line = commandLineOf(handler);
      const script = line === undefined ? undefined : scriptOf(line);
      if (script === undefined || script.place === 'absolute' || script.place === 'home') continue;
      if (!script.path.split('/').includes('..')) wanted.add(`${base}${script.path}` as RelPath);
    }
  }
  return [...wanted].filter((path) => !tree.files.has(path)).sort();
}
