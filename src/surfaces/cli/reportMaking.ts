import type { Canonical, ReportSettings } from '../../core/canonical/canonical.ts';
import { makeReport, periodsOf, type Report } from '../../core/reports/report.ts';
import { keptRows } from '../../engine/keptRows.ts';
import { databaseSource, measureAll, rowsSource, type Source } from '../../engine/measure.ts';
import { StoreError } from '../../ports/metrics.ts';
import { databaseOf } from './metricsOptions.ts';
import type { Terminal } from './terminal.ts';

/** The database when it answers and has the tables; else the rows that this machine keeps. `because` says why it is not the database. */
export async function sourceFor(
  terminal: Terminal,
  canonical: Canonical,
  now: number,
): Promise<{ readonly source: Source; readonly because?: string }> {
  const database = await databaseOf(terminal, canonical);
  const kept = async (because: string) => ({
    source: rowsSource(keptRows(await terminal.parts.spool()), now),
    because,
  });
  if (database === undefined) return kept('canonical.yaml names no infrastructure.questdb');
  try {
    await database.query('SELECT count() FROM claude_sessions');
    return { source: databaseSource(database) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return kept(error.message);
  }
}

/** Makes a report. @throws StoreError */
export async function reportFrom(
  source: Source,
  settings: ReportSettings,
  canonical: Canonical,
  now: number,
): Promise<Report> {
  const periods = periodsOf(settings, now);
  const [current, before] = await Promise.all([measureAll(source, periods.now), measureAll(source, periods.before)]);
  return makeReport(settings, { now: current, before, source: source.kind }, canonical.thresholds, now);
}
