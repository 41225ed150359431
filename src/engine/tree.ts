import type { ActualState } from '../core/actual/state.ts';
import { referencesOf } from '../core/findings/references.ts';
import { type Tree, treeOf } from '../core/findings/tree.ts';
import { byText } from '../core/values/address.ts';
import type { AbsPath, RelPath } from '../core/values/paths.ts';
import type { TargetKind } from '../core/values/target.ts';
import type { DiskReader } from '../ports/disk.ts';
import { Walk } from './walk.ts';

/** Files of the client's tree, and folders in it, that the client reads or that are wired from there (seen in Claude Code 2.1.330). */
const IN_TREE = [
  'settings.json',
  'settings.local.json',
  'CLAUDE.md',
  'rules',
  'skills',
  'commands',
  'agents',
  'output-styles',
  'hooks',
  'workflows',
];
const BESIDE = ['CLAUDE.md', 'CLAUDE.local.md', 'AGENTS.md', '.mcp.json'];

/** The files of a target that the client reads, with what was left out of them. */
export interface ClientTree extends Tree {
  readonly omitted: readonly { readonly path: RelPath; readonly because: string }[];
}

/** What may be known of a tree before it is read. */
interface Beforehand {
  /** What somebody has read of this target already: it is not read again. */
  readonly actual?: ActualState;
  /** Of each path what was last read there, in any target: equal contents of several targets become one array. */
  readonly shared?: Map<RelPath, Uint8Array>;
}

/**
 * Reads the files of a target that the client reads, foreign ones too. Links are followed inside the target, never out of it; what is
 * too large or cannot be read is left out, and told. Writes nothing.
 */
export function readClientTree(
  disk: DiskReader,
  root: AbsPath,
  kind: TargetKind,
  { actual = new Map(), shared = new Map() }: Beforehand = {},
): ClientTree {
  const walk = new Walk(disk, root, actual, shared);
  const tree = treeOf(kind);
  if (kind === 'directory') walk.takeAll();
  else {
    if (kind === 'repository') for (const name of BESIDE) walk.take(name as RelPath, 1);
    if (kind === 'home' || walk.enters('.claude' as RelPath))
      for (const name of IN_TREE) walk.take(`${tree}${name}` as RelPath, 1);
  }
  return withReferences(walk, kind);
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
