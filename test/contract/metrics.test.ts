import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryMetrics } from '../../src/adapters/metrics/memory.ts';
import { questdb } from '../../src/adapters/metrics/questdb.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { type MetricsTableShape, shapeOf, TABLES } from '../../src/core/metrics/tables.ts';
import { type MetricsDatabase, type MetricsStore, StoreError } from '../../src/ports/metrics.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';

interface Held {
  readonly store: MetricsStore;
  /** What is in a table, by time; moments in microseconds, nothing that is absent. */
  rows(table: string): Promise<readonly Row[]>;
  end(): Promise<void>;
}

const AT = Date.UTC(2026, 2, 4) * 1000;
const EVENTS = shapeOf('claude_events');

const event = (over: object): Row => ({ timestamp: AT, session_id: 's', event_type: 'info', event_id: 'e', ...over });

async function createAll(store: MetricsStore, tables: readonly MetricsTableShape[] = TABLES): Promise<void> {
  for (const { steps } of planTables(await store.tables(), tables, {}))
    for (const step of steps) await store.change(step);
}

function contract(make: () => Promise<Held>): void {
  let held: Held;
  beforeAll(async () => {
    held = await make();
    await createAll(held.store);
  }, 180_000);
  afterAll(() => held?.end());

  test('it answers', async () => {
    await held.store.ping();
  });

  test('made tables are told as they were made, and there is nothing left to do', async () => {
    const stored = await held.store.tables();
    for (const plan of planTables(stored, TABLES, {}))
      expect({ ...plan, notes: [] }).toEqual({ table: plan.table, steps: [], problems: [], notes: [] });
    const sessions = stored.find((table) => table.name === 'claude_sessions');
    expect(sessions).toMatchObject({ partition: 'MONTH', dedup: true });
    expect(sessions?.columns.filter((column) => column.isKey).map((column) => column.name)).toEqual([
      'timestamp',
      'session_id',
      'model',
    ]);
  });

  test('a step done twice changes nothing the second time', async () => {
    const before = await held.store.tables();
    await createAll({ ...held.store, tables: () => Promise.resolve([]) });
    expect(await held.store.tables()).toEqual(before);
  });

  test('the same row sent again stays one, and another version of it replaces all of it', async () => {
    const id = 'replaced';
    await held.store.send(EVENTS, [
      event({ event_id: id, count: 1, error: 'first' }),
      event({ event_id: id, count: 2 }),
    ]);
    await held.store.send(EVENTS, [event({ event_id: id, count: 3, context: 'last' })]);
    const rows = (await held.rows('claude_events')).filter((row) => row['event_id'] === id);
    expect(rows).toEqual([event({ event_id: id, count: 3, context: 'last' })]);
  });

  test('rows whose keys are absent are one by the keys that they have', async () => {
    const lonely = (count: number): Row => ({ timestamp: AT + 1, event_type: 'lonely', count });
    await held.store.send(EVENTS, [lonely(1)]);
    await held.store.send(EVENTS, [lonely(2)]);
    expect((await held.rows('claude_events')).filter((row) => row.timestamp === AT + 1)).toEqual([lonely(2)]);
  });

  test('rows that differ in one key are all kept, also in the same microsecond', async () => {
    const at = AT + 2;
    const rows = ['a', 'b', 'c'].map((id) => event({ timestamp: at, event_id: id }));
    await held.store.send(EVENTS, rows);
    expect((await held.rows('claude_events')).filter((row) => row.timestamp === at)).toHaveLength(3);
  });

  test('of a request with one row that does not fit, nothing is taken', async () => {
    const at = AT + 3;
    const refused = held.store.send(EVENTS, [
      event({ timestamp: at }),
      event({ timestamp: at, event_id: 'bad', count: 'many' }),
    ]);
    await expect(refused).rejects.toThrow();
    expect((await held.rows('claude_events')).filter((row) => row.timestamp === at)).toEqual([]);
  });

  test('a table with other keys, an older one, is brought to what is wanted', async () => {
    const old: MetricsTableShape = {
      ...shapeOf('claude_tasks'),
      name: 'claude_old' as 'claude_tasks',
      keys: ['timestamp'],
      columns: shapeOf('claude_tasks').columns.slice(0, 5),
    };
    await createAll(held.store, [old]);
    await held.store.send(old, [{ timestamp: AT, task_id: 'kept' }]);
    const wanted = { ...shapeOf('claude_tasks'), name: old.name };
    const [plan] = planTables(await held.store.tables(), [wanted], { tasks: '90d' });
    expect(plan?.steps.map((step) => step.kind)).toEqual([
      ...Array.from({ length: 7 }, () => 'add-column'),
      'set-keys',
      'set-ttl',
    ]);
    for (const step of plan?.steps ?? []) await held.store.change(step);
    expect(planTables(await held.store.tables(), [wanted], { tasks: '90d' })[0]?.steps).toEqual([]);
    await held.store.send(wanted, [
      { timestamp: AT, task_id: 'kept', iterations: 2 },
      { timestamp: AT, task_id: 'other' },
    ]);
    const rows = await held.rows(old.name);
    expect(new Set(rows.map((row) => row['task_id']))).toEqual(new Set(['kept', 'other']));
    expect(rows).toHaveLength(2);
  });
}

describe('metrics in memory', () => {
  contract(async () => {
    const store = memoryMetrics();
    return { store, rows: (table) => store.rows(table), end: () => Promise.resolve() };
  });
});

describeWithQuestdb('metrics in QuestDB', () => {
  let server: Questdb;
  let database: MetricsDatabase;
  const rows = async (table: string): Promise<Row[]> => {
    await server.settled();
    const { columns, rows: found } = await database.query(`SELECT * FROM ${table} ORDER BY timestamp`);
    return found.map((row) => asRow(columns, row));
  };

  contract(async () => {
    server = await startQuestdb();
    database = questdb({ host: server.host, port: server.httpPort });
    return { store: database, rows, end: () => server.remove() };
  });

  test('every type comes back as it was sent, whatever stands in a text', async () => {
    const texts = [
      'plain',
      'a,b=c d',
      'two\nlines\r\n',
      '"quoted" \\ back',
      'né 日本 \u{1f600}',
      "it's",
      '\t',
      'x'.repeat(4000),
    ];
    for (const [index, text] of texts.entries()) {
      const row = {
        timestamp: AT + index,
        project: text,
        session_id: 's',
        error: text,
        tool_use_id: text,
        success: true,
      };
      await database.send(shapeOf('claude_tool_usage'), [row]);
    }
    const back = await rows('claude_tool_usage');
    expect(back.map((row) => [row['project'], row['error'], row['tool_use_id']])).toEqual(
      texts.map((text) => [text, text, text]),
    );
    const session: Row = {
      timestamp: AT + 123_456,
      session_id: 's',
      model: 'm',
      updated_at: AT + 654_321,
      duration_min: 0.1,
      active_min: -1e-300,
      turns: Number.MAX_SAFE_INTEGER,
      tokens_input: 0,
      cost_usd: 12.345678901234567,
      commits: -3,
    };
    await database.send(shapeOf('claude_sessions'), [session]);
    expect(await rows('claude_sessions')).toEqual([session]);
  });

  test('a statement that is wrong is refused in the words of the database, with its position', async () => {
    const refused = (await database
      .query('SELECT nonsense FROM claude_hooks')
      .catch((error: unknown) => error)) as StoreError;
    expect(refused).toBeInstanceOf(StoreError);
    expect(refused).toMatchObject({ kind: 'rejected', message: 'Invalid column: nonsense', position: 7 });
  });

  test('where nobody listens, everything is unavailable, and says where', async () => {
    const nobody = questdb({ host: '127.0.0.1', port: 9 + 65_000 });
    for (const call of [() => nobody.ping(), () => nobody.tables(), () => nobody.send(EVENTS, [event({})])]) {
      const error = (await call().catch((thrown: unknown) => thrown)) as StoreError;
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({
        kind: 'unavailable',
        message: 'QuestDB at http://127.0.0.1:65009: nobody listens there (ECONNREFUSED).',
      });
    }
  });
});

function asRow(columns: readonly { name: string; type: string }[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {};
  for (const [index, { name, type }] of columns.entries()) {
    const value = values[index];
    // A boolean has no null in the database, so that absent comes back as false.
    if (value === null || value === undefined || value === false) continue;
    row[name] = type === 'TIMESTAMP' ? microsecondsOf(value as string) : value;
  }
  return row as unknown as Row;
}

function microsecondsOf(text: string): number {
  return Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(text.slice(20, 26));
}
