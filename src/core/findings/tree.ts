import type { FileMode } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetKind } from '../values/target.ts';

/** One file that Claude Code would read, or that such a file names. */
export interface TreeFile {
  /** From the target's root. */
  readonly path: RelPath;
  /** The content; of a link that of the file it leads to. */
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
}

/** The files of one target as the client finds them. */
export interface Tree {
  /** In a repository the client's tree is `.claude/`, in the home it is the target itself. */
  readonly kind: TargetKind;
  readonly files: ReadonlyMap<RelPath, TreeFile>;
  /** True when what is not in `files` is not there: a tree that was read. False for what is only delivered, where more may stand. */
  readonly complete: boolean;
}

/** What the client takes a file for, by its path. */
export type Role =
  | 'settings'
  | 'mcp'
  | 'memory'
  | 'rule'
  | 'skill'
  | 'command'
  | 'agent'
  | 'output-style'
  /** Read by nothing but what names it: scripts, the other files of skills, imported texts. */
  | 'other';

/** Where the client's tree begins in a target. */
export function treeOf(kind: TargetKind): '' | '.claude/' {
  return kind === 'repository' ? '.claude/' : '';
}

const MEMORY = new Set(['CLAUDE.md', 'CLAUDE.local.md', '.claude/CLAUDE.md', 'AGENTS.md']);

/** What the client takes the file at `path` for (claude-tree: seen in Claude Code 2.1.330). */
export function roleOf(path: string, kind: TargetKind): Role {
  if (kind === 'directory') return 'other';
  if (path === '.mcp.json' && kind === 'repository') return 'mcp';
  const tree = treeOf(kind);
  if (kind === 'repository' ? MEMORY.has(path) : path === 'CLAUDE.md') return 'memory';
  return path.startsWith(tree) ? roleIn(path.slice(tree.length)) : 'other';
}

function roleIn(inside: string): Role {
  if (inside === 'settings.json' || inside === 'settings.local.json') return 'settings';
  if (/^skills\/[^/]+\/SKILL\.md$/.test(inside)) return 'skill';
  if (!inside.endsWith('.md')) return 'other';
  if (inside.startsWith('rules/')) return 'rule';
  if (inside.startsWith('commands/')) return 'command';
  if (inside.startsWith('agents/')) return 'agent';
  return /^output-styles\/[^/]+$/.test(inside) ? 'output-style' : 'other';
}
