import { type FileKind, KINDS, kindAt, TEMPLATE } from '../desired/library.ts';
import { relPath } from '../values/paths.ts';
import { folderOf, type Role, type Tree } from './tree.ts';

/** Folders in which other programs put what nobody wrote. */
const MADE = /(?:^|\/)(?:node_modules|__pycache__|\.git|\.venv|venv|\.pytest_cache|\.mypy_cache|\.ruff_cache)\//;
const LITTER = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|[^/]+\.pyc)$/;

/** Kinds of which the client reads Markdown only. Of skills and hooks every file counts. */
const MARKDOWN: ReadonlySet<FileKind> = new Set(['commands', 'agents', 'rules', 'outputStyles']);

/** What the client reads in `.claude/` and the library has no folder for. */
const NO_PLACE: readonly (readonly [RegExp, string])[] = [
  [/^workflows\//, 'the library has no workflows'],
  [/^agent-memory\//, 'is what an agent has remembered here'],
  [/^(?:keybindings\.json$|themes\/)/, 'is for one person'],
];

/**
 * What a file of the client's tree is to the library.
 * @param path from the root of the target
 */
export function roleOf(path: string, kind: Tree['kind']): Role {
  const refused = relPath(path);
  if ('refused' in refused) return left('name', `${refused.refused}, so no hub may deliver it`);
  const tree = folderOf(kind);
  if (!path.startsWith(tree) || !path.includes('/')) {
    const outside = atRoot(path, kind);
    if (outside !== undefined) return outside;
  }
  return inTree(path.slice(tree.length));
}

function atRoot(path: string, kind: Tree['kind']): Role | undefined {
  if (path === '.mcp.json') {
    return kind === 'repository' ? { is: 'fields', file: 'mcp' } : left('not-read', 'the client does not read it here');
  }
  if (path === 'CLAUDE.md') return left('own-text', 'is its own text; a hub owns a block of it at most');
  if (path === 'AGENTS.md') return left('own-text', 'is its own text');
  if (path === 'CLAUDE.local.md') return left('personal', 'is for one person');
  if (path === '.worktreeinclude' || path.startsWith('.claude-plugin/'))
    return left('no-place', 'the library has no folder for it');
  return kind === 'home' ? undefined : left('not-read', 'the client does not read it');
}

function inTree(path: string): Role {
  if (path === 'settings.json') return { is: 'fields', file: 'settings' };
  if (path === 'settings.local.json') return left('personal', 'is for one person on one machine');
  if (path === 'CLAUDE.md')
    return left('own-text', 'is its own text; a hub owns a block of CLAUDE.md at the root only');
  const kind = kindAt(path);
  if (kind !== undefined) return inKind(kind, path.slice(KINDS[kind].length + 1));
  for (const [pattern, why] of NO_PLACE) if (pattern.test(path)) return left('no-place', why);
  return left('not-read', 'the client does not read it');
}

function inKind(kind: FileKind, name: string): Role {
  if (MADE.test(`/${name}`) || LITTER.test(name)) return left('not-read', 'other programs made it');
  if (MARKDOWN.has(kind) && !name.endsWith('.md'))
    return left('not-read', `the client reads only .md files in ${KINDS[kind]}/`);
  if (kind === 'skills' && !name.includes('/'))
    return left('not-read', 'the client reads only folders with a SKILL.md in skills/');
  if (name.endsWith(TEMPLATE)) return left('template', `ends in ${TEMPLATE}, which means a template in the library`);
  return { is: 'file', kind, name };
}

function left(reason: Extract<Role, { is: 'left' }>['reason'], detail: string): Role {
  return { is: 'left', reason, detail };
}
