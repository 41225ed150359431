import type { Row } from './fileText.ts';
import type { Paint } from './paint.ts';
import { columns, cutMiddle, pad, wrap } from './printable.ts';
import { SIGNS } from './wording.ts';

/** Where rows are written: with which colours, how wide, and how far from the edge. */
export interface Margins {
  readonly out: Paint;
  readonly width: number;
  readonly indent: string;
}

/** Narrower than this a reason gets lines of its own below its row. */
const NARROW = 24;
const LONGEST_WORD = 32;

export function signText(sign: string, { green, yellow, red, magenta, dim }: Paint): string {
  const color = sign === '+' ? green : sign === '~' ? yellow : sign === '-' ? red : sign === '!' ? magenta : dim;
  return color(sign);
}

/** The width of a column: the widest of its cells that does not go over `cap`. */
export function widestOf(cells: readonly string[], cap: number): number {
  return Math.max(0, ...cells.map(columns).filter((width) => width <= cap));
}

/** A row: sign, name in its column, reason. A reason that does not fit is shortened in its paths, then broken into lines. */
export function rowLines(row: Pick<Row, 'sign' | 'name' | 'reason'>, column: number, margins: Margins): string[] {
  const { out, width, indent } = margins;
  const head = `${indent}${signText(row.sign, out)} `;
  if (row.reason === '') return [head + row.name];
  const paintReason = row.sign === SIGNS.conflict ? out.magenta : out.dim;
  const below = (lines: readonly string[], at: number) => lines.map((line) => ' '.repeat(at) + paintReason(line));
  const start = indent.length + 4 + Math.max(column, columns(row.name));
  const room = width - start;
  if (room < NARROW && columns(row.reason) > room) {
    const at = indent.length + 4;
    return [head + row.name, ...below(fitted(row.reason, Math.max(NARROW, width - at)), at)];
  }
  const [first, ...rest] = fitted(row.reason, room);
  return [`${head}${pad(row.name, column)}  ${paintReason(first!)}`, ...below(rest, start)];
}

/** The fields of a file, with names, values and reasons in columns. */
export function fieldLines(fields: readonly Row[], margins: Margins): string[] {
  const told = fields.filter((row) => row.value !== '' || row.reason !== '');
  const names = told.map((row) => row.name);
  const name = widestOf(names, 40);
  const values = told.filter((row) => row.reason !== '').map((row) => row.value);
  const value = widestOf(values, 60);
  return fields.flatMap((row) => {
    const text = row.value === '' ? row.name : `${pad(row.name, name)}  ${row.value}`;
    return rowLines({ ...row, name: text }, row.value === '' ? name : name + 2 + value, margins);
  });
}

/** A reason in lines of at most `room` columns: long paths lose their middle first. */
function fitted(reason: string, room: number): string[] {
  if (columns(reason) <= room) return [reason];
  const words = reason.split(' ').map((word) => (word.includes('/') ? cutMiddle(word, LONGEST_WORD) : word));
  return wrap(words.join(' '), Math.max(NARROW, room));
}
