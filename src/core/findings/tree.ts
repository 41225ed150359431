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

/** Instructions that are read in any folder of a project (seen in 2.1.330). */
export const MEMORY_NAMES = ['CLAUDE.md', 'CLAUDE.local.md'] as const;
const MEMORY = new Set<string>([...MEMORY_NAMES, '.claude/CLAUDE.md']);

/**
 * The folder whose `.claude/` or instructions a path belongs to: empty for the top of the target, else with a slash at its end. The client
 * reads such a folder when it is started there, and most of it when it works on a file there (seen in 2.1.330).
 */
export function baseOf(path: string, kind: TargetKind): string {
  if (kind !== 'repository') return '';
  const inside = `/${path}`.indexOf('/.claude/');
  if (inside >= 0) return path.slice(0, inside);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return MEMORY.has(path.slice(folder.length)) ? folder : '';
}

/** True for the settings of a project that everybody gets, also of a folder in it. */
export function isProjectSettings(path: string): boolean {
  return `/${path}`.endsWith('/.claude/settings.json');
}

/** What the client takes the file at `path` for (seen in Claude Code 2.1.330). */
export function roleOf(path: string, kind: TargetKind): Role {
  if (kind === 'directory') return 'other';
  if (kind === 'home') return path === 'CLAUDE.md' ? 'memory' : roleIn(path);
  if (path === '.mcp.json') return 'mcp';
  const own = path.slice(baseOf(path, kind).length);
  if (MEMORY.has(own) || path === 'AGENTS.md') return 'memory';
  return own.startsWith('.claude/') ? roleIn(own.slice('.claude/'.length)) : 'other';
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
