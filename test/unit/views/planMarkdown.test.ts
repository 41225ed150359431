import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planMarkdown } from '../../../src/core/views/planMarkdown.ts';
import { unifiedDiff } from '../../../src/core/views/unifiedDiff.ts';
import { adopted, file, finding, lines, plan, side, standing, target } from './build.ts';

const cycle = file('tdd/cycle.md', side(lines('a', 'old')), side(lines('a', 'new')));

describe('a plan as a comment', () => {
  test('reads as summary, table and folded lists', () => {
    const fleet = plan([
      target('n8n_dev', [cycle, adopted('x.md')]),
      target('pinned', [cycle, adopted('x.md')]),
      target('quiet'),
      target('utxoracle', [], { status: 'Blocked', reason: 'a rebase is in progress' }),
    ]);
    expect(planMarkdown(fleet, { diffOf: unifiedDiff })).toBe(
      lines(
        '## Reconcile plan',
        '',
        'Plan: 2 files to update, 2 to adopt, in 2 of 4 repositories; 1 blocked.',
        '',
        '| repository | status | create | update | delete | adopt | forget | conflict |',
        '|---|---|--:|--:|--:|--:|--:|--:|',
        '| n8n\\_dev | changes |  | 1 |  | 1 |  |  |',
        '| pinned | changes |  | 1 |  | 1 |  |  |',
        '| utxoracle | blocked: a rebase is in progress |  |  |  |  |  |  |',
        '| the others (1) | in sync | | | | | | |',
        '',
        '<details><summary><code>n8n_dev</code>: 1 file to update, 1 to adopt</summary>',
        '',
        '```text',
        '~ tdd/cycle.md  changed here',
        '= 1 file is exactly right already: adopted',
        '```',
        '',
        '`tdd/cycle.md`',
        '',
        '```diff',
        '@@ -1,2 +1,2 @@',
        ' a',
        '-old',
        '+new',
        '```',
        '',
        '</details>',
        '',
        '<details><summary><code>pinned</code>: 1 file to update, 1 to adopt</summary>',
        '',
        'The same changes as in n8n\\_dev.',
        '',
        '</details>',
      ),
    );
  });

  test('all in sync is one row', () => {
    expect(planMarkdown(plan([target('a'), target('b')]))).toContain('No changes. 2 of 2 targets are in sync.');
  });
});

describe('what stands in files and names stays in its place', () => {
  test('a fence inside a file is held by a longer one', () => {
    const nested = file('a.md', side('x\n'), side(lines('x', '`````', '</details>', '@ada')));
    const text = planMarkdown(plan([target('a', [nested])]), { diffOf: unifiedDiff });
    expect(text).toContain('\n``````diff\n');
    expect(text.split('``````')).toHaveLength(3);
  });

  test('nobody is called and nothing is marked up by a reason or a finding', () => {
    const blocked = target('a|b', [], {
      status: 'Blocked',
      reason: 'ask @ada about #12, <b>now</b> | or [here](https://x.org)\n# no heading',
      findings: [finding('high', '<img src=x> **bold** @team/x')],
    });
    const text = planMarkdown(plan([blocked]));
    expect(text).not.toMatch(/@ada|#12|<b>|<img|\*\*bold|@team|\n# no/);
    expect(text).toContain('| a\\|b | blocked: ask @\u200bada about #\u200b12, &lt;b&gt;now&lt;/b&gt; \\| or');
  });

  test('no line of a hostile file name starts anything outside its fence', () => {
    const hostile = standing('x\n```\n</details><script>', { action: 'conflict', reason: 'foreign' });
    const text = planMarkdown(plan([target('a', [hostile])]));
    expect(text).toContain('! x\\n```\\n</details><script>');
    expect(text).toContain('````text\n');
  });
});

test('the home folder of the one who runs it is not told', () => {
  const broken = target('a', [], { status: 'Error', reason: 'cannot read /home/ada/projects/a' });
  expect(planMarkdown(plan([broken]), { home: '/home/ada' })).toContain('error: cannot read \\~/projects/a');
});

describe('the limit', () => {
  const big = (name: string, size: number) =>
    target(
      name,
      Array.from({ length: size }, (_, i) =>
        file(`${name}/f${i}.md`, side(`${name}${i}\n`), side(`${'z'.repeat(200)}${name}${i}\n`)),
      ),
    );

  test('diffs go first, then lists, then rows, and the text says how many', () => {
    const fleet = plan(['a', 'b', 'c'].map((name) => big(name, 20)));
    const full = planMarkdown(fleet, { diffOf: unifiedDiff });
    expect(full).not.toContain('Left out');
    expect(planMarkdown(fleet, { diffOf: unifiedDiff, limit: 8000 })).toMatch(
      /Left out to keep this short: \d+ diffs\. /,
    );
    expect(planMarkdown(fleet, { diffOf: unifiedDiff, limit: 2000 })).toMatch(/60 diffs, the files of \d targets?\. /);
    const wide = plan(Array.from({ length: 400 }, (_, i) => big(`repository${i}`, 1)));
    expect(planMarkdown(wide, { diffOf: unifiedDiff, limit: 2000 })).toMatch(
      /400 diffs, the files of 400 targets, \d+ rows of the table\. /,
    );
  });

  test('it is never passed, and every part that was opened is closed', () => {
    const sizes = fc.array(fc.nat(12), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2000, max: 20_000 }), (counts, limit) => {
        const fleet = plan(counts.map((count, i) => big(`r${i}`, count)));
        const text = planMarkdown(fleet, { diffOf: unifiedDiff, limit });
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text.split('<details>').length).toBe(text.split('</details>').length);
        expect(text.match(/^```/gm)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
      }),
      { numRuns: 100 },
    );
  });
});
