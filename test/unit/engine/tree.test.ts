import { describe, expect, test } from 'vitest';
import { type MemoryDisk, memoryDisk } from '../../../src/adapters/disk/memory.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import { type AbsPath, parentOf, type RelPath } from '../../../src/core/values/paths.ts';
import { readClientTree } from '../../../src/engine/tree.ts';
import { LIMITS } from '../../../src/engine/walk.ts';

const ROOT = '/repo/alpha' as AbsPath;

function disk(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): MemoryDisk {
  const made = memoryDisk();
  const folder = (path: AbsPath): void => {
    if (path === '/' || made.kind(path) === 'directory') return;
    folder(parentOf(path));
    made.makeDirectory(path);
  };
  for (const [name, text] of Object.entries(files)) {
    const path = (name.startsWith('/') ? name : `${ROOT}/${name}`) as AbsPath;
    folder(parentOf(path));
    made.createFile(path, bytesOf(text), 0o644);
  }
  for (const [name, to] of Object.entries(links)) {
    folder(parentOf(`${ROOT}/${name}` as AbsPath));
    made.link(`${ROOT}/${name}` as AbsPath, to);
  }
  return made;
}

const read = (
  from: MemoryDisk,
  kind: 'repository' | 'home' | 'directory' = 'repository',
  tracked: readonly RelPath[] = [],
) => readClientTree({ disk: from, git: { trackedBelow: () => tracked } }, { root: ROOT, kind });

describe('the files of a target that the client reads', () => {
  test('of a repository: its tree, and what stands beside it', () => {
    const files = { 'CLAUDE.md': 'x', '.mcp.json': '{}', 'README.md': 'x', '.claude/settings.json': '{}' };
    const more = { '.claude/agents/x/a.md': 'x', '.claude/plans/p.md': 'x', '.claude/skills/s/node_modules/m.md': 'x' };
    const tree = read(disk({ ...files, ...more }));
    expect([...tree.files.keys()]).toEqual([
      '.claude/agents/x/a.md',
      '.claude/settings.json',
      '.mcp.json',
      'CLAUDE.md',
    ]);
    expect([tree.complete, tree.omitted]).toEqual([true, []]);
  });
  test('of the home: the folders of the client, none of its records', () => {
    const tree = read(disk({ 'commands/c.md': 'x', 'projects/p.jsonl': 'x', 'CLAUDE.md': 'x' }), 'home');
    expect([...tree.files.keys()]).toEqual(['CLAUDE.md', 'commands/c.md']);
  });
  test('of a folder of shared hooks: all of it', () => {
    expect([...read(disk({ 'a.mjs': 'x', 'b/c.sh': 'x' }), 'directory').files.keys()]).toEqual(['a.mjs', 'b/c.sh']);
  });
  test('of a target that is not there: none', () => {
    expect(read(disk({})).files.size).toBe(0);
  });
});

describe('links', () => {
  test('are followed inside the target, and keep the path by which the client knows them', () => {
    const tree = read(disk({ 'AGENTS.md': 'x', 'ai/agents/a.md': 'y' }, { 'CLAUDE.md': 'AGENTS.md', '.claude': 'ai' }));
    expect([...tree.files.keys()]).toEqual(['.claude/agents/a.md', 'AGENTS.md', 'CLAUDE.md']);
  });
  test('are not followed out of it, nor in a circle, nor nowhere', () => {
    const links = { '.claude/skills/out': '/etc', '.claude/skills/round': '..', '.claude/skills/none': 'gone' };
    const tree = read(disk({ '/etc/SKILL.md': 'x', '.claude/skills/s/SKILL.md': 'x' }, links));
    expect([...tree.files.keys()].filter((path) => !path.includes('round'))).toEqual(['.claude/skills/s/SKILL.md']);
    expect(tree.omitted.map(({ path }) => path)).toContain('.claude/skills/out');
    expect(tree.omitted.map(({ path }) => path)).toContain('.claude/skills/none');
    expect(tree.omitted.some(({ because }) => because.includes('circle') || because.includes('deep'))).toBe(true);
  });
  test('a whole tree that is a link out of the target is not read', () => {
    const tree = read(disk({ '/etc/agents/a.md': 'x' }, { '.claude': '/etc' }));
    expect([...tree.files.keys()]).toEqual([]);
    expect(tree.omitted).toEqual([{ path: '.claude', because: 'it is a link to /etc, out of the target' }]);
  });
});

describe('folders of a repository with a tree or instructions of their own', () => {
  const look = (from: MemoryDisk, ...tracked: readonly string[]) => read(from, 'repository', tracked as RelPath[]);

  test('are read where git tracks something of them, with what it does not track beside it', () => {
    const tracked = { 'apps/a/CLAUDE.md': 'x', 'apps/b/.claude/rules/r.md': 'x' };
    const own = {
      'apps/a/CLAUDE.local.md': 'x',
      'apps/b/.claude/settings.json': '{}',
      'apps/b/.claude/plans/p.md': 'x',
    };
    const tree = look(
      disk({ ...tracked, ...own, 'apps/c/CLAUDE.md': 'x', 'apps/a/AGENTS.md': 'x' }),
      ...Object.keys(tracked),
    );
    expect([...tree.files.keys()]).toEqual([
      'apps/a/CLAUDE.local.md',
      'apps/a/CLAUDE.md',
      'apps/b/.claude/rules/r.md',
      'apps/b/.claude/settings.json',
    ]);
  });
  test('are not read in what packages bring with them, nor through a link out of the target', () => {
    const files = { 'a/node_modules/b/CLAUDE.md': 'x', '/etc/CLAUDE.md': 'x' };
    const tree = look(disk(files, { out: '/etc' }), 'a/node_modules/b/CLAUDE.md', 'out/CLAUDE.md');
    expect([...tree.files.keys()]).toEqual([]);
  });
  test('may share one tree by links, and that is no circle', () => {
    const files = { '.claude/rules/r.md': 'x' };
    const links = { 'a/.claude': '../.claude', 'b/.claude': '../.claude' };
    const tree = look(disk(files, links), 'a/.claude', 'b/.claude');
    expect([...tree.files.keys()]).toEqual(['.claude/rules/r.md', 'a/.claude/rules/r.md', 'b/.claude/rules/r.md']);
    expect(tree.omitted).toEqual([]);
  });
  test('have their imports and the scripts of their hooks read with them', () => {
    const settings = { hooks: { Stop: [{ hooks: [{ type: 'command', command: '"$CLAUDE_PROJECT_DIR"/x.sh' }] }] } };
    const files = { 'a/CLAUDE.md': 'See @../docs/d.md', 'a/.claude/settings.json': JSON.stringify(settings) };
    const tree = look(disk({ ...files, 'docs/d.md': 'x', 'a/x.sh': 'x', 'x.sh': 'x' }), ...Object.keys(files));
    expect([...tree.files.keys()]).toEqual(['a/.claude/settings.json', 'a/CLAUDE.md', 'a/x.sh', 'docs/d.md']);
  });
  test('are left alone where they are excluded', () => {
    const from = disk({ 'fixtures/CLAUDE.md': 'x' });
    const git = { trackedBelow: () => ['fixtures/CLAUDE.md' as RelPath] };
    const isExcluded = (path: string) => path.startsWith('fixtures/');
    expect(readClientTree({ disk: from, git }, { root: ROOT, kind: 'repository', isExcluded }).files.size).toBe(0);
  });
  test('are too many where nobody would have so many, and that is told', () => {
    const paths = Array.from({ length: LIMITS.folders + 1 }, (_, at) => `f${String(at).padStart(4, '0')}/CLAUDE.md`);
    const tree = look(disk(Object.fromEntries(paths.map((path) => [path, 'x']))), ...paths);
    expect(tree.files.size).toBe(LIMITS.folders);
    expect(tree.omitted).toEqual([{ path: 'f0200', because: 'there are more than 200 such folders' }]);
  });
});

test('what is larger than any configuration is left out, and told', () => {
  const tree = read(disk({ '.claude/commands/big.md': 'x'.repeat(LIMITS.bytes + 1) }));
  expect(tree.files.size).toBe(0);
  expect(tree.omitted).toEqual([{ path: '.claude/commands/big.md', because: `it has ${LIMITS.bytes + 1} bytes` }]);
});
