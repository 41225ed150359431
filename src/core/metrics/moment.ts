// A number outside these is no moment in microseconds, but one in seconds, milliseconds or nanoseconds.
const EARLIEST = Date.UTC(2000, 0, 1) * 1000;
const LATEST = Date.UTC(2200, 0, 1) * 1000;

const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A moment in microseconds since 1970: of a number that is one already, or of an ISO 8601 text with its zone, down to its microseconds.
 * Undefined for everything else, and for moments before 2000 and after 2199.
 */
export function microseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return between(Math.round(value));
  const [, seconds, fraction = '', zone] = (typeof value === 'string' && ISO.exec(value)) || [];
  if (seconds === undefined) return undefined;
  const whole = Date.parse(`${seconds}${zone}`);
  // Of more digits than a microsecond has, the rest is cut, as the database does.
  return between(whole * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)));
}

function between(moment: number): number | undefined {
  return moment >= EARLIEST && moment < LATEST ? moment : undefined;
}
