import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  buildProgram,
  git,
  jsonLines,
  makeFolder,
  makeRepository,
  namesIn,
  type Row,
  run,
  runAtOnce,
  runWith,
  type Setting,
  spooled,
} from './programs.ts';

let builder: string;

beforeAll(() => {
  builder = buildProgram('context-bundle-builder');
});

function makeSetting(): Setting {
  return { project: makeRepository({ 'src/a.ts': 'a' }), state: makeFolder('state') };
}

function folderOf(where: Setting): string {
  const bundles = join(where.state, 'reconcile', 'bundles');
  return join(bundles, namesIn(bundles)[0] ?? '');
}

function lines(where: Setting): Row[] {
  return namesIn(folderOf(where)).flatMap((name) => jsonLines(join(folderOf(where), name)));
}

function call(where: Setting, tool_name: string, tool_input: Record<string, unknown>, tool_use_id = 't1') {
  return run(builder, { hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id }, where);
}

test('a call is one line with relative paths and without contents, outside of the repository', () => {
  const where = makeSetting();
  const { code, stdout } = call(where, 'Write', {
    file_path: join(where.project, 'src/a.ts'),
    content: 'a secret text',
  });
  expect([code, stdout]).toEqual([0, '']);
  expect(lines(where)).toEqual([
    {
      t: expect.any(Number),
      id: 't1',
      op: 'edit',
      tool: 'Write',
      in: { file_path: 'src/a.ts', content: '13 characters' },
    },
  ]);
  expect(git(where.project, 'status', '--porcelain')).toBe('');
});

test('secrets and absolute paths of a command are not kept', () => {
  const where = makeSetting();
  call(where, 'Bash', { command: `API_TOKEN=abcdef0123456789abcdef cat ${where.project}/src/a.ts ${where.state}/x` });
  const text = JSON.stringify(lines(where));
  expect(text).not.toContain('abcdef0123456789abcdef');
  expect(text).not.toContain(where.project);
  expect(text).toContain('src/a.ts ~/x');
});

test('a huge input stays within one line of 4096 bytes', () => {
  const where = makeSetting();
  const input: Record<string, unknown> = {};
  for (let i = 0; i < 40; i++) input[`key${i}`] = '\u20ac"\\'.repeat(20_000);
  call(where, 'mcp__server__tool', input);
  const [line] = lines(where);
  expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThan(4096);
  expect(line).toMatchObject({ op: 'mcp', tool: 'mcp__server__tool' });
});

test('fifty calls at once lose and tear no line', async () => {
  const where = makeSetting();
  const events = Array.from({ length: 50 }, (_, i) => ({
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: `echo ${'x'.repeat(700)} ${i}` },
    tool_use_id: `t${i}`,
  }));
  expect((await runAtOnce(builder, events, where)).every((code) => code === 0)).toBe(true);
  expect(new Set(lines(where).map((line) => line.id)).size).toBe(50);
});

test('a call leaves no row of usage: only the end of a call can tell how it went', () => {
  const where = makeSetting();
  call(where, 'Read', { file_path: 'src/a.ts' });
  expect(spooled(where.state, 'claude_tool_usage')).toEqual([]);
});

test('each session has its own file, and old ones go with the first call of a new session', () => {
  const where = makeSetting();
  run(builder, { hook_event_name: 'PreToolUse', tool_name: 'Read', session_id: '../../old' }, where);
  const [old] = namesIn(folderOf(where));
  const longAgo = new Date(Date.now() - 31 * 86_400_000);
  utimesSync(join(folderOf(where), old!), longAgo, longAgo);
  call(where, 'Read', { file_path: 'x' });
  expect(namesIn(folderOf(where))).toEqual(['session-1.jsonl']);
});

test('malformed input is silent and ends with 0', () => {
  for (const text of [
    '',
    '"x"',
    '{"hook_event_name":"PreToolUse"}',
    '{"hook_event_name":"PreToolUse","tool_name":5}',
  ]) {
    const { code, stdout } = runWith(builder, text, makeSetting());
    expect([code, stdout]).toEqual([0, '']);
  }
});
