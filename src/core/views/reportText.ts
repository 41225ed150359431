import type { Report } from '../reports/report.ts';
import type { Section, Table } from '../reports/section.ts';
import { cellText } from './cellText.ts';
import { type Paint, paint } from './paint.ts';
import { columns, pad, printable, wrap } from './printable.ts';

export interface ReportTextOptions {
  readonly color: boolean;
  readonly width: number;
}

/** A report for people at a terminal. Ends with a newline. */
export function reportText(report: Report, options: ReportTextOptions): string {
  const out = paint(options.color);
  const head = `${out.bold(report.name)}  ${out.dim(`${periodText(report)}, from ${sourceText(report)}`)}`;
  const exact = report.exactness.flatMap((line) => wrap(line, options.width)).map(out.dim);
  const parts = [head, ...report.sections.map((section) => sectionText(section, options, out)), exact.join('\n')];
  return `${parts.join('\n\n')}\n`;
}

/** `2026-01-24 14:25 to 2026-01-31 14:25 UTC`. */
export function periodText({ from, to }: Pick<Report, 'from' | 'to'>): string {
  const moment = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `${moment(from)} to ${moment(to)} UTC`;
}

export function sourceText({ source }: Pick<Report, 'source'>): string {
  return source === 'questdb' ? 'QuestDB' : 'the rows that this machine keeps';
}

/** Sections by themselves, each with its heading. Ends with a newline. */
export function sectionsText(sections: readonly Section[], options: ReportTextOptions): string {
  const out = paint(options.color);
  return `${sections.map((section) => sectionText(section, options, out)).join('\n\n')}\n`;
}

function sectionText({ title, lines, table }: Section, options: ReportTextOptions, out: Paint): string {
  const said = lines.flatMap((line) => wrap(printable(line), options.width - 2)).map((line) => `  ${line}`);
  return [out.bold(title), ...said, ...(table === undefined ? [] : tableLines(table, out))].join('\n');
}

function tableLines(table: Table, out: Paint): string[] {
  const head = table.columns.map(({ name }) => name);
  const body = table.rows.map((row) => row.map((value, at) => cellText(value, table.columns[at]!.unit)));
  const widths = head.map((name, at) => Math.max(...[name, ...body.map((row) => row[at]!)].map(columns)));
  // Words stand at the left, numbers at the right.
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        table.rows.every((row) => typeof row[at] !== 'number')
          ? pad(cell, widths[at]!)
          : ' '.repeat(widths[at]! - columns(cell)) + cell,
      )
      .join('  ')
      .trimEnd();
  return [`  ${out.dim(line(head))}`, ...body.map((cells) => `  ${line(cells)}`)];
}
