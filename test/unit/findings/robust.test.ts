import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintTree } from '../../../src/core/findings/lint.ts';
import type { Tree } from '../../../src/core/findings/tree.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

const PATHS = [
  'CLAUDE.md',
  '.mcp.json',
  '.claude/settings.json',
  '.claude/agents/a.md',
  '.claude/commands/c.md',
  '.claude/rules/r.md',
  '.claude/skills/s/SKILL.md',
  '.claude/output-styles/o.md',
  '.claude/hooks/h.sh',
];

function everywhere(bytes: Uint8Array): Tree {
  const files = PATHS.map(
    (path) => [path as RelPath, { path: path as RelPath, bytes, mode: '100644' as const }] as const,
  );
  return { kind: 'repository', files: new Map(files), complete: true };
}

describe('no content makes the lint fail', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void lintTree(everywhere(bytes))),
      { numRuns: 200 },
    );
  });
  test('front matter of random keys and values', () => {
    const line = fc.tuple(
      fc.constantFrom('name', 'paths', 'tools', 'model', 'description'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = `---\n${lines.map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\nbody\n`;
        lintTree(everywhere(bytesOf(text)));
      }),
    );
  });
  test('random JSON where settings and servers are', () => {
    const key = fc.constantFrom(
      'hooks',
      'permissions',
      'env',
      'mcpServers',
      'PreToolUse',
      'deny',
      'command',
      'statusLine',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(key, tie('tree')),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => void lintTree(everywhere(bytesOf(JSON.stringify(value) ?? '')))));
  });
});

/** Contents that would take a careless check long; each is checked alone, in each place. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['a line of a megabyte', 'x'.repeat(1 << 20)],
  ['a megabyte of spaces', ' '.repeat(1 << 20)],
  ['a megabyte of line ends', '\n'.repeat(1 << 20)],
  ['a megabyte of at signs', '@a '.repeat(350_000)],
  ['a megabyte of backticks', '`'.repeat(1 << 20)],
  ['a megabyte of comments', '<!--'.repeat(1 << 18)],
  ['a megabyte of hyphens', '-'.repeat(1 << 20)],
  ['front matter of a megabyte', `---\n${'a: b\n'.repeat(200_000)}---\n`],
  ['front matter with many aliases', `---\na: &a [x]\n${'b: *a\n'.repeat(9000)}---\n`],
  ['deep YAML', `---\na: ${'['.repeat(60_000)}\n---\n`],
  ['deep JSON', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['deep objects', `${'{"hooks":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  [
    'many permission rules',
    JSON.stringify({ permissions: { deny: Array.from({ length: 5000 }, (_, n) => `bash(${n})`) } }),
  ],
  ['hidden characters without end', '\u200b\n'.repeat(200_000)],
];

describe('no content takes long', () => {
  test.each(HOSTILE)('%s', (_name, text) => {
    const bytes = bytesOf(text);
    let longest = 0;
    for (const path of PATHS) {
      const copy = bytes.slice();
      const files = new Map([[path as RelPath, { path: path as RelPath, bytes: copy, mode: '100644' as const }]]);
      const begun = process.cpuUsage().user;
      lintTree({ kind: 'repository', files, complete: true });
      longest = Math.max(longest, (process.cpuUsage().user - begun) / 1000);
    }
    // Of the processor's time, so that other work on the machine does not count; the first call of all is compiled meanwhile.
    expect(longest).toBeLessThan(250);
  });
});
