import type { RepositoryState } from '../core/actual/repository.ts';
import type { ActualState } from '../core/actual/state.ts';
import { referencesOf } from '../core/findings/references.ts';
import { baseOf, MEMORY_NAMES, type Tree, type TreeFile, treeOf } from '../core/findings/tree.ts';
import { byText } from '../core/values/address.ts';
import type { AbsPath, RelPath } from '../core/values/paths.ts';
import type { TargetKind } from '../core/values/target.ts';
import type { DiskReader } from '../ports/disk.ts';
import type { GitReader } from '../ports/git.ts';
import { LIMITS, Walk } from './walk.ts';

/** Files of the client's tree, and folders in it, that the client reads or that are wired from there (seen in Claude Code 2.1.330). */
const IN_TREE = [
  'CLAUDE.md',
  'agents',
  'commands',
  'hooks',
  'output-styles',
  'rules',
  'settings.json',
  'settings.local.json',
  'skills',
  'workflows',
];
const BESIDE = [...MEMORY_NAMES, 'AGENTS.md', '.mcp.json'];

/** The files of a target that the client reads, with what was left out of them. */
export interface ClientTree extends Tree {
  readonly omitted: readonly { readonly path: RelPath; readonly because: string }[];
}

/** What a tree is read through. */
interface TreeReaders {
  readonly disk: DiskReader;
  readonly git: Pick<GitReader, 'trackedBelow'>;
}

/** Which target is read, and what may be known of it before. */
interface TreeQuestion {
  readonly root: AbsPath;
  readonly kind: TargetKind;
  /** True for a path below the top that nobody wants to be looked at. */
  readonly isExcluded?: (path: string) => boolean;
  /** What somebody has read of this target already: it is not read again. */
  readonly actual?: ActualState;
  /** Of each path what was last read there, in any target: what is equal in several targets becomes one and the same. */
  readonly shared?: Map<RelPath, TreeFile>;
  /** What git gave of this repository just now: it is not opened again. */
  readonly state?: RepositoryState;
}

/**
 * Reads the files of a target that the client reads, foreign ones too: those of its top, and those of the folders in it of which git
 * tracks some (what no clone has is one person's own, and looking for it costs a look at every folder). Links are followed inside the
 * target, never out of it; what is too large or cannot be read is left out, and told. Writes nothing.
 */
export function readClientTree({ disk, git }: TreeReaders, question: TreeQuestion): ClientTree {
  const { root, kind, state, isExcluded = () => false, actual = new Map(), shared = new Map() } = question;
  const walk = new Walk(disk, root, actual, shared);
  if (kind === 'directory') walk.takeAll();
  else {
    if (kind === 'repository') for (const name of BESIDE) walk.take(name as RelPath, 1);
    takeTree(walk, treeOf(kind));
    if (kind === 'repository') {
      const tracked = git.trackedBelow(root, [...MEMORY_NAMES, '.claude'], state);
      takeFolders(
        walk,
        tracked.filter((path) => !isExcluded(path)),
      );
    }
  }
  return withReferences(walk, kind);
}

/** @param tree where the client's tree begins: empty, or `.claude/` with the folder before it that it is in */
function takeTree(walk: Walk, tree: string): void {
  walk.within(tree.slice(0, -1) as RelPath | '', () => {
    for (const name of IN_TREE) walk.take(`${tree}${name}` as RelPath, 1);
  });
}

/** The folders below the top that have a tree or instructions of their own. */
function takeFolders(walk: Walk, tracked: readonly RelPath[]): void {
  // Where the tree is a link, git tracks that alone.
  const bases = new Set(tracked.map((path) => baseOf(path.endsWith('/.claude') ? `${path}/` : path, 'repository')));
  bases.delete('');
  for (const [index, base] of [...bases].sort(byText).entries()) {
    const folder = base.slice(0, -1) as RelPath;
    if (index >= LIMITS.folders) return walk.leave(folder, `there are more than ${LIMITS.folders} such folders`);
    if (!walk.holds(folder)) continue;
    for (const name of MEMORY_NAMES) walk.take(`${base}${name}` as RelPath, 1);
    takeTree(walk, `${base}.claude/`);
  }
}

/** The tree, with what it names elsewhere in the target: imports, which may import more, and scripts of hooks. */
function withReferences(walk: Walk, kind: TargetKind): ClientTree {
  const asked = new Set<RelPath>();
  for (;;) {
    const files = [...walk.files.values()].sort((a, b) => byText(a.path, b.path));
    const { omitted } = walk;
    const tree = { kind, files: new Map(files.map((file) => [file.path, file])), complete: true, omitted };
    const wanted = referencesOf(tree).filter((path) => !asked.has(path));
    for (const path of wanted) {
      asked.add(path);
      walk.takeFile(path);
    }
    if (walk.files.size === files.length) return tree;
  }
}
