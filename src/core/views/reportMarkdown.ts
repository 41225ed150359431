import type { Report } from '../reports/report.ts';
import type { Section } from '../reports/section.ts';
import { cellText } from './cellText.ts';
import { plain } from './escapeMarkdown.ts';
import { periodText, sourceText } from './reportText.ts';

/** A report as Markdown. Ends with a newline. */
export function reportMarkdown(report: Report): string {
  const head = [`# ${plain(report.name)}`, `${periodText(report)}, from ${sourceText(report)}.`];
  return `${[...head, ...report.sections.map(sectionMarkdown), ...report.exactness.map(words)].join('\n\n')}\n`;
}

/** A section under a heading of the second level. */
export function sectionMarkdown({ title, lines, table }: Section): string {
  const list = lines.length < 2 ? lines.map(words) : [lines.map((line) => `- ${words(line)}`).join('\n')];
  if (table === undefined) return [`## ${title}`, ...list].join('\n\n');
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
  const head = row(table.columns.map(({ name }) => plain(name)));
  const line = row(table.columns.map(({ unit }) => (unit === 'text' ? '---' : '---:')));
  const body = table.rows.map((cells) =>
    row(cells.map((value, at) => plain(cellText(value, table.columns[at]!.unit)))),
  );
  return [`## ${title}`, ...list, [head, line, ...body].join('\n')].join('\n\n');
}

/** A sentence of ours, in which backticks mean code; everything between them may be somebody's. */
export function words(line: string): string {
  return line
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `\`${part}\`` : plain(part)))
    .join('');
}
