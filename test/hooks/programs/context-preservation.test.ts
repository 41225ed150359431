import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  buildProgram,
  makeFolder,
  makeRepository,
  namesIn,
  run,
  runWith,
  type Setting,
  spooled,
  writeFiles,
} from './programs.ts';
import { append, assistant, compaction, prompt, toolResult, toolUse } from './transcript.ts';

let preservation: string;
let builder: string;

beforeAll(() => {
  preservation = buildProgram('context-preservation');
  builder = buildProgram('context-bundle-builder');
});

let where: Setting;
let transcript: string;

beforeEach(() => {
  where = { project: makeRepository({ 'a.txt': 'a\n' }), state: makeFolder('state') };
  transcript = join(makeFolder('transcripts'), 'session-1.jsonl');
});

const on = (hook_event_name: string, fields: Record<string, unknown> = {}) =>
  run(preservation, { hook_event_name, transcript_path: transcript, ...fields }, where);
const start = (source: string, fields: Record<string, unknown> = {}): string | undefined =>
  on('SessionStart', { source, ...fields }).answer?.hookSpecificOutput.additionalContext;

function work(): void {
  append(
    transcript,
    prompt('Make the parser faster'),
    assistant({ id: 'm1', content: [toolUse('t1', 'Bash', { command: 'npm test' })] }),
    toolResult('t1', 'Exit code 1\n2 tests failed', true),
    assistant({
      id: 'm2',
      content: [toolUse('t2', 'AskUserQuestion', { questions: [{ question: 'Which parser?' }] })],
    }),
    toolResult('t2', 'The small one'),
    assistant({
      id: 'm3',
      content: [
        toolUse('t3', 'TodoWrite', {
          todos: [
            { content: 'Measure', status: 'completed' },
            { content: 'Rewrite the loop', status: 'in_progress' },
          ],
        }),
      ],
    }),
    assistant({ id: 'm4', content: [{ type: 'text', text: 'The loop is half done.' }] }),
  );
}

describe('a handover', () => {
  test('is written before a compaction and restored after it', () => {
    work();
    writeFileSync(join(where.project, 'a.txt'), 'a\nb\n');
    writeFiles(where.project, { 'new.txt': 'x' });
    expect(on('PreCompact', { trigger: 'auto' }).stdout).toBe('');
    const text = start('compact');
    expect(text).toContain('Handover of this session');
    expect(text).toContain('on branch main');
    expect(text).toContain('- [in_progress] Rewrite the loop');
    expect(text).toContain('- npm test → Exit code 1 2 tests failed');
    expect(text).toContain('- Make the parser faster');
    expect(text).toContain('- Which parser?: The small one');
    expect(text).toContain('a.txt | 1 +');
    expect(text).toContain('new.txt | not in git');
    expect(text).toContain('The loop is half done.');
    expect(text).toContain('Tasks done:\n- Measure');
    expect(spooled(where.state, 'claude_context')).toMatchObject([{ trigger: 'precompact' }]);
  });

  test('of a session that ended is restored by resuming it, and with its open work by a new start', () => {
    work();
    on('SessionEnd', { reason: 'logout' });
    expect(start('resume')).toContain('of this session');
    const other = { session_id: 'session-2', transcript_path: join(where.state, 'none.jsonl') };
    expect(start('resume', other)).toContain('of the last session in this project');
    expect(start('startup', other)).toContain('for orientation');
    expect(start('startup', other)!.length).toBeLessThanOrEqual(4000);
  });

  test('is not restored after /clear, in another project, or when nothing is open', () => {
    append(transcript, prompt('hello'), assistant({ id: 'm1' }));
    on('SessionEnd', { reason: 'logout' });
    expect(start('clear')).toBeUndefined();
    expect(start('startup')).toBeUndefined();
    expect(start('resume')).toContain('hello');
    const elsewhere = { ...where, project: makeRepository({}) };
    const event = { hook_event_name: 'SessionStart', source: 'resume' };
    expect(run(preservation, event, elsewhere).stdout).toBe('');
  });

  test('leaves out a failure that a later run mended', () => {
    work();
    append(
      transcript,
      assistant({ id: 'm5', content: [toolUse('t5', 'Bash', { command: 'npm test' })] }),
      toolResult('t5', 'all passed'),
    );
    on('PreCompact');
    expect(start('compact')).not.toContain('npm test');
  });

  test('is at most 10,000 characters, however long the session was', () => {
    for (let i = 0; i < 200; i++) append(transcript, prompt(`${i} ${'word '.repeat(400)}`));
    append(transcript, assistant({ id: 'm', content: [{ type: 'text', text: 'line\n'.repeat(5000) }] }));
    const todos = Array.from({ length: 300 }, (_, i) => ({
      content: `task ${i} ${'x'.repeat(200)}`,
      status: 'pending',
    }));
    append(transcript, assistant({ id: 'n', content: [toolUse('t', 'TodoWrite', { todos })] }));
    on('PreCompact');
    const text = start('compact')!;
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text).toContain('more)');
    expect(text).toContain('Last answer of the assistant');
  });

  test('holds no secret', () => {
    append(
      transcript,
      prompt('use password=hunter2hunter2 please'),
      assistant({ id: 'm', content: [{ type: 'text', text: 'API_KEY=abcdef0123456789abcdef is set' }] }),
    );
    on('SessionEnd');
    const folder = join(where.state, 'reconcile', 'handovers');
    const project = join(folder, namesIn(folder)[0]!);
    const kept = readFileSync(join(project, 'session-1.json'), 'utf8');
    expect(kept).toContain('[redacted]');
    expect(kept).not.toContain('hunter2hunter2');
    expect(kept).not.toContain('abcdef0123456789abcdef');
    expect(statSync(join(project, 'session-1.json')).mode & 0o077).toBe(0);
  });

  test('names the files that the bundle says were read and changed', () => {
    for (const [tool_name, path] of [
      ['Read', 'a.txt'],
      ['Edit', 'b.txt'],
    ] as const) {
      const tool_input = { file_path: join(where.project, path) };
      run(builder, { hook_event_name: 'PreToolUse', tool_name, tool_input }, where);
    }
    append(transcript, prompt('hello'), assistant({ id: 'm1' }));
    on('PreCompact');
    expect(start('compact')).toContain('Files changed in the session:\n- b.txt');
    expect(start('compact')).toContain('Files read in the session:\n- a.txt');
  });

  test('of a session without a word replaces nothing', () => {
    work();
    on('SessionEnd');
    on('SessionEnd', { session_id: 'session-2', transcript_path: join(where.state, 'none.jsonl') });
    expect(start('startup', { session_id: 'session-3' })).toContain('Rewrite the loop');
  });
});

describe('Stop', () => {
  test('tells once when the context passes 60 and 80 percent, anew after a compaction, and never blocks', () => {
    const full = (input: number, id: string) => append(transcript, assistant({ id, input }));
    full(100_000, 'm1');
    expect(on('Stop').stdout).toBe('');
    full(125_000, 'm2');
    expect(on('Stop', { stop_hook_active: true }).answer).toEqual({
      systemMessage: 'The context window is 62 % full.',
    });
    expect(on('Stop').stdout).toBe('');
    full(170_000, 'm3');
    expect(on('Stop').answer.systemMessage).toContain('85 % full');
    expect(on('Stop').stdout).toBe('');
    append(transcript, compaction());
    full(130_000, 'm4');
    expect(on('Stop').answer).toEqual({ systemMessage: 'The context window is 65 % full.' });
  });

  test('reads on from where it stopped: what it has read may even be gone', () => {
    work();
    on('Stop');
    const size = statSync(transcript).size;
    // The same file with the same length, but nothing to read in what was read before.
    writeFileSync(transcript, `${' '.repeat(size - 1)}\n`);
    append(transcript, prompt('and now the lexer'));
    on('PreCompact');
    const text = start('compact');
    expect(text).toContain('Make the parser faster');
    expect(text).toContain('and now the lexer');
  });
});

test('malformed input is silent and ends with 0', () => {
  for (const text of [
    '',
    '7',
    '{"hook_event_name":"SessionStart"}',
    '{"hook_event_name":"Stop","transcript_path":"/no/such"}',
  ]) {
    const { code, stdout } = runWith(preservation, text, where);
    expect([code, stdout]).toEqual([0, '']);
  }
});
