import type { ReportSettings, Thresholds } from '../canonical/canonical.ts';
import type { Measured } from './questions.ts';
import type { Section } from './section.ts';
import { SECTIONS } from './sections.ts';

/** Where the rows of a report are from. */
export type RowSource = 'questdb' | 'spool';

/** A report that was made. Moments are milliseconds since 1970; the second is not in the period. */
export interface Report {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly source: RowSource;
  /** How exact it is, in sentences. */
  readonly exactness: readonly string[];
  readonly sections: readonly Section[];
}

/** Reports that need no line in canonical.yaml: a subject each, over a week. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  cost: ['cost_analysis', 'sessions'],
  sessions: ['summary', 'sessions'],
  tools: ['tools', 'errors'],
  agents: ['agent_performance', 'agent_roi'],
  hooks: ['hooks'],
  tasks: ['tasks'],
  dora: ['dora'],
  space: ['space'],
  errors: ['errors', 'top_issues'],
  trends: ['trends'],
};

const WEEK = 7 * 24;

/** All reports there are: those of canonical.yaml, and the built-in ones that it does not replace. */
export function reportsOf(written: readonly ReportSettings[]): ReportSettings[] {
  const names = new Set(written.map(({ name }) => name));
  const builtIn = Object.entries(BUILT_IN).map(([name, sections]): ReportSettings => {
    return { name, hours: WEEK, sections, output: 'terminal' };
  });
  return [...written, ...builtIn.filter(({ name }) => !names.has(name))];
}

/** The two periods of a report that ends now, in milliseconds since 1970. */
export function periodsOf({ hours }: Pick<ReportSettings, 'hours'>, now: number) {
  const length = hours * 3_600_000;
  const from = now - length;
  return {
    now: { kind: 'between', from, to: now },
    before: { kind: 'between', from: from - length, to: from },
  } as const;
}

/** Makes a report of what was measured. */
export function makeReport(
  settings: ReportSettings,
  measured: { readonly now: Measured; readonly before: Measured; readonly source: RowSource },
  thresholds: Thresholds,
  now: number,
): Report {
  const { from, to } = periodsOf(settings, now).now;
  const facts = { now: measured.now, before: measured.before, thresholds, days: settings.hours / 24 };
  const sections = settings.sections.flatMap((name) => SECTIONS[name]?.(facts) ?? []);
  return { name: settings.name, from, to, source: measured.source, exactness: exactness(measured), sections };
}

function exactness({ now, source }: { readonly now: Measured; readonly source: RowSource }): string[] {
  const said = ['Cost is by list prices: an estimate, not a bill.'];
  if (now.requestsByDay.length === 0 && now.sessionsByDay.length > 0)
    said.push(
      'No single requests are known (`reconcile metrics ingest` reads them): the cost of a session counts on the day on which it began.',
    );
  if (source === 'spool')
    said.push('Made from the rows that this machine still keeps, without a database: older ones may be missing.');
  return said;
}
