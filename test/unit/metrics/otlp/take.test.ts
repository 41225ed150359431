import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AT, logs, metric, Told, type Value } from './otlp.ts';

const US = AT * 1000;

const REQUEST = {
  model: 'claude-opus-5-5',
  // Claude Code writes numbers of events as texts.
  cost_usd: '0.0288248',
  duration_ms: '3374',
  input_tokens: 2,
  output_tokens: 264,
  cache_read_tokens: 23_824,
  cache_creation_tokens: 5354,
  request_id: 'req_011',
  query_source: 'repl_main_thread',
} satisfies Record<string, Value>;
const RESULT = { tool_name: 'Bash', tool_use_id: 'toolu_1', success: 'true', duration_ms: '812' };
const common = { timestamp: US, project: 'shop', session_id: 's1' };

test.each<[string, Record<string, Value>, string, object]>([
  [
    'api_request',
    REQUEST,
    'claude_events',
    { category: 'cost', event_type: 'info', event_id: 'req_011', count: 1, value: 0.0288248 },
  ],
  [
    'tool_result',
    { ...RESULT, tool_input_size_bytes: 40, tool_result_size_bytes: '99' },
    'claude_tool_usage',
    { tool_use_id: 'toolu_1', outcome: 'ok', success: true, duration_ms: 812, input_bytes: 40, output_bytes: 99 },
  ],
  [
    'tool_result',
    { ...RESULT, success: 'false', error_type: 'ShellError', error: 'PASSWORD=hunter2 was wrong' },
    'claude_tool_usage',
    { outcome: 'error', success: false, error_kind: 'ShellError', error: 'PASSWORD=•••••• was wrong' },
  ],
  [
    'tool_result',
    { ...RESULT, success: false, error_type: 'AbortError' },
    'claude_tool_usage',
    { outcome: 'interrupted' },
  ],
  ['tool_result', { ...RESULT, success: 'false', decision_type: 'reject' }, 'claude_tool_usage', { outcome: 'denied' }],
  [
    'tool_result',
    { ...RESULT, tool_parameters: '{"bash_command":"npm test --token=hunter2","full_command":"npm test"}' },
    'claude_tool_usage',
    { params: '{"program":"npm"}' },
  ],
  [
    'tool_decision',
    { tool_name: 'Read', tool_use_id: 'toolu_2', decision: 'reject', source: 'user_reject' },
    'claude_tool_usage',
    { tool_use_id: 'toolu_2', outcome: 'denied', success: false, error_kind: 'user_reject' },
  ],
  [
    'hook_execution_complete',
    {
      hook_event: 'PreToolUse',
      hook_name: 'PreToolUse:Bash',
      num_hooks: '3',
      num_non_blocking_error: '1',
      total_duration_ms: '42',
    },
    'claude_hooks',
    {
      hook_type: 'PreToolUse',
      hook_name: 'PreToolUse:Bash',
      tool_matcher: 'Bash',
      run_id: 's1:1',
      success: false,
      duration_ms: 42,
      error: '1 of 3 hooks failed',
    },
  ],
  [
    'api_error',
    { error: 'overloaded', status_code: 529, attempt: 11, model: 'claude-opus-5-5' },
    'claude_events',
    { event_type: 'error', severity: 'high', category: 'api', error: 'overloaded', event_id: 'api_error:1' },
  ],
  [
    'user_prompt',
    { prompt_length: '120', prompt: 'a secret plan' },
    'claude_events',
    { event_type: 'prompt', category: 'telemetry', value: 120 },
  ],
  [
    'skill_activated',
    { 'skill.name': 'verify', invocation_trigger: 'user-slash' },
    'claude_events',
    { event_type: 'skill', context: '{"skill.name":"verify","invocation_trigger":"user-slash"}' },
  ],
  ['feedback_survey', { event_type: 'responded', response: 'good' }, 'claude_events', { event_type: 'survey' }],
])('an event %s (%j) becomes a row of %s', (name, values, table, expected) => {
  const told = new Told();
  expect(told.take('logs', logs([name, values]))).toMatchObject({ told: 1, rejected: 0 });
  expect(told.rows).toHaveLength(1);
  expect(told.rows[0]).toMatchObject({ table, row: { ...common, ...expected } });
});

test('a request keeps its tokens and where it came from, and no text of a prompt is kept anywhere', () => {
  const told = new Told();
  told.take('logs', logs(['api_request', REQUEST], ['user_prompt', { prompt: 'a secret plan', prompt_length: 13 }]));
  expect(JSON.parse(String(told.rows[0]!.row['context']))).toEqual({
    model: 'claude-opus-5-5',
    basis: 'telemetry',
    query_source: 'repl_main_thread',
    input: 2,
    output: 264,
    cache_read: 23_824,
    cache_creation: 5354,
    ms: 3374,
  });
  expect(JSON.stringify(told.rows)).not.toContain('secret plan');
});

test('a request without a cost has none, never 0', () => {
  const told = new Told();
  const { cost_usd: _, ...rest } = REQUEST;
  told.take('logs', logs(['api_request', rest]));
  expect(told.rows[0]!.row).not.toHaveProperty('value');
  expect(told.rows[0]!.row['context']).toContain('"basis":"unknown"');
});

test('a request without an id is left to transcripts', () => {
  const told = new Told();
  const { request_id: _, ...rest } = REQUEST;
  expect(told.take('logs', logs(['api_request', rest]))).toMatchObject({ told: 0, left: 1, rejected: 0 });
  expect(told.rows).toEqual([]);
});

test('what a hook has recorded, and what was delivered before, is not told again', () => {
  const told = new Told();
  told.recorded.add('s1 toolu_1');
  const body = logs(['tool_result', RESULT], ['api_request', REQUEST]);
  expect(told.take('logs', body)).toMatchObject({ told: 1, recorded: 1 });
  expect(told.take('logs', body)).toMatchObject({ told: 0, recorded: 2 });
  expect(told.rows).toHaveLength(1);
});

test('a refused call that also has a result is one call', () => {
  const told = new Told();
  const about = { tool_name: 'Bash', tool_use_id: 'toolu_1' };
  const result = { ...about, success: 'false', decision_type: 'reject' };
  told.take('logs', logs(['tool_decision', { ...about, decision: 'reject' }], ['tool_result', result]));
  expect(told.stored('claude_tool_usage')).toHaveLength(1);
});

test('a call without a session cannot be told once only, and is rejected with what to do', () => {
  const told = new Told();
  const taken = told.take('logs', logs(['tool_result', { ...RESULT, 'session.id': '' }]));
  expect(taken).toMatchObject({ told: 0, rejected: 1 });
  expect(taken!.reasons[0]).toContain('OTEL_METRICS_INCLUDE_SESSION_ID');
});

test('a session or an id that would lead out of its folder or line is rejected', () => {
  const told = new Told();
  const body = logs(
    ['tool_result', { ...RESULT, 'session.id': '../../etc' }],
    ['tool_result', { ...RESULT, tool_use_id: 'a\nb' }],
  );
  expect(told.take('logs', body)).toMatchObject({ told: 0, rejected: 2 });
  expect(told.recorded.size).toBe(0);
});

test('a compaction is the context before it and after it, at two moments', () => {
  const told = new Told();
  told.take(
    'logs',
    logs(['compaction', { success: 'true', pre_tokens: 150_000, post_tokens: 20_000, duration_ms: 0 }]),
  );
  expect(told.stored('claude_context').map(({ trigger, context_used }) => [trigger, context_used])).toEqual([
    ['precompact', 150_000],
    ['postcompact', 20_000],
  ]);
});

test('known names without a row are left, and unknown ones are counted by name', () => {
  const body = logs(
    ['hook_registered', {}],
    ['brand_new', {}],
    ['brand_new', {}],
    ['tool_decision', { decision: 'accept' }],
  );
  const taken = new Told().take('logs', body);
  expect(taken).toMatchObject({ told: 0, left: 2, rejected: 0 });
  expect([...taken!.unknown]).toEqual([['brand_new', 2]]);
});

test.each<[string, number, Record<string, Value>, object]>([
  ['session.count', 1, { start_type: 'fresh' }, { event_type: 'session', value: 1 }],
  ['lines_of_code.count', 12, { type: 'added' }, { event_type: 'lines_added', value: 12 }],
  ['commit.count', 1, {}, { event_type: 'commit', value: 1, event_id: 'commit.count' }],
  ['cost.usage', 0.25, { model: 'm', query_source: 'main' }, { event_type: 'cost', value: 0.25 }],
  [
    'token.usage',
    50,
    { type: 'cacheRead', model: 'm' },
    { event_type: 'tokens', value: 50, event_id: 'token.usage model=m type=cacheRead' },
  ],
  [
    'code_edit_tool.decision',
    2,
    { tool_name: 'Edit', decision: 'reject', source: 'user_reject' },
    { event_type: 'edit_reject', tool_name: 'Edit', value: 2 },
  ],
  ['active_time.total', 31.5, { type: 'user' }, { event_type: 'active_time', value: 31.5 }],
])('a metric %s of %d (%j) becomes an event, never of category cost', (name, value, values, expected) => {
  const told = new Told();
  expect(told.take('metrics', metric(name, value, values))).toMatchObject({ told: 1 });
  const row = { ...common, timestamp: US + 60_000_000, category: 'telemetry', ...expected };
  expect(told.rows).toMatchObject([{ table: 'claude_events', row }]);
});

test('only sums with a temporality are told', () => {
  const told = new Told();
  expect(told.take('metrics', metric('commit.count', 1, {}, { temporality: 0 }))).toMatchObject({ rejected: 1 });
  const gauge = {
    name: 'claude_code.commit.count',
    gauge: { dataPoints: [{ asInt: 1, timeUnixNano: `${AT}000000` }] },
  };
  const body = { resourceMetrics: [{ scopeMetrics: [{ metrics: [gauge] }] }] };
  expect(told.take('metrics', body)).toMatchObject({ rejected: 1 });
});

test('a body of another kind is no request', () => {
  for (const body of [null, [], 'x', {}, { resourceMetrics: {} }, logs()])
    expect(new Told().take('metrics', body)).toBeUndefined();
  expect(new Told().take('logs', logs())).toMatchObject({ told: 0 });
});

const series = fc.array(fc.record({ added: fc.integer({ min: 1, max: 1000 }), again: fc.boolean() }), { minLength: 1 });

test('delta and cumulative series give the same sum, however often deliveries are repeated', () => {
  fc.assert(
    fc.property(series, (steps) => {
      const [delta, cumulative] = [new Told(), new Told()];
      let total = 0;
      for (const [index, { added, again }] of steps.entries()) {
        const [start, time] = [AT + index * 60_000, AT + (index + 1) * 60_000];
        total += added;
        for (let times = again ? 2 : 1; times > 0; times--) {
          delta.take('metrics', metric('token.usage', added, { type: 'input' }, { start, time }));
          cumulative.take('metrics', metric('token.usage', total, { type: 'input' }, { time, temporality: 2 }));
        }
      }
      for (const told of [delta, cumulative]) {
        const sum = told.stored('claude_events').reduce((all, { value }) => all + Number(value), 0);
        expect(sum).toBe(total);
      }
    }),
    { numRuns: 50 },
  );
});

const NAMES = ['api_request', 'tool_result', 'tool_decision', 'hook_execution_complete', 'compaction', 'api_error'];
const KEYS = ['session.id', 'request_id', 'tool_use_id', 'success', 'cost_usd', 'pre_tokens', 'duration_ms', 'error'];
const anyValue = fc.oneof(
  fc.record({ stringValue: fc.oneof(fc.string(), fc.constantFrom('1e999', '-0', 'true', '9'.repeat(40))) }),
  fc.record({ intValue: fc.oneof(fc.bigInt().map(String), fc.double()) }),
  fc.record({ doubleValue: fc.oneof(fc.double(), fc.constantFrom('NaN', 'Infinity')) }),
  fc.jsonValue(),
);
const anyTime = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
  fc.nat(),
  fc.constant(`${AT}000000`),
  fc.jsonValue(),
);
const anyAttributes = fc.array(fc.record({ key: fc.constantFrom(...KEYS, '__proto__'), value: anyValue }));
const record = fc.record({
  timeUnixNano: anyTime,
  eventName: fc.constantFrom(...NAMES, 'constructor'),
  attributes: anyAttributes,
});
const point = fc.record({
  startTimeUnixNano: anyTime,
  timeUnixNano: anyTime,
  asDouble: fc.double(),
  attributes: anyAttributes,
});

test('no JSON makes it throw, and all rows that it makes fit their tables', () => {
  const metrics = fc.record({
    name: fc.constantFrom('claude_code.token.usage', 'commit.count', '__proto__'),
    sum: fc.record({ aggregationTemporality: fc.constantFrom(1, 2, 3), dataPoints: fc.array(point) }),
  });
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.array(record).map((logRecords) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })),
    fc.array(metrics).map((all) => ({ resourceMetrics: [{ resource: null, scopeMetrics: [{ metrics: all }, 1] }] })),
    fc.jsonValue().map((any) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [any] }, any] }, any] })),
    fc.jsonValue().map((any) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics: [any, { sum: any }] }] }] })),
  );
  fc.assert(
    fc.property(fc.constantFrom('logs', 'metrics'), bodies, (signal, body) => {
      new Told().take(signal as 'logs' | 'metrics', body);
    }),
    { numRuns: 1000 },
  );
});
