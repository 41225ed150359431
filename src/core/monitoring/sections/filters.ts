const of = (column: string, variable: string) =>
  `$__conditionalAll(${column} IN (\${${variable}:sqlstring}), $${variable})`;

/** The conditions that every panel over a range has: its time, and what is chosen at the top of the dashboard. */
export function chosen(...columns: readonly ('project' | 'model' | 'session_id')[]): string {
  const filters = columns.map((column) => of(column, column === 'session_id' ? 'session' : column));
  return ['$__timeFilter(timestamp)', ...filters].join(' AND ');
}

/** A bar a day, in UTC, as the limits of a day are. */
export const BY_DAY = 'SAMPLE BY 1d ALIGN TO CALENDAR';
/** As fine as the panel is wide. */
export const BY_INTERVAL = 'SAMPLE BY $__sampleByInterval ALIGN TO CALENDAR';
