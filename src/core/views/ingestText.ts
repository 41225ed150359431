import type { IngestReport, ModelReport } from '../metrics/transcript/report.ts';
import { tilde } from '../values/paths.ts';
import { shown } from './shown.ts';
import { counted, grouped } from './wording.ts';

/** The report of `metrics ingest` for programs. */
export function ingestJson(report: IngestReport): string {
  const { bytes, files, lines, models, pricesChecked, requests, roots, rows, sessions } = report;
  const document = {
    format_version: '1.0',
    roots,
    files: {
      found: files.found,
      read: files.read,
      begun_anew: files.begunAnew,
      left_out: files.leftOut,
      waiting: files.waiting,
    },
    bytes,
    lines: { read: lines.read, malformed: lines.malformed, too_long: lines.tooLong },
    requests: { new: requests.new, repeated_lines: requests.repeatedLines },
    sessions: { touched: sessions.touched, by_hooks: sessions.byHooks },
    rows,
    models: models.map(({ model, requests: count, tokens, costUsd, basis }) => {
      return { model, requests: count, tokens, cost_usd: costUsd ?? null, cost_basis: basis };
    }),
    cost_usd: totalCost(models),
    unknown_models: unknownIn(models),
    prices_checked: pricesChecked,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The report of `metrics ingest` for people. */
export function ingestText(report: IngestReport, home: string): string {
  const { files, bytes, lines, requests, rows, sessions, roots } = report;
  if (files.found === 0) {
    const places = roots.map(({ path }) => shown(tilde(path, home))).join(', ');
    return `No transcripts found in ${places}.\nClaude Code writes them as it works; give another folder as an argument.\n`;
  }
  const text: string[] = [];
  if (files.read === 0) text.push(`Nothing new in ${counted(files.found, 'transcript')}.`);
  else {
    const of = files.read === files.found ? '' : ` of ${grouped(files.found)}`;
    text.push(
      `Read ${size(bytes.read)} in ${grouped(files.read)}${of} ${files.found === 1 ? 'transcript' : 'transcripts'}.`,
    );
    text.push(`${counted(requests.new, 'request')} of ${counted(sessions.touched, 'session')}.`);
    if (requests.repeatedLines > 0)
      text.push(`${counted(requests.repeatedLines, 'line')} repeated what was counted, and did not count again.`);
  }
  if (files.leftOut > 0) text.push(`${counted(files.leftOut, 'transcript')} left for another time, as asked.`);
  if (files.waiting > 0) {
    const be = files.waiting === 1 ? 'was' : 'were';
    text.push(
      `${counted(files.waiting, 'transcript')} ${be} changed just now and left: metrics receive may still tell of them.`,
    );
  }
  if (files.begunAnew > 0)
    text.push(
      `${counted(files.begunAnew, 'file')} had been replaced or cut short, and ${files.begunAnew === 1 ? 'was' : 'were'} read from the beginning.`,
    );
  if (lines.malformed > 0)
    text.push(
      `${counted(lines.malformed, 'line')} could not be read and ${lines.malformed === 1 ? 'was' : 'were'} left out.`,
    );
  if (lines.tooLong > 0) text.push(`${counted(lines.tooLong, 'line')} of more than 32 MB left out.`);
  if (sessions.byHooks > 0)
    text.push(
      `${counted(sessions.byHooks, 'session')} told by the hooks themselves: only costs, calls and subagents were added.`,
    );
  if (report.models.length > 0) text.push('', ...modelLines(report));
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  if (total > 0) text.push('', `${counted(total, 'row')} written to the spool.`);
  return `${text.join('\n')}\n`;
}

function modelLines({ models, pricesChecked }: IngestReport): string[] {
  const cells = models.map(({ model, requests, tokens, costUsd }) => [
    shown(model),
    counted(requests, 'request'),
    `${grouped(tokens)} tokens`,
    costUsd === undefined ? 'no known price' : money(costUsd),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  const rows = cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('   '),
  );
  const unknown = unknownIn(models);
  return [
    ...rows.map((row) => `  ${row.trimEnd()}`),
    '',
    `Cost ${money(totalCost(models))}: an estimate by the list prices of ${pricesChecked}, no bill.`,
    ...(unknown.length === 0
      ? []
      : [`It leaves out ${unknown.map(shown).join(', ')}: give their prices in canonical.yaml, metrics.prices.`]),
  ];
}

function totalCost(models: readonly ModelReport[]): number {
  return models.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
}

function unknownIn(models: readonly ModelReport[]): string[] {
  return models.filter(({ basis }) => basis === 'unknown').map(({ model }) => model);
}

/** Cents, and of less than a dollar their hundredths. */
function money(dollars: number): string {
  return `$${dollars.toFixed(dollars > 0 && dollars < 1 ? 4 : 2)}`;
}

function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
