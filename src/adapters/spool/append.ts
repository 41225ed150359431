import fs from 'node:fs';
import type { MetricsTable } from '../../../generated/metrics.ts';
import type { Row } from '../../core/metrics/row.ts';

/** Bytes that are written at once: whole lines, so that those of other processes stand between them and never in them. */
const MOST_AT_ONCE = 256 * 1024;

/** Appends rows to the segments of their days, in their order. @returns the paths of these segments */
export function appendRows(folder: string, table: MetricsTable, rows: readonly Row[]): string[] {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const days = new Map<string, string[]>();
  for (const row of rows) {
    const day = dayOf(row.timestamp);
    const lines = days.get(day) ?? [];
    if (lines.length === 0) days.set(day, lines);
    lines.push(`${JSON.stringify(row)}\n`);
  }
  const paths: string[] = [];
  for (const [day, lines] of days) {
    const path = `${folder}/${table}-${day}.jsonl`;
    appendLines(path, lines);
    paths.push(path);
  }
  return paths;
}

function appendLines(path: string, lines: readonly string[]): void {
  const descriptor = fs.openSync(path, 'a', 0o600);
  try {
    for (let from = 0; from < lines.length; ) {
      let part = lines[from++]!;
      while (from < lines.length && part.length + lines[from]!.length < MOST_AT_ONCE) part += lines[from++]!;
      writeWhole(descriptor, Buffer.from(part));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  const written = fs.writeSync(descriptor, bytes);
  if (written === bytes.length) return;
  // A disk that filled up: end the broken line, so that it does not swallow the next one.
  fs.writeSync(descriptor, '\n');
  throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
}

const DAY_US = 86_400_000_000;
// Rows come by the hundred thousand, and most are of the day of the one before.
let last = { number: Number.NaN, name: '' };

function dayOf(timestamp: number): string {
  const number = Math.floor(timestamp / DAY_US);
  if (number !== last.number) {
    const name = new Date(timestamp / 1000).toISOString().slice(0, 10).replaceAll('-', '');
    last = { number, name };
  }
  return last.name;
}
