import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { library } from './library.ts';

const SCRIPT = fileURLToPath(new URL('../../desired-state/skills/metrics-insight/scripts/query.mjs', import.meta.url));
const TABLES = ['tool_usage', 'events', 'sessions', 'agents', 'hooks', 'tasks', 'context'].map(
  (name) => `claude_${name}`,
);
const text = library().find((file) => file.path === 'skills/metrics-insight/references/queries.sql')!.text;
const queries = text
  .split(/^-- (?=[a-z-]+: )/m)
  .slice(1)
  .map((part) => {
    const [first, ...rest] = part.split('\n');
    return { name: first!.split(':')[0]!, sql: rest.join('\n').trim() };
  });

describe.each(queries)('query $name', ({ sql }) => {
  test('is one statement without what QuestDB lacks', () => {
    expect(sql).toMatch(/^SELECT[^;]*;$/);
    expect(sql).not.toMatch(/\b(HAVING|FILTER|OFFSET|percentile_cont|DISTINCT ON|interval)\b/i);
    expect(sql).not.toMatch(/avg\((success|blocked)\)/);
    // The column count has to be quoted; count() is the function.
    expect(sql).not.toMatch(/(?<!")\bcount\b(?!["(])/);
  });

  test('reads known tables and limits time', () => {
    const tables = [...sql.matchAll(/\bclaude_\w+/g)].map((match) => match[0]);
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(TABLES).toContain(table);
    expect(sql).toMatch(/timestamp > dateadd\('d', -(2 \* )?\$days, now\(\)\)/);
    expect(sql).toContain('$project');
  });
});

test('every table has a query, and the skill names every query', () => {
  for (const table of TABLES) expect(text).toContain(table);
  const skill = library().find((file) => file.path === 'skills/metrics-insight/SKILL.md')!.text;
  for (const { name } of queries) expect(skill).toContain(`\`${name}`);
});

describe('query.mjs', () => {
  const asked: string[] = [];
  let answer: unknown;
  let port = 0;
  // QuestDB itself is the outside thing here; its HTTP interface is a page of JSON.
  const server = http.createServer((request, response) => {
    asked.push(new URL(request.url!, 'http://questdb').searchParams.get('query')!);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  function query(args: string[], at = port): Promise<{ code: number | null; out: string; err: string }> {
    const env = { PATH: process.env.PATH, QUESTDB_HOST: '127.0.0.1', QUESTDB_HTTP_PORT: String(at) };
    const child = spawn(process.execPath, [SCRIPT, ...args], { env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  }

  test('fills in days and project, and prints a table', async () => {
    answer = {
      columns: [{ name: 'tool_name' }, { name: 'pct' }],
      dataset: [
        ['Bash', 83.30000000000001],
        ['Read', null],
      ],
    };
    const done = await query(['tools', '--days', '30', '--project', 'my_shop-2']);
    expect(done).toEqual({ code: 0, out: 'tool_name  pct\n---------  ----\nBash       83.3\nRead       -\n', err: '' });
    expect(asked.at(-1)).toContain("dateadd('d', -30, now()) AND project = 'my_shop-2'");
    expect(asked.at(-1)).not.toContain('$');
  });

  test('says that nothing was measured, and gives data when asked', async () => {
    answer = { columns: [{ name: 'n' }], dataset: [] };
    expect((await query(['errors'])).out).toBe('no rows: not measured in this time\n');
    expect(JSON.parse((await query(['errors', '--json'])).out)).toEqual({ columns: ['n'], rows: [] });
  });

  test('runs a SELECT and refuses everything else before it is sent', async () => {
    answer = { columns: [{ name: 'x' }], dataset: [['a;b']] };
    expect((await query(['sql', "SELECT 'a;b -- c' AS x;"])).code).toBe(0);
    const sent = asked.length;
    for (const sql of [
      'DROP TABLE claude_tasks',
      'SELECT 1; DROP TABLE x',
      'update x set a = 1',
      'SELECT 1 -- x',
      '',
    ]) {
      expect((await query(['sql', sql])).code).toBe(1);
    }
    for (const args of [
      ['tools', '--days', '1; x'],
      ['tools', '--days', '0'],
      ['tools', '--project', "x' OR 1"],
      ['tools', '--days'],
    ]) {
      expect((await query(args)).code).toBe(1);
    }
    expect((await query(['nope'])).code).toBe(2);
    expect((await query([])).code).toBe(2);
    expect(asked).toHaveLength(sent);
  });

  test('gives the words of QuestDB, and says when nobody answers', async () => {
    answer = { error: 'table does not exist [table=claude_tasks]', position: 14 };
    expect(await query(['tasks'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(at 14)') });
    const closed = await query(['tasks'], 1);
    expect(closed).toMatchObject({ code: 1, out: '' });
    expect(closed.err).toMatch(/^query: QuestDB at 127\.0\.0\.1:1 does not answer \(/);
  });

  test('lists every query', async () => {
    const listed = (await query(['list'])).out
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(listed).toEqual(queries.map(({ name }) => name));
  });
});
