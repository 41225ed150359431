import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintTree } from '../../../src/core/findings/lint.ts';
import type { Tree } from '../../../src/core/findings/tree.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { slowness } from '../../tools/pace.ts';

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

/** A text of so many bytes that would take a careless check long. */
type Hostile = (bytes: number) => string;

const repeated =
  (piece: string, before = '', after = ''): Hostile =>
  (bytes) =>
    before + piece.repeat(Math.floor(bytes / piece.length)) + after;

/** Each is checked alone, in each place. */
const HOSTILE: readonly (readonly [string, Hostile])[] = [
  ['a line', repeated('x')],
  ['spaces', repeated(' ')],
  ['line ends', repeated('\n')],
  ['at signs', repeated('@a ')],
  ['backticks', repeated('`')],
  ['comments', repeated('<!--')],
  ['hyphens', repeated('-')],
  ['beginnings of tokens', repeated('sk-ant-')],
  ['almost tokens', repeated(`eyJ${'a'.repeat(40)}.`)],
  ['front matter', repeated('a: b\n', '---\n', '---\n')],
  ['front matter with many aliases', (bytes) => `---\na: &a [x]\n${'b: *a\n'.repeat(Math.min(9000, bytes / 6))}---\n`],
  ['deep YAML', (bytes) => `---\na: ${'['.repeat(Math.min(60_000, bytes))}\n---\n`],
  ['deep JSON', (bytes) => `${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}`],
  ['deep objects', (bytes) => `${'{"hooks":'.repeat(bytes / 10)}1${'}'.repeat(bytes / 10)}`],
  [
    'many permission rules',
    (bytes) => {
      const deny = Array.from({ length: Math.min(5000, bytes / 13) }, (_, n) => `bash(${n})`);
      return JSON.stringify({ permissions: { deny } });
    },
  ],
  ['hidden characters', repeated('\u200b\n')],
];

/** The most milliseconds that a check of a text took anywhere: of the processor's time, so that other work on the machine does not count. */
function longest(text: string): number {
  const bytes = bytesOf(text);
  const times = PATHS.map((path) => {
    const copy = bytes.slice();
    const files = new Map([[path as RelPath, { path: path as RelPath, bytes: copy, mode: '100644' as const }]]);
    const begun = process.cpuUsage().user;
    lintTree({ kind: 'repository', files, complete: true });
    return (process.cpuUsage().user - begun) / 1000;
  });
  return Math.max(...times);
}

describe('no content takes long', () => {
  // The first call of all is compiled meanwhile.
  longest('x');

  test.each(HOSTILE)('100 kB: %s', (_name, text) => {
    // At most 100 ms on a machine with nothing else to do.
    const times = [1, 2, 3].map(() => longest(text(100_000)));
    expect(Math.min(...times)).toBeLessThan(150 * slowness());
  });

  test.each(HOSTILE)('a megabyte: %s', (_name, text) => {
    const times = [1, 2].map(() => longest(text(1 << 20)));
    expect(Math.min(...times)).toBeLessThan(250 * slowness());
  });
});
