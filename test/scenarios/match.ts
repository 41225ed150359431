/** Makes the lines of an output comparable: no path of this machine, escapes visible, lines that look like commands marked. */
export function outputLines(output: Buffer, work: string): string[] {
  const text = output
    .toString('utf8')
    .replaceAll(work, '$WORK')
    .replaceAll('\u001b', '␛')
    .replaceAll('\r', '␍')
    .replace(/\n+$/, '');
  if (text === '') return [];
  return text.split('\n').map((line) => (/^(?:\$ |\d*! |\? |# |#$|-- .* --$|\\)/.test(line) ? `\\${line}` : line));
}

/** What differs from one run to the next is not written down: ids of commits and plans, the time of day, and how long ago. */
function withoutChance(line: string): string {
  return line
    .replace(/(?!2026-01-31T14:25)\d{4}-\d\d-\d\dT[\d:.]+Z/g, '[..]')
    .replace(
      /\b(for|look) \d+[smhd]\b( {2,})?/g,
      (_, word: string, gap?: string) => `${word} [..]${gap === undefined ? '' : ' '}`,
    )
    .replace(/(?<![0-9A-Za-z/])[0-9a-f]{7}(?![0-9A-Za-z])/g, '[..]')
    .replace(/(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{16})(?![0-9A-Za-z])/g, '[..]');
}

/**
 * Lays expected lines over actual ones: `[..]` in a line stands for any text, a line `...` for any lines.
 * @returns the expected lines where they match, the actual ones where they do not: equal to the expected ones when all match
 */
export function matched(expected: readonly string[], actual: readonly string[]): string[] {
  if (fits(expected, actual, 0, 0)) return [...expected];
  const known = new Map<string, string>();
  for (const line of expected) if (line.includes('[..]')) known.set(line, line);
  return actual.map((line) => {
    for (const pattern of known.keys()) if (fitsLine(pattern, line)) return pattern;
    return expected.includes(line) ? line : withoutChance(line);
  });
}

function fits(expected: readonly string[], actual: readonly string[], e: number, a: number): boolean {
  for (; e < expected.length; e++, a++) {
    if (expected[e] === '...') {
      for (let skip = a; skip <= actual.length; skip++) if (fits(expected, actual, e + 1, skip)) return true;
      return false;
    }
    if (a >= actual.length || !fitsLine(expected[e]!, actual[a]!)) return false;
  }
  return a === actual.length;
}

function fitsLine(pattern: string, line: string): boolean {
  if (pattern === line) return true;
  if (!pattern.includes('[..]')) return false;
  const source = pattern
    .split('[..]')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(line);
}
