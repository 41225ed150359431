import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questdb } from '../../src/adapters/metrics/questdb.ts';
import { fileSpool } from '../../src/adapters/spool/spool.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { type MetricsTableShape, TABLES } from '../../src/core/metrics/tables.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { flush } from '../../src/engine/metrics/flush.ts';
import { seeded } from '../bench/seeded.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';

const ROWS = 100_000;
const SEED = Number(process.env['RECONCILE_SEED'] ?? 20260304);
const START = Date.UTC(2026, 2, 1) * 1000;

const root = fs.mkdtempSync(`${tmpdir()}/reconcile-chaos-`);
let server: Questdb;

/** The number column of each table that is summed up. */
const SUMMED: Readonly<Record<string, string>> = {
  claude_tool_usage: 'duration_ms',
  claude_events: 'count',
  claude_sessions: 'turns',
  claude_agents: 'tokens_used',
  claude_hooks: 'duration_ms',
  claude_tasks: 'iterations',
  claude_context: 'context_used',
};

/** Row number `n`: all its keys are its own, so that a row too few or too many shows in count and sum. */
function rowOf(table: MetricsTableShape, n: number): Row {
  const row: Record<string, string | number | boolean> = { timestamp: START + n * 1000, project: `p${n % 7}` };
  for (const key of table.keys.slice(1)) row[key] = `${key}-${n % 50}`;
  row[SUMMED[table.name]!] = n;
  return row as unknown as Row;
}

describeWithQuestdb('a QuestDB that is stopped, killed and started again', () => {
  beforeAll(async () => {
    server = await startQuestdb();
    const database = questdb({ host: server.host, port: server.httpPort });
    for (const { steps } of planTables([], TABLES, { default: '20y', sessions: '20y', tasks: '20y' }))
      for (const step of steps) await database.change(step);
  }, 180_000);
  afterAll(async () => {
    await server?.remove();
    fs.rmSync(root, { recursive: true, force: true });
  });

  test(`${ROWS} rows over all tables are there, each once (seed ${SEED})`, { timeout: 600_000 }, async () => {
    const random = seeded(SEED);
    const spool = fileSpool(`${root}/spool` as AbsPath);
    const database = questdb({ host: server.host, port: server.httpPort });
    const expected = new Map(TABLES.map((table) => [table.name, { count: 0, sum: 0 }]));
    const options = { tables: TABLES, retention: {}, now: Date.now() };
    let written = 0;
    let broken = 0;
    let isDone = false;
    const disturb = async (): Promise<void> => {
      for (let times = 0; times < 4 && !isDone; times++) {
        await pause(200 + random() * 700);
        await (random() < 0.5 ? server.kill() : server.stop());
        await pause(random() * 500);
        await server.start();
      }
    };
    const disturbing = disturb();
    while (written < ROWS) {
      for (let batch = 0; batch < 14; batch++) {
        const table = TABLES[written % TABLES.length]!;
        const rows = Array.from({ length: Math.min(250, ROWS - written) }, (_, at) => rowOf(table, written + at));
        spool.append(table.name, rows);
        const totals = expected.get(table.name)!;
        totals.count += rows.length;
        totals.sum += rows.reduce((sum, row) => sum + Number(row[SUMMED[table.name]!]), 0);
        written += rows.length;
      }
      const report = await flush(spool, database, options);
      if (report.unavailable !== undefined) broken++;
    }
    await disturbing;
    isDone = true;
    const last = await flush(spool, database, options);
    expect(last.unavailable).toBeUndefined();
    expect(spool.setAside()).toEqual([]);
    await server.settled();
    for (const [table, { count, sum }] of expected) {
      const [found] = await server.sql(`SELECT count(), sum("${SUMMED[table]}") FROM ${table}`);
      expect(found, table).toEqual([count, sum]);
    }
    expect([...expected.values()].reduce((all, { count }) => all + count, 0)).toBe(ROWS);
    expect(broken, 'the database was never gone: nothing was tried').toBeGreaterThan(0);
  });

  test('fifty processes write while it is flushed, and every row arrives once', { timeout: 300_000 }, async () => {
    const script = `${root}/writer.mjs`;
    buildSync({
      stdin: {
        contents: `
          import { spool } from './spool.ts';
          const [state, name] = process.argv.slice(2);
          for (let i = 0; i < 40; i++)
            spool(state, 'claude_tool_usage', {
              timestamp: '2026-04-0' + (1 + (i % 3)) + 'T00:00:00Z', session_id: name, tool_use_id: name + '-' + i, duration_ms: 1, params: 'x'.repeat(i * 90),
            });`,
        resolveDir: `${import.meta.dirname}/../../src/hooks/common`,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    });
    const state = `${root}/many`;
    const spool = fileSpool(`${state}/spool` as AbsPath);
    const database = questdb({ host: server.host, port: server.httpPort });
    const options = { tables: TABLES, retention: {}, now: Date.now() };
    let open = 50;
    const writers = Array.from({ length: 50 }, (_, n) => {
      const child: ChildProcess = spawn(process.execPath, [script, state, `p${n}`], { stdio: 'inherit' });
      return new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() => open--);
    });
    let sent = 0;
    while (open > 0) {
      for (const table of (await flush(spool, database, options)).tables) sent += table.sent;
      await pause(10);
    }
    expect(await Promise.all(writers)).toEqual(Array.from({ length: 50 }, () => 0));
    for (const table of (await flush(spool, database, options)).tables) sent += table.sent;
    expect(sent).toBe(2000);
    await server.settled();
    expect(
      await server.sql("SELECT count(), sum(duration_ms) FROM claude_tool_usage WHERE timestamp >= '2026-04-01'"),
    ).toEqual([[2000, 2000]]);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
