import { costOf, priceList } from '../../../../src/core/metrics/prices/prices.ts';
import type { TranscriptPlace } from '../../../../src/core/metrics/transcript/count.ts';
import { type ResponseLine, readLine } from '../../../../src/core/metrics/transcript/line.ts';

/** What a session used of a model: requests, the four kinds of tokens, and money in units. */
export type Totals = [number, number, number, number, number, number | undefined];

interface Seen {
  session: string;
  main: boolean;
  lines: ResponseLine[];
}

/**
 * The plainest way to count: parse every line of every file, keep everything, group by message and request, and add up at the end. Slow
 * and large, but easy to see right; what counts as it reads is held to it.
 */
export function naiveTotals(
  files: readonly { place: TranscriptPlace; lines: readonly string[] }[],
): Map<string, Totals> {
  const seen = new Map<string, Map<string, Seen>>();
  for (const { place, lines } of files) {
    for (const text of lines) {
      const line = readLine(text);
      if (line === undefined || line === 'malformed' || line.kind !== 'response') continue;
      const main = place.agent === undefined && line.place.agent === undefined && !line.place.sidechain;
      const requests = seen.get(line.message) ?? new Map<string, Seen>();
      seen.set(line.message, requests);
      const one = requests.get(line.request) ?? {
        session: line.place.session ?? place.session ?? 'unknown',
        main,
        lines: [],
      };
      one.main ||= main;
      one.lines.push(line);
      requests.set(line.request, one);
    }
  }
  return added(seen);
}

function added(seen: ReadonlyMap<string, ReadonlyMap<string, Seen>>): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const requests of seen.values()) {
    const all = [...requests.values()];
    const main = all.filter((one) => one.main);
    for (const { session, lines } of main.length > 0 ? main : all) {
      const largest = (kind: keyof ResponseLine['tokens']): number =>
        Math.max(...lines.map(({ tokens }) => tokens[kind]));
      const tokens = {
        input: largest('input'),
        output: largest('output'),
        cacheRead: largest('cacheRead'),
        cacheWrite5m: largest('cacheWrite5m'),
        cacheWrite1h: largest('cacheWrite1h'),
      };
      const { model, place } = lines[0]!;
      const fast = lines.some((line) => line.fast);
      const units = costOf(priceList(), model, tokens, { fast, at: Number.isNaN(place.time) ? undefined : place.time });
      const key = `${session} ${model}`;
      const total = totals.get(key) ?? [0, 0, 0, 0, 0, 0];
      totals.set(key, [
        total[0] + 1,
        total[1] + tokens.input,
        total[2] + tokens.output,
        total[3] + tokens.cacheRead,
        total[4] + tokens.cacheWrite5m + tokens.cacheWrite1h,
        total[5] === undefined || units === undefined ? undefined : total[5] + units,
      ]);
    }
  }
  return totals;
}
