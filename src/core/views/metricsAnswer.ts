import { printable } from './printable.ts';

/** The answer to a question: rows of as many values as there are columns. */
interface Answered {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** For people: columns under their names, numbers to the right. */
export function answerText({ columns, rows }: Answered): string {
  if (columns.length === 0) return 'Done.\n';
  const cells = rows.map((row) => row.map(cell));
  const widths = columns.map(({ name }, at) => Math.max(name.length, ...cells.map((row) => row[at]!.length)));
  const isNumber = columns.map(
    (_, at) => rows.length > 0 && rows.every((row) => row[at] === null || typeof row[at] === 'number'),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => (isNumber[at] === true ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  const heading = line(columns.map(({ name }) => name));
  return `${[heading, ...cells.map(line)].join('\n')}\n${rows.length === 0 ? 'No rows.\n' : ''}`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Math.round(value * 1e4) / 1e4);
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** An array of objects, for programs. */
export function answerJson({ columns, rows }: Answered): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** RFC 4180, with names in the first line. */
export function answerCsv({ columns, rows }: Answered): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(csvField).join(','));
  return lines.map((line) => `${line}\r\n`).join('');
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
