/** One thing that was measured, with what it may be. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: '×' | ' MB' | ' ms';
  /** What must not be exceeded; absent where it is only told. */
  readonly limit?: number;
  /** What is wanted. */
  readonly aim?: number;
  /** The medians that the value was made from. */
  readonly from: string;
}

export function meetsLimit(row: Row): boolean {
  return row.limit === undefined || row.value <= row.limit;
}

/** The rows in columns, each with a verdict. */
export function table(rows: readonly Row[]): string {
  const head = ['', 'measured', 'limit', 'aim', '', 'from medians of'];
  const cells = rows.map((row) => [
    row.what,
    amount(row.value, row.unit),
    row.limit === undefined ? '' : amount(row.limit, row.unit),
    row.aim === undefined ? '' : amount(row.aim, row.unit),
    verdict(row),
    row.from,
  ]);
  const all = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  const lines = all.map((line) =>
    line
      .map((cell, column) => pad(cell, widths[column]!, column))
      .join('   ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function pad(cell: string, width: number, column: number): string {
  return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
}

function amount(value: number, unit: Row['unit']): string {
  return `${unit === ' MB' ? value.toFixed(0) : value.toFixed(2)}${unit}`;
}

function verdict(row: Row): string {
  if (!meetsLimit(row)) return 'MISSES THE LIMIT';
  if (row.limit === undefined) return '';
  return row.aim === undefined || row.value <= row.aim ? 'good' : 'within the limit';
}

/** `plan of 200  112 ms, git status loop  601 ms`. */
export function medians(...named: readonly (readonly [string, number])[]): string {
  return named.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`).join(', ');
}
