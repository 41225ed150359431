import type { Canonical } from '../../core/canonical/canonical.ts';
import { unknownRetention } from '../../core/metrics/retention.ts';
import { type MetricsTableShape, TABLES, tableNamed } from '../../core/metrics/tables.ts';
import { didYouMean } from '../../core/values/nearest.ts';
import { InputError } from '../../core/values/problem.ts';
import type { LoadedHub } from '../../engine/hub.ts';
import type { MetricsDatabase } from '../../ports/metrics.ts';
import type { Terminal } from './terminal.ts';

/** The tables that canonical.yaml wants in the database, and a sentence for each name in `metrics` that is no table. */
export function wantedTables({ metrics }: Canonical): {
  readonly tables: readonly MetricsTableShape[];
  readonly warnings: readonly string[];
} {
  const warnings = unknownRetention(metrics.retention);
  if (metrics.tables === undefined) return { tables: TABLES, warnings };
  for (const name of metrics.tables.filter((one) => tableNamed(one) === undefined)) {
    const names = TABLES.map((table) => table.name);
    warnings.push(
      `metrics.tables: "${name}" is no table. ${didYouMean(name, names) ?? `There are ${names.join(', ')}.`}`,
    );
  }
  const wanted = new Set(metrics.tables.map((name) => tableNamed(name)?.name));
  return { tables: TABLES.filter((table) => wanted.has(table.name)), warnings };
}

/** The database of canonical.yaml; undefined where it names none. */
export async function databaseOf(terminal: Terminal, { services }: Canonical): Promise<MetricsDatabase | undefined> {
  const { questdb } = services;
  return questdb === undefined ? undefined : terminal.parts.database({ host: questdb.host, port: questdb.httpPort });
}

/** The database of canonical.yaml. @throws InputError where it names none */
export async function neededDatabase(terminal: Terminal, hub: LoadedHub): Promise<MetricsDatabase> {
  const database = await databaseOf(terminal, hub.canonical);
  if (database !== undefined) return database;
  throw new InputError([
    {
      place: { file: hub.file },
      severity: 'error',
      message: 'names no database of metrics.',
      remedy: 'Add "infrastructure: {questdb: {host: localhost, http_port: 9000}}".',
    },
  ]);
}
