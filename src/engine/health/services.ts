import type { Services } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import { planTables, unready } from '../../core/metrics/migration.ts';
import type { MetricsTableShape } from '../../core/metrics/tables.ts';
import { type MetricsDatabase, StoreError } from '../../ports/metrics.ts';
import type { Probe } from '../../ports/probe.ts';

/** Milliseconds that a service has to answer. */
const PATIENCE = 2000;

// Rows that are accepted and not yet in a table; more than a moment's worth means that something hangs.
const MOST_WAITING = 100;

/**
 * QuestDB, Redis and Grafana, as far as canonical.yaml names them. None of them is needed to plan or to apply.
 * @param metrics the database, and the tables that it should have
 */
export async function serviceChecks(
  services: Services,
  probe: Probe,
  metrics: { readonly database: MetricsDatabase | undefined; readonly tables: readonly MetricsTableShape[] },
): Promise<Check[]> {
  const { database, tables } = metrics;
  const [questdb, redis, grafana] = await Promise.all([
    database === undefined ? [absent('QuestDB', 'questdb')] : questdbChecks(database, tables),
    services.redis === undefined ? absent('Redis', 'redis') : redisCheck(services.redis, probe),
    services.grafana === undefined ? absent('Grafana', 'monitoring') : grafanaCheck(services.grafana, probe),
  ]);
  return [...questdb, redis, grafana];
}

function absent(name: string, key: string): Check {
  return { group: 'services', name, status: 'absent', message: `no infrastructure.${key} in canonical.yaml` };
}

async function questdbChecks(database: MetricsDatabase, tables: readonly MetricsTableShape[]): Promise<Check[]> {
  const common = { group: 'services', name: 'QuestDB' } as const;
  try {
    await database.ping();
  } catch (error) {
    const because = error instanceof StoreError ? error.message : String(error);
    const remedy = 'Start it, or correct infrastructure.questdb. Nothing is lost: rows wait in the spool.';
    return [{ ...common, status: 'warn', message: because, remedy }];
  }
  const up: Check = { ...common, status: 'ok', message: `answers at ${database.address}` };
  return [up, ...(await Promise.all([tablesCheck(database, tables), writersCheck(database)]))];
}

async function tablesCheck(database: MetricsDatabase, wanted: readonly MetricsTableShape[]): Promise<Check> {
  const common = { group: 'services', name: 'QuestDB tables' } as const;
  return careful(common, async () => {
    const tables = new Map<string, string[]>();
    for (const plan of planTables(await database.tables(), wanted, {})) {
      const [why] = unready(plan)?.split('; run ') ?? [];
      if (why !== undefined) tables.set(why, [...(tables.get(why) ?? []), plan.table.name]);
    }
    if (tables.size === 0) return { ...common, status: 'ok', message: `all ${wanted.length} are there` };
    const wrong = [...tables].map(([why, names]) => `${names.join(', ')}: ${why.replace(/\.$/, '')}`);
    const message = `${[...tables.values()].flat().length} of ${wanted.length} cannot take rows: ${wrong.join('; ')}`;
    return { ...common, status: 'warn', message, remedy: 'See what is to be done: `reconcile metrics init`.' };
  });
}

/** A table whose writer is suspended takes rows and shows none of them. */
async function writersCheck(database: MetricsDatabase): Promise<Check> {
  const common = { group: 'services', name: 'QuestDB writers' } as const;
  return careful(common, async () => {
    const { rows } = await database.query(
      "SELECT name, suspended, sequencerTxn - writerTxn FROM wal_tables() WHERE name LIKE 'claude_%' ORDER BY name",
    );
    const stopped = rows.flatMap(([name, suspended]) => (suspended === true ? [String(name)] : []));
    if (stopped.length > 0) {
      const remedy = `Look at QuestDB's log, free its disk, then run: ALTER TABLE ${stopped[0]} RESUME WAL.`;
      return { ...common, status: 'fail', message: `${stopped.join(', ')}: writing is suspended`, remedy };
    }
    const behind = rows.filter(([, , waiting]) => Number(waiting) > MOST_WAITING).map(([name]) => String(name));
    if (behind.length === 0) return { ...common, status: 'ok', message: 'keep up' };
    const remedy = "Wait; if it stays so, look at QuestDB's log and disk.";
    return { ...common, status: 'warn', message: `${behind.join(', ')}: much is not written yet`, remedy };
  });
}

async function careful(common: Pick<Check, 'group' | 'name'>, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return {
      ...common,
      status: 'warn',
      message: `cannot be looked at: ${error.message}`,
      remedy: "Look at QuestDB's log.",
    };
  }
}

async function redisCheck(address: NonNullable<Services['redis']>, probe: Probe): Promise<Check> {
  const common = { group: 'services', name: 'Redis' } as const;
  const where = `${address.host}:${address.port}`;
  const probed = await probe.tcp({ ...address, say: 'PING\r\n' }, PATIENCE);
  const remedy = 'Start it, or correct infrastructure.redis. Without it the embedded way is used.';
  if (probed.kind === 'silent')
    return { ...common, status: 'warn', message: `at ${where} does not answer: ${probed.because}`, remedy };
  if (probed.body.startsWith('+PONG')) return { ...common, status: 'ok', message: `answers at ${where}` };
  // It wants a password: it is there, and that is what was asked.
  if (probed.body.startsWith('-NOAUTH'))
    return { ...common, status: 'ok', message: `answers at ${where}, and wants a password` };
  // `-LOADING …`, `-MISCONF …`, `-DENIED …`: a Redis that refuses even a PING.
  const [, refusal] = /^-([A-Z]+ [^\r\n]{0,200})/.exec(probed.body) ?? [];
  if (refusal !== undefined)
    return { ...common, status: 'warn', message: `at ${where} refuses: ${refusal}`, remedy: "Look at Redis's log." };
  return { ...common, status: 'warn', message: `at ${where} there is something, but it is no Redis`, remedy };
}

/** Grafana answers /api/health with 200, or with 503 when its database fails; both bodies are JSON that says `database`. */
async function grafanaCheck({ host, port }: NonNullable<Services['grafana']>, probe: Probe): Promise<Check> {
  const common = { group: 'services', name: 'Grafana' } as const;
  const where = `${host}:${port}`;
  const probed = await probe.http(healthUrl(host, port), PATIENCE);
  const remedy = 'Start it, or correct infrastructure.monitoring.grafana_port.';
  if (probed.kind === 'silent')
    return { ...common, status: 'warn', message: `at ${where} does not answer: ${probed.because}`, remedy };
  const [, database] = /"database"\s*:\s*"([^"]*)"/.exec(probed.body) ?? [];
  if (database === undefined) {
    const message = `at ${where} there is something that answers with ${probed.status}, but it is no Grafana`;
    return { ...common, status: 'warn', message, remedy };
  }
  if (probed.status === 200 && database === 'ok') return { ...common, status: 'ok', message: `answers at ${where}` };
  const message = `at ${where} is not well: it answers with ${probed.status}, its database is ${database}`;
  return { ...common, status: 'warn', message, remedy: "Look at Grafana's log." };
}

function healthUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/api/health`;
}
