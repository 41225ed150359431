import type { Canonical, ReportSettings } from '../../../core/canonical/canonical.ts';
import { answer, latest } from '../../../core/metrics/answer.ts';
import { NAMED, type NamedQuery } from '../../../core/metrics/named.ts';
import { sqlOf } from '../../../core/metrics/query.ts';
import { shapeOf } from '../../../core/metrics/tables.ts';
import { reportsOf } from '../../../core/reports/report.ts';
import { didYouMean } from '../../../core/values/nearest.ts';
import { InputError } from '../../../core/values/problem.ts';
import { answerCsv, answerJson, answerText } from '../../../core/views/metricsAnswer.ts';
import { printableJson } from '../../../core/views/printable.ts';
import { reportJson } from '../../../core/views/reportJson.ts';
import { reportMarkdown } from '../../../core/views/reportMarkdown.ts';
import { reportText } from '../../../core/views/reportText.ts';
import { spooledRows } from '../../../engine/metrics/rows.ts';
import { type QueryResult, StoreError } from '../../../ports/metrics.ts';
import { type CommonOptions, openHub, usesColor } from '../common.ts';
import { databaseOf, neededDatabase } from '../metricsOptions.ts';
import { reportFrom, sourceFor } from '../reportMaking.ts';
import type { Terminal } from '../terminal.ts';

export interface MetricsQueryOptions extends CommonOptions {
  readonly csv?: true;
}

/** `reconcile metrics query SQL|NAME`. @returns the exit code @throws InputError, StoreError, SpoolError */
export async function metricsQueryCommand(
  terminal: Terminal,
  text: string,
  options: MetricsQueryOptions,
): Promise<number> {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  let result: QueryResult;
  // As CSV a question is one table; a report has several.
  const settings =
    options.csv === true ? undefined : reportsOf(hub.canonical.reports).find(({ name }) => name === text.trim());
  if (settings !== undefined) return showReport(terminal, hub.canonical, settings, options);
  if (/^[\w-]+$/.test(text.trim())) {
    result = await askNamed(
      terminal,
      named(text.trim(), hub.canonical),
      await databaseOf(terminal, hub.canonical),
      options,
    );
  } else {
    const database = await neededDatabase(terminal, hub);
    result = await database.query(text).catch((error: unknown) => {
      throw explained(error, text);
    });
  }
  const shown =
    options.csv === true ? answerCsv(result) : options.json === true ? answerJson(result) : answerText(result);
  terminal.out.write(shown);
  return 0;
}

/** Makes a report of this name and prints it, in the form that canonical.yaml gives it or the options ask for. */
async function showReport(
  terminal: Terminal,
  canonical: Canonical,
  settings: ReportSettings,
  options: MetricsQueryOptions,
): Promise<number> {
  const now = terminal.parts.now();
  const { source, because } = await sourceFor(terminal, canonical, now);
  if (because !== undefined && options.quiet !== true)
    terminal.err.write(`${because.replace(/\.$/, '')}. This is what this machine keeps.\n`);
  const report = await reportFrom(source, settings, canonical, now);
  const output = options.json === true ? 'json' : settings.output;
  if (output === 'json') terminal.out.write(`${printableJson(JSON.stringify(reportJson(report), null, 2))}\n`);
  else if (output === 'markdown') terminal.out.write(reportMarkdown(report));
  else terminal.out.write(reportText(report, { color: usesColor(terminal, options), width: terminal.out.columns }));
  return 0;
}

/** From the database; where it cannot be asked, from the spool, and then that is told. */
async function askNamed(
  terminal: Terminal,
  { query, window }: NamedQuery,
  database: Awaited<ReturnType<typeof databaseOf>>,
  options: MetricsQueryOptions,
): Promise<QueryResult> {
  if (database !== undefined) {
    try {
      return await database.query(sqlOf(query, window));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (options.quiet !== true) terminal.err.write(`${error.message} This is what the spool of this machine has.\n`);
    }
  }
  const now = terminal.parts.now();
  // A row stands at the beginning of what it tells of, so all that is kept is looked at.
  const rows = latest(spooledRows(await terminal.parts.spool(), query.from, 0), shapeOf(query.from).keys);
  const columns = [...(query.by ?? []), ...Object.keys(query.measures)].map((name) => ({ name, type: '' }));
  const answers = answer(query, rows, window, now);
  return { columns, rows: answers.map((one) => columns.map(({ name }) => one[name] ?? null)) };
}

function named(name: string, canonical: Canonical): NamedQuery {
  const found = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (found !== undefined) return found;
  const reports = reportsOf(canonical.reports).map((report) => report.name);
  const all = Object.entries(NAMED).map(([one, { about }]) => `\n  ${one.padEnd(8)} ${about}`);
  const remedy =
    `${didYouMean(name, [...Object.keys(NAMED), ...reports]) ?? ''} There are the reports ${reports.join(', ')}, and with --csv${all.join('')}`.trim();
  throw new InputError([{ place: { file: name }, severity: 'error', message: 'is no question with a name.', remedy }]);
}

/** A statement that was refused is shown at the place where it is wrong. */
function explained(error: unknown, sql: string): unknown {
  if (!(error instanceof StoreError) || error.position === undefined) return error;
  const before = sql.slice(0, error.position).split('\n');
  const place = { file: 'SQL', line: before.length, column: before.at(-1)!.length + 1 };
  return new InputError([{ place, severity: 'error', message: `${error.message}.` }]);
}
