import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NAMED } from '../../src/core/metrics/named.ts';
import { TABLES } from '../../src/core/metrics/tables.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { spool } from '../../src/hooks/common/spool.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';
import { runIn } from '../tools/terminal.ts';

const home = fs.realpathSync(fs.mkdtempSync(`${tmpdir()}/reconcile-metrics-`)) as AbsPath;
const state = `${home}/.local/state/reconcile`;
let server: Questdb;

async function reconcile(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const options = { cwd: home, home, env: {}, interactive: false, answers: [], now: Date.now() };
  const ran = await runIn(options, words);
  return { code: ran.code, out: ran.stdout.toString(), err: ran.stderr.toString() };
}

describeWithQuestdb('reconcile metrics with a QuestDB', () => {
  beforeAll(async () => {
    server = await startQuestdb();
    const questdb = `{host: 127.0.0.1, http_port: ${server.httpPort}}`;
    const yaml = `repositories: {}\ninfrastructure: {questdb: ${questdb}}\nmetrics: {retention: {default: 90d, sessions: 365d, hooks: 30d}}\n`;
    fs.writeFileSync(`${home}/canonical.yaml`, yaml);
    // A table as a predecessor made it: other keys, few columns, one of its own, another cut.
    await server.sql(
      'CREATE TABLE claude_tasks (timestamp TIMESTAMP, project SYMBOL, session_id SYMBOL, task_status SYMBOL, task_content STRING, mine INT) TIMESTAMP(timestamp) PARTITION BY DAY',
    );
  }, 180_000);
  afterAll(async () => {
    await server?.remove();
    fs.rmSync(home, { recursive: true, force: true });
  });

  test('nothing is sent before the tables are made, and nothing is lost by that', async () => {
    spool(state, 'claude_hooks', { timestamp: new Date().toISOString(), hook_name: 'h', run_id: '1', duration_ms: 4 });
    const ran = await reconcile('metrics', 'flush');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /^claude_hooks {2}\d+ bytes waiting: the table is not there; run `reconcile metrics init`\.$/m,
    );
    expect(await server.sql("SELECT count() FROM tables() WHERE table_name = 'claude_hooks'")).toEqual([[0]]);
  });

  test('init shows its plan, asks, does it, and has nothing to do the second time', async () => {
    const dry = await reconcile('metrics', 'init', '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('+ claude_sessions    new table of 32 columns, kept for 12 months');
    expect(dry.out).toContain('has a column that is not ours and stays: mine.');
    expect(dry.out).toContain('Plan: 6 tables to make, 1 table to change. Nothing is taken away.');
    expect(await server.sql("SELECT count() FROM tables() WHERE table_name = 'claude_hooks'")).toEqual([[0]]);
    expect(await reconcile('metrics', 'init')).toMatchObject({ code: 1, err: expect.stringContaining('--yes') });
    expect(await reconcile('metrics', 'init', '--yes')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Done.'),
    });
    const again = await reconcile('metrics', 'init', '--yes');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to do.') });
    const json = JSON.parse((await reconcile('metrics', 'init', '--json')).out) as { tables: { steps: unknown[] }[] };
    expect(json.tables.map((table) => table.steps)).toEqual(TABLES.map(() => []));
  });

  test('what hooks write arrives, is told, and is asked for', async () => {
    const timestamp = new Date().toISOString();
    spool(state, 'claude_hooks', { timestamp, hook_name: 'h', run_id: '2', duration_ms: 6, blocked: true });
    spool(state, 'claude_tasks', { timestamp, session_id: 's', task_id: 't', task_content: 'a "text", with\nlines' });
    fs.appendFileSync(`${state}/spool/claude_hooks-20260304.jsonl`, '{"hok_name":1}\n');
    const flushed = await reconcile('metrics', 'flush');
    expect(flushed.out).toMatch(/^claude_hooks {2}2 rows sent, 1 set aside$/m);
    expect(flushed.out).toMatch(/^claude_tasks {2}1 row sent$/m);
    expect(flushed.out).toMatch(/at byte 0: "hok_name" is no column of claude_hooks. Did you mean "hook_name"\?/);
    expect(flushed.code).toBe(0);
    await server.settled();
    const sql = 'SELECT hook_name, count() AS runs, sum(duration_ms) AS ms FROM claude_hooks';
    expect((await reconcile('metrics', 'query', sql)).out).toBe('hook_name  runs  ms\nh             2  10\n');
    const csv = await reconcile('metrics', 'query', 'SELECT task_content FROM claude_tasks', '--csv');
    expect(csv.out).toBe('task_content\r\n"a ""text"", with\nlines"\r\n');
    const wrong = await reconcile('metrics', 'query', 'SELECT nonsense FROM claude_hooks');
    expect(wrong).toMatchObject({ code: 1, err: 'SQL:1:8  Invalid column: nonsense.\n' });
    expect((await reconcile('metrics', 'flush')).out).toMatch(/^Nothing waits/);
  });

  test('every question with a name is answered, and the spool says the same', async () => {
    const ask = async (name: string): Promise<{ err: string; rows: string[] }> => {
      // As CSV a question is one table, also where a report has its name.
      const { err, out } = await reconcile('metrics', 'query', name, '--csv');
      return { err, rows: rounded(out) };
    };
    const names = Object.keys(NAMED);
    const asked = await Promise.all(names.map(ask));
    await server.stop();
    const alone = await Promise.all(names.map(ask));
    await server.start();
    expect(asked.map(({ err }) => err)).toEqual(names.map(() => ''));
    for (const { err } of alone) expect(err).toContain('This is what the spool of this machine has.');
    expect(alone.map(({ rows }) => rows)).toEqual(asked.map(({ rows }) => rows));
    expect(asked[names.indexOf('hooks')]?.rows).toHaveLength(2);
  });

  test('the controller sends what waits', async () => {
    spool(state, 'claude_events', { timestamp: new Date().toISOString(), event_type: 'info', event_id: 'c' });
    const ran = await reconcile('controller', '--once', '--mode', 'plan');
    expect(ran).toMatchObject({ code: 0, err: '' });
    await server.settled();
    expect(await server.sql("SELECT count() FROM claude_events WHERE event_id = 'c'")).toEqual([[1]]);
    const status = JSON.parse((await reconcile('metrics', 'status', '--json')).out) as object;
    expect(status).toMatchObject({ spool: { waiting: [], set_aside: 1, lost_rows: 0 }, database: { reachable: true } });
  });
});

/** QuestDB's percentiles are approximate. */
function rounded(csv: string): string[] {
  const lines = csv.trim().split(/\r?\n/);
  return lines.map((line) => line.replace(/\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(2)))));
}
