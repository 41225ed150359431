import { bytesOf } from '../core/values/content.ts';
import { type AbsPath, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { makeFolders } from './memory.ts';
import { wrongPlace } from './place.ts';
import type { World } from './world.ts';

const CANONICAL = `# The one file that says how Claude Code is configured everywhere.
#   reconcile new PATH   brings a project in: its entry, and the first apply
#   reconcile plan       shows what would change, and writes nothing
#   reconcile apply      does it
version: '1.0'

# Relative paths below start here: the folder that holds this one.
workspace: ..

# \`reconcile new\` adds entries here. A language selects desired-state/languages/<language>/, and so does a framework.
repositories:

# With this key ~/.claude is a target too.
# home:

# What every repository gets from desired-state/: a name, a folder (tdd/), or a glob (speckit.*).
global:
  # The managed block of CLAUDE.md; all around it belongs to the repository.
  memory:
    - base
  # commands: [review]
  # skills: [release-notes]
  # settings: [base]
  # hooks:
  #   PreToolUse:
  #     - guard.py (Bash)

policy:
  # Content of ours that was changed there is repaired; content of others is never overwritten.
  onDrift: repair
  onConflict: leave
  # write, commit, or branch (a branch of its own, without touching the worktree).
  delivery: commit
`;

const MEMORY = `## How we work

- Read the code around a change first, and write the change in its manner.
- A change comes with a test that fails without it.
- What this block says is the same in all repositories. Notes about this one stand outside of it.
`;

const FILES: readonly (readonly [path: string, text: string])[] = [
  ['canonical.yaml', CANONICAL],
  ['desired-state/memory/base.md', MEMORY],
];

/** What was made. */
export interface NewHub {
  readonly root: AbsPath;
  /** Sorted as they were written; files that were there are not among them. */
  readonly created: readonly string[];
  readonly kept: readonly string[];
  /** True when a repository was made around it. */
  readonly repository: boolean;
}

/**
 * Makes a hub: canonical.yaml that explains itself, the library with a first part, a repository where there is none. A file that is there
 * is kept.
 * @throws InputError when there is a hub already, DiskError, GitError
 */
export async function initHub(world: World, root: AbsPath): Promise<NewHub> {
  const kind = world.disk.kind(root);
  if (kind !== 'absent' && kind !== 'directory' && kind !== 'link')
    throw wrongPlace(root, 'is not a folder.', 'Give a folder, which need not be there yet.');
  const file = join(root, 'canonical.yaml' as RelPath);
  if (world.disk.kind(file) !== 'absent')
    throw wrongPlace(file, 'is there already; nothing was written.', 'Use it, or give another folder.');
  const repository = !isInRepository(world, root);
  if (repository) {
    makeFolders(world.disk, root);
    await world.git.create(root, 'main');
  }
  const [created, kept]: [string[], string[]] = [[], []];
  for (const [path, text] of FILES) {
    const place = join(root, path as RelPath);
    if (world.disk.kind(place) !== 'absent') {
      kept.push(path);
      continue;
    }
    makeFolders(world.disk, parentOf(place));
    world.disk.createFile(place, bytesOf(text), 0o644);
    created.push(path);
  }
  await world.disk.flush(created.map((path) => join(root, path as RelPath)));
  return { root, created, kept, repository };
}

/** A hub in a folder of a repository is committed with it. */
function isInRepository(world: World, root: AbsPath): boolean {
  for (let folder = root; folder !== '/'; folder = parentOf(folder)) {
    if (world.disk.kind(join(folder, '.git' as RelPath)) !== 'absent') return true;
  }
  return false;
}
