import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  buildProgram,
  makeFolder,
  makeRepository,
  type Row,
  run,
  runAtOnce,
  runWith,
  type Setting,
  spooled,
} from './programs.ts';
import { append, assistant, compaction, prompt, toolResult, toolUse } from './transcript.ts';

let summary: string;
let tracker: string;
let statusLine: string;

beforeAll(() => {
  summary = buildProgram('session-summary');
  tracker = buildProgram('dora-tracker');
  statusLine = buildProgram('status-line');
});

let where: Setting;
let transcript: string;

beforeEach(() => {
  where = { project: makeRepository({ 'a.txt': 'a' }), state: makeFolder('state') };
  transcript = join(makeFolder('transcripts'), 'session-1.jsonl');
});

const stop = () => run(summary, { hook_event_name: 'Stop', transcript_path: transcript }, where);
const end = () => run(summary, { hook_event_name: 'SessionEnd', reason: 'logout', transcript_path: transcript }, where);

/** The rows as QuestDB keeps them: the last of each key. */
function sessions(): Row[] {
  const kept = new Map<string, Row>();
  for (const row of spooled(where.state, 'claude_sessions'))
    kept.set(JSON.stringify([row.timestamp, row.session_id, row.model]), row);
  return [...kept.values()];
}

function inSubagent(...records: Parameters<typeof append>[1][]) {
  const folder = join(transcript.replace(/\.jsonl$/, ''), 'subagents');
  mkdirSync(folder, { recursive: true });
  append(join(folder, 'agent-a1.jsonl'), ...records);
}

describe('tokens', () => {
  test('a response of several lines counts once, with its last and largest numbers', () => {
    append(transcript, prompt('hello'), assistant({ id: 'm1', output: 1 }), assistant({ id: 'm1', output: 40 }));
    stop();
    expect(sessions()).toMatchObject([
      { tokens_input: 100, tokens_output: 40, turns: 1, git_branch: 'feat/x', task_type: 'feature' },
    ]);
  });

  test('lines of one response that come in two turns of the hook count once', () => {
    append(transcript, assistant({ id: 'm1', output: 1 }));
    stop();
    append(transcript, assistant({ id: 'm1', output: 40 }), assistant({ id: 'm2' }));
    stop();
    expect(sessions()).toMatchObject([{ tokens_input: 200, tokens_output: 50 }]);
  });

  test('subagents are included, and a side question’s copy of a message is not', () => {
    append(transcript, assistant({ id: 'm1' }));
    inSubagent(
      assistant({ id: 'm1', request: 'other', fields: { isSidechain: true } }),
      assistant({ id: 's1', model: 'claude-haiku-4-5', input: 7, fields: { isSidechain: true } }),
    );
    stop();
    expect(sessions()).toMatchObject([
      { model: 'claude-sonnet-4-5', tokens_input: 100, tool_count: 0 },
      { model: 'claude-haiku-4-5', tokens_input: 7 },
    ]);
    expect(sessions()[1]!.tool_count).toBeUndefined();
  });

  test('lines of another session and lines copied from the session it was forked from are not counted', () => {
    append(
      transcript,
      assistant({ id: 'm1' }),
      assistant({ id: 'm2', fields: { sessionId: 'other' } }),
      assistant({ id: 'm3', fields: { forkedFrom: { sessionId: 'other' } } }),
    );
    stop();
    expect(sessions()).toMatchObject([{ tokens_input: 100 }]);
  });

  test('a line that is being written is counted when it is whole; a broken line is passed over', () => {
    append(transcript, assistant({ id: 'm1' }));
    const text = JSON.stringify(assistant({ id: 'm2' }));
    appendFileSync(transcript, `{"broken\n${text.slice(0, 40)}`);
    stop();
    expect(sessions()).toMatchObject([{ tokens_input: 100 }]);
    appendFileSync(transcript, `${text.slice(40)}\n`);
    stop();
    expect(sessions()).toMatchObject([{ tokens_input: 200 }]);
  });

  test('a transcript that was replaced is counted anew', () => {
    append(transcript, assistant({ id: 'm1' }), assistant({ id: 'm2' }));
    stop();
    writeFileSync(transcript, '');
    append(transcript, assistant({ id: 'm9' }));
    stop();
    expect(sessions().at(-1)).toMatchObject({ tokens_input: 100 });
  });
});

describe('the snapshot', () => {
  test('is the same row for every Stop, and a Stop in which nothing is new writes nothing', () => {
    append(transcript, assistant({ id: 'm1' }));
    stop();
    const before = spooled(where.state, 'claude_sessions').length;
    stop();
    expect(spooled(where.state, 'claude_sessions')).toHaveLength(before);
    append(transcript, assistant({ id: 'm2' }));
    stop();
    end();
    expect(sessions()).toHaveLength(1);
    expect(sessions()[0]).toMatchObject({ tokens_input: 200, end_reason: 'logout' });
  });

  test('counts calls, failures and changed lines', () => {
    append(
      transcript,
      assistant({ id: 'm1', content: [toolUse('t1', 'Edit', {})] }),
      assistant({ id: 'm1', content: [toolUse('t2', 'Bash', {})] }),
      toolResult('t1', 'ok', false, { toolUseResult: { structuredPatch: [{ lines: ['+a', '+b', '-c', ' d'] }] } }),
      toolResult('t2', 'Exit code 1', true),
    );
    stop();
    expect(sessions()).toMatchObject([{ tool_count: 2, error_count: 1, edits: 1, lines_added: 2, lines_removed: 1 }]);
  });

  test('takes test runs, commits and tasks from what dora-tracker recorded', () => {
    const event = (fields: Row) => run(tracker, { hook_event_name: 'PostToolUse', ...fields }, where);
    event({ tool_name: 'Bash', tool_input: { command: 'npm test' } });
    event({
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'Bash',
      tool_input: { command: 'npm test' },
      error: 'Exit code 1',
    });
    event({ tool_name: 'Bash', tool_input: { command: 'git commit -m x' } });
    event({ hook_event_name: 'TaskCompleted', task_id: '1', task_subject: 'x' });
    append(transcript, assistant({ id: 'm1' }));
    stop();
    expect(sessions()).toMatchObject([{ tests_run: 2, tests_passed: 1, commits: 1, task_count: 1 }]);
  });

  test('writes the context of the last response, and none right after a compaction', () => {
    append(transcript, assistant({ id: 'm1', input: 1000, cacheRead: 99_000 }));
    stop();
    expect(spooled(where.state, 'claude_context')).toMatchObject([
      { trigger: 'turn', context_used: 100_000, context_max: 200_000, utilization_pct: 50 },
    ]);
    append(transcript, compaction());
    stop();
    expect(spooled(where.state, 'claude_context')).toHaveLength(1);
  });

  test('says something only at the end, in a few lines', () => {
    append(transcript, prompt('hi'), assistant({ id: 'm1', input: 1_000_000, output: 0 }));
    expect(stop().stdout).toBe('');
    const message: string = end().answer.systemMessage;
    expect(message).toMatch(/^Session: \d+ min, 1 turn, 0 calls\.\n1\.0M tokens, about \$6\.00, claude-sonnet-4-5\.$/);
  });
});

describe('cost', () => {
  test('is the list price, or unknown (never 0) with an event for a model without one', () => {
    append(
      transcript,
      assistant({ id: 'm1', input: 100_000, output: 10_000 }),
      assistant({ id: 'm2', model: 'new-model' }),
    );
    stop();
    expect(sessions()[0]).toMatchObject({ cost_usd: expect.closeTo(0.45), cost_basis: 'list-price' });
    expect(sessions()[1]!.cost_usd).toBeUndefined();
    expect(sessions()[1]).toMatchObject({ cost_basis: 'unknown' });
    expect(spooled(where.state, 'claude_events')).toMatchObject([{ event_id: 'no-price:new-model', category: 'cost' }]);
  });

  test('is the client’s own where a status line runs, and so is the window', () => {
    const input = {
      session_id: 'session-1',
      model: { id: 'claude-sonnet-4-5', display_name: 'Sonnet' },
      workspace: { current_dir: where.project, project_dir: where.project },
      cost: { total_cost_usd: 1.2345 },
      context_window: { context_window_size: 1_000_000, used_percentage: 12.4 },
    };
    const shown = runWith(statusLine, JSON.stringify(input), where);
    expect(shown.stdout).toBe('Sonnet | main | context 12% | $1.23');
    runWith(statusLine, JSON.stringify(input), where);
    expect(spooled(where.state, 'claude_context')).toMatchObject([
      { trigger: 'statusline', context_used: 124_000, context_max: 1_000_000, utilization_pct: 12.4 },
    ]);
    append(transcript, assistant({ id: 'm1', input: 100_000 }));
    stop();
    expect(sessions()).toMatchObject([{ cost_usd: 1.2345, cost_basis: 'statusline' }]);
    const turns = spooled(where.state, 'claude_context').filter((row) => row.trigger === 'turn');
    expect(turns).toMatchObject([{ context_max: 1_000_000, utilization_pct: 10 }]);
  });

  test('the status line prints a line whatever it is given', () => {
    for (const text of ['', '[]', '{"model":3,"cost":{"total_cost_usd":"x"}}']) {
      const { code, stdout } = runWith(statusLine, text, { ...where, state: makeFolder('state') });
      expect([code, stdout]).toEqual([0, 'Claude']);
    }
  });
});

test('malformed input and a missing transcript are silent', () => {
  for (const text of [
    '',
    '{}',
    '{"hook_event_name":"Stop"}',
    '{"hook_event_name":"SessionEnd","transcript_path":"/no/such"}',
  ]) {
    const { code, stdout } = runWith(summary, text, where);
    expect([code, stdout]).toEqual([0, '']);
  }
  expect(spooled(where.state, 'claude_sessions')).toEqual([]);
});

test('snapshots at once leave a whole state', async () => {
  append(transcript, assistant({ id: 'm1' }), assistant({ id: 'm2' }));
  const event = { hook_event_name: 'Stop', transcript_path: transcript };
  const codes = await runAtOnce(
    summary,
    Array.from({ length: 10 }, () => event),
    where,
  );
  expect(codes.every((code) => code === 0)).toBe(true);
  stop();
  expect(sessions()).toMatchObject([{ tokens_input: 200 }]);
  const left = readdirSync(join(where.state, 'reconcile', 'hooks', 'sessions', 'session-1'));
  expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
