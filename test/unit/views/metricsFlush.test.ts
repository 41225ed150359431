import { expect, test } from 'vitest';
import { type FlushTold, flushText } from '../../../src/core/views/metricsFlush.ts';

type Table = FlushTold['flushed']['tables'][number];

function told(tables: readonly Table[]): string {
  const rotated = { removed: 0, bytes: 0, lost: 0 };
  return flushText({ flushed: { tables }, rotated, aside: [], address: 'http://127.0.0.1:9000' });
}

const idle: Table = { table: 'claude_tool_usage', sent: 0, setAside: 0, waiting: 0 };

test('a table of which nothing was sent is no line', () => {
  expect(told([idle, { ...idle, table: 'claude_hooks', sent: 3 }])).toBe('claude_hooks  3 rows sent\n');
});

test('where no table has anything to tell, nothing waits', () => {
  expect(told([idle])).toBe('Nothing waits: http://127.0.0.1:9000 has everything.\n');
});

test('what is set aside and what waits is told with the reason', () => {
  expect(told([{ ...idle, sent: 1, setAside: 2, waiting: 1200, reason: 'the disk is full' }])).toBe(
    'claude_tool_usage  1 row sent, 2 set aside, 1 kB waiting: the disk is full\n',
  );
});
