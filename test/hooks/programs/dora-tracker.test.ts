import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
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

let tracker: string;

beforeAll(() => {
  tracker = buildProgram('dora-tracker');
});

function makeSetting(env: Record<string, string> = {}): Setting {
  return { project: makeRepository({ 'a.txt': 'a' }), state: makeFolder('state'), env };
}

function makeDeployable(env: Record<string, string> = {}): Setting {
  const where = makeSetting(env);
  const remote = makeFolder('remote');
  git(remote, 'init', '-q', '--bare', '-b', 'main');
  git(where.project, 'remote', 'add', 'origin', remote);
  git(where.project, 'push', '-q', '-u', 'origin', 'main');
  // As if that push had been long ago.
  return where;
}

let calls = 0;

function bash(where: Setting, command: string, failure?: string) {
  calls += 1;
  const common = { tool_name: 'Bash', tool_input: { command }, tool_use_id: `call-${calls}`, duration_ms: 300 };
  return failure === undefined
    ? run(
        tracker,
        { hook_event_name: 'PostToolUse', tool_response: { stdout: 'error: none failed' }, ...common },
        where,
      )
    : run(tracker, { hook_event_name: 'PostToolUseFailure', error: failure, ...common }, where);
}

function commit(where: Setting, message: string): string {
  calls += 1;
  writeFileSync(join(where.project, 'a.txt'), `${calls}`);
  git(where.project, 'commit', '-q', '-a', '-m', message);
  return git(where.project, 'rev-parse', 'HEAD');
}

function push(where: Setting, message: string): string {
  const sha = commit(where, message);
  git(where.project, 'push', '-q', 'origin', 'main');
  bash(where, 'git push origin main');
  return sha;
}

function dora(where: Setting, type: string): Row[] {
  return spooled(where.state, 'claude_events').filter((row) => row.category === 'dora' && row.event_type === type);
}

describe('claude_tool_usage', () => {
  test('success comes from the event, never from words in the output', () => {
    const where = makeSetting();
    bash(where, 'cat log.txt');
    bash(where, 'false', 'Exit code 3\nall passed');
    const rows = spooled(where.state, 'claude_tool_usage');
    expect(
      rows.map(({ success, outcome, error_kind, duration_ms }) => ({ success, outcome, error_kind, duration_ms })),
    ).toEqual([
      { success: true, outcome: 'ok', error_kind: undefined, duration_ms: 300 },
      { success: false, outcome: 'error', error_kind: 'exit-3', duration_ms: 300 },
    ]);
  });

  test('an interrupt and a denial are no failures of the tool', () => {
    const where = makeSetting();
    run(
      tracker,
      { hook_event_name: 'PostToolUseFailure', tool_name: 'Bash', is_interrupt: true, error: 'x', tool_use_id: '1' },
      where,
    );
    run(tracker, { hook_event_name: 'PermissionDenied', tool_name: 'Bash', tool_use_id: '2' }, where);
    expect(spooled(where.state, 'claude_tool_usage').map((row) => row.outcome)).toEqual(['interrupted', 'denied']);
  });

  test('no secret of a command or an error reaches the spool', () => {
    const where = makeSetting();
    bash(
      where,
      'curl -H "Authorization: Bearer abcdefghijklmnop1234567890" x',
      'Exit code 1\nDB_PASSWORD=hunter2hunter2',
    );
    const text = JSON.stringify(spooled(where.state, 'claude_tool_usage'));
    expect(text).not.toContain('abcdefghijklmnop1234567890');
    expect(text).not.toContain('hunter2hunter2');
    expect(text).toContain('[redacted]');
  });

  test('fifty calls at once lose and tear no line', async () => {
    const where = makeSetting();
    const events = Array.from({ length: 50 }, (_, i) => ({
      hook_event_name: 'PostToolUse',
      tool_name: 'Edit',
      tool_input: { file_path: join(where.project, `f${i}.txt`), new_string: 'x'.repeat(5000) },
      tool_response: {},
      tool_use_id: `t${i}`,
    }));
    const codes = await runAtOnce(tracker, events, where);
    expect(codes.every((code) => code === 0)).toBe(true);
    const ids = spooled(where.state, 'claude_tool_usage').map((row) => row.tool_use_id);
    expect(new Set(ids).size).toBe(50);
    const folder = join(where.state, 'reconcile', 'hooks', 'activity');
    expect(namesIn(folder)).toHaveLength(1);
    const paths = jsonLines(join(folder, namesIn(folder)[0]!)).map((line) => line.path);
    expect(new Set(paths).size).toBe(50);
  });

  test('malformed input is silent and ends with 0', () => {
    for (const text of ['', 'null', '{"hook_event_name":7}', '{"hook_event_name":"PostToolUse","tool_input":"x"}']) {
      const { code, stdout, stderr } = runWith(tracker, text, makeSetting());
      expect([code, stdout, stderr]).toEqual([0, '', '']);
    }
  });
});

describe('deployments', () => {
  test('a push to main is a deployment, with the lead time of each commit it brings', () => {
    const where = makeDeployable();
    const first = commit(where, 'one');
    const second = push(where, 'two');
    expect(dora(where, 'deploy')).toHaveLength(1);
    expect(new Set(dora(where, 'lead_time').map((row) => row.event_id))).toEqual(new Set([first, second]));
    expect(dora(where, 'lead_time').every((row) => typeof row.value === 'number' && row.value >= 0)).toBe(true);
    expect(dora(where, 'deploy_failed')).toEqual([]);
  });

  test('the same commit pushed again, a push of another branch and a push that says it would are none', () => {
    const where = makeDeployable();
    push(where, 'one');
    bash(where, 'git push origin main');
    git(where.project, 'checkout', '-q', '-b', 'topic');
    commit(where, 'two');
    git(where.project, 'push', '-q', 'origin', 'topic');
    bash(where, 'git push origin topic');
    bash(where, 'git push --dry-run origin main');
    expect(dora(where, 'deploy')).toHaveLength(1);
  });

  test('a revert says that the deployment before failed, is rework, and restores', () => {
    const where = makeDeployable();
    push(where, 'feature');
    const deployed = dora(where, 'deploy')[0]!.event_id;
    git(where.project, 'revert', '--no-edit', 'HEAD');
    git(where.project, 'push', '-q');
    bash(where, 'git push');
    expect(dora(where, 'deploy')).toHaveLength(2);
    expect(dora(where, 'deploy_failed').map((row) => row.event_id)).toEqual([deployed]);
    expect(dora(where, 'rework')).toHaveLength(1);
    expect(dora(where, 'restored')).toHaveLength(1);
    expect(dora(where, 'restored')[0]!.value).toBeGreaterThanOrEqual(0);
  });

  test('a push back to an earlier commit is a rollback', () => {
    const where = makeDeployable();
    push(where, 'feature');
    git(where.project, 'reset', '-q', '--hard', 'HEAD~1');
    git(where.project, 'push', '-q', '-f', 'origin', 'main');
    bash(where, 'git push -f origin main');
    expect(dora(where, 'rework')).toHaveLength(1);
    expect(dora(where, 'deploy_failed')).toHaveLength(1);
  });

  test('a failed deploy command fails a deployment; the next good one restores', () => {
    const where = makeSetting({ RECONCILE_DEPLOY_COMMAND: './deploy.sh prod\nmake ship' });
    bash(where, 'make ship', 'Exit code 2');
    bash(where, 'make ship', 'Exit code 2');
    bash(where, './deploy.sh prod --now');
    expect(dora(where, 'deploy_failed')).toHaveLength(1);
    expect(dora(where, 'deploy')).toHaveLength(1);
    expect(dora(where, 'restored')).toHaveLength(1);
  });

  test('a refused push and a pushed tag', () => {
    const where = makeDeployable();
    commit(where, 'one');
    bash(where, 'git push origin main', 'Exit code 1\nrejected');
    expect(dora(where, 'deploy')).toEqual([]);
    git(where.project, 'tag', 'v1');
    git(where.project, 'push', '-q', 'origin', 'v1');
    bash(where, 'git push origin v1');
    expect(dora(where, 'deploy').map((row) => row.context)).toEqual([expect.stringContaining('tag v1')]);
  });

  test('a push in another folder is measured in its own repository', () => {
    const where = makeDeployable();
    const elsewhere = makeDeployable();
    commit(elsewhere, 'one');
    git(elsewhere.project, 'push', '-q', 'origin', 'main');
    bash(where, `cd ${elsewhere.project} && git push origin main`);
    expect(dora(where, 'lead_time').map((row) => row.event_id)).toEqual([git(elsewhere.project, 'rev-parse', 'HEAD')]);
    bash(where, `git -C ${elsewhere.project} push origin main`);
    expect(dora(where, 'deploy')).toHaveLength(1);
  });

  test('only the branches that are named as protected count, where some are', () => {
    const where = makeDeployable({ RECONCILE_PROTECTED_BRANCHES: 'stable, release/*' });
    push(where, 'one');
    expect(dora(where, 'deploy')).toEqual([]);
    git(where.project, 'push', '-q', 'origin', 'HEAD:release/1');
    bash(where, 'git push origin HEAD:release/1');
    expect(dora(where, 'deploy').map((row) => row.context)).toEqual([expect.stringContaining('release/1')]);
  });

  test('CI that fails for the deployed commit fails the deployment once', () => {
    const where = makeDeployable();
    push(where, 'one');
    bash(where, 'gh run watch 1 --exit-status', 'Exit code 1');
    bash(where, 'gh run watch 1 --exit-status', 'Exit code 1');
    expect(dora(where, 'deploy_failed')).toHaveLength(1);
  });
});

describe('subagents and tasks', () => {
  test('a finished subagent gives one row with the totals of the client', () => {
    const where = makeSetting();
    const tool_response = {
      status: 'completed',
      agentId: 'a1',
      totalTokens: 900,
      totalDurationMs: 1200,
      totalToolUseCount: 3,
    };
    const tool_input = { subagent_type: 'reviewer', prompt: 'look' };
    run(
      tracker,
      { hook_event_name: 'PostToolUse', tool_name: 'Agent', tool_input, tool_response, tool_use_id: 't' },
      where,
    );
    const [row] = spooled(where.state, 'claude_agents');
    expect(row).toMatchObject({
      agent_type: 'reviewer',
      tokens_used: 900,
      duration_ms: 1200,
      tool_calls: 3,
      success: true,
    });
  });

  test('a background subagent gives its row when it stops, from its own transcript', () => {
    const where = makeSetting();
    const transcript = join(where.state, 'agent-a2.jsonl');
    const message = { id: 'm1', model: 'claude-haiku-4-5', usage: { input_tokens: 10, output_tokens: 5 }, content: [] };
    const line = {
      type: 'assistant',
      sessionId: 'session-1',
      isSidechain: true,
      timestamp: '2026-01-02T03:04:05.000Z',
      message,
    };
    writeFileSync(transcript, `${JSON.stringify(line)}\n`);
    run(
      tracker,
      {
        hook_event_name: 'PostToolUse',
        tool_name: 'Agent',
        tool_response: { status: 'async_launched', agentId: 'a2' },
      },
      where,
    );
    expect(spooled(where.state, 'claude_agents')).toEqual([]);
    run(
      tracker,
      { hook_event_name: 'SubagentStop', agent_id: 'a2', agent_type: 'reviewer', agent_transcript_path: transcript },
      where,
    );
    expect(spooled(where.state, 'claude_agents')).toMatchObject([
      { timestamp: '2026-01-02T03:04:05.000Z', agent_id: 'a2', tokens_used: 15, model: 'claude-haiku-4-5' },
    ]);
  });

  test('a task keeps its creation time through its states', () => {
    const where = makeSetting();
    run(tracker, { hook_event_name: 'TaskCreated', task_id: '1', task_subject: 'Write it' }, where);
    run(
      tracker,
      { hook_event_name: 'PostToolUse', tool_name: 'TaskUpdate', tool_input: { taskId: '1', status: 'in_progress' } },
      where,
    );
    run(tracker, { hook_event_name: 'TaskCompleted', task_id: '1', task_subject: 'Write it' }, where);
    run(tracker, { hook_event_name: 'TaskCompleted', task_id: '1', task_subject: 'Write it' }, where);
    const rows = spooled(where.state, 'claude_tasks');
    expect(rows.map((row) => row.task_status)).toEqual(['pending', 'in_progress', 'completed']);
    expect(new Set(rows.map((row) => row.timestamp)).size).toBe(1);
    expect(rows.at(-1)).toMatchObject({ task_content: 'Write it', iterations: 1 });
  });
});

test('an edit for another prompt within a day is rework; a second edit for the same prompt is not', () => {
  const where = makeSetting();
  const edit = (prompt_id: string) =>
    run(
      tracker,
      {
        hook_event_name: 'PostToolUse',
        tool_name: 'Edit',
        prompt_id,
        tool_input: { file_path: join(where.project, 'a.txt') },
      },
      where,
    );
  edit('p1');
  edit('p1');
  expect(spooled(where.state, 'claude_events')).toEqual([]);
  edit('p2');
  expect(spooled(where.state, 'claude_events')).toMatchObject([{ event_type: 'file_rework', context: 'a.txt' }]);
});
