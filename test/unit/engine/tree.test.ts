import { describe, expect, test } from 'vitest';
import { type MemoryDisk, memoryDisk } from '../../../src/adapters/disk/memory.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import { type AbsPath, parentOf } from '../../../src/core/values/paths.ts';
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

const read = (from: MemoryDisk, kind: 'repository' | 'home' | 'directory' = 'repository') =>
  readClientTree(from, ROOT, kind);

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

test('what is larger than any configuration is left out, and told', () => {
  const tree = read(disk({ '.claude/commands/big.md': 'x'.repeat(LIMITS.bytes + 1) }));
  expect(tree.files.size).toBe(0);
  expect(tree.omitted).toEqual([{ path: '.claude/commands/big.md', because: `it has ${LIMITS.bytes + 1} bytes` }]);
});
