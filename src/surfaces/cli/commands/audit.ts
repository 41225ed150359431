import { exitOf } from '../../../core/health/check.ts';
import type { Reading } from '../../../core/monitoring/judge.ts';
import { rulesFor } from '../../../core/monitoring/rules.ts';
import type { Section } from '../../../core/reports/section.ts';
import { InputError } from '../../../core/values/problem.ts';
import { type Audited, auditJson } from '../../../core/views/auditJson.ts';
import { auditMarkdown } from '../../../core/views/auditMarkdown.ts';
import { auditText } from '../../../core/views/auditText.ts';
import { accountsOf } from '../../../engine/cost.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import type { Source } from '../../../engine/measure.ts';
import { type CommonOptions, choose, usesColor } from '../common.ts';
import { everything, lookAtHealth } from '../healthLook.ts';
import { reportFrom, sourceFor } from '../reportMaking.ts';
import type { Terminal } from '../terminal.ts';
import { writeReport } from './health.ts';

interface AuditOptions extends CommonOptions {
  readonly format?: 'text' | 'json' | 'markdown';
  readonly period: string;
  readonly report?: string;
}

const SECTIONS = [
  'summary',
  'space',
  'trends',
  'cost_analysis',
  'agent_performance',
  'agent_roi',
  'tools',
  'hooks',
  'tasks',
  'dora',
  'recommendations',
];

/** `reconcile audit [health|metrics]`. @returns 2 when something failed or is over its limit @throws InputError */
export async function auditCommand(
  terminal: Terminal,
  part: string | undefined,
  options: AuditOptions,
): Promise<number> {
  checkPart(part);
  const hours = hoursIn(options.period);
  const now = terminal.parts.now();
  const readers = terminal.parts.readers();
  const chosen = choose(terminal, readers, [], { ...options, select: [] });
  const health =
    part === 'metrics' ? undefined : await lookAtHealth(terminal, readers, chosen, everything(options), now);
  const numbers = part === 'health' ? undefined : await numbersOf(terminal, chosen.hub, hours, now);
  const audit: Audited = {
    ...(health === undefined ? {} : { health, tokens: accountsOf(readers, health.looked) }),
    ...(numbers === undefined ? {} : { numbers }),
  };
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  terminal.out.write(
    format === 'json'
      ? auditJson(audit)
      : format === 'markdown'
        ? auditMarkdown(audit)
        : auditText(audit, {
            color: usesColor(terminal, options),
            width: terminal.out.columns,
            verbose: options.verbose === true,
          }),
  );
  if (options.report !== undefined) await writeReport(terminal, options.report, auditMarkdown(audit));
  return exitCode(audit);
}

function checkPart(part: string | undefined): void {
  if (part === undefined || part === 'health' || part === 'metrics') return;
  throw new InputError([
    {
      place: { file: part },
      severity: 'error',
      message: 'is no part of an audit.',
      remedy: 'Write health, metrics, or nothing for both.',
    },
  ]);
}

function hoursIn(period: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([hdw])$/.exec(period) ?? [];
  if (count !== undefined && unit !== undefined)
    return Number(count) * { h: 1, d: 24, w: 168 }[unit as 'h' | 'd' | 'w'];
  throw new InputError([
    {
      place: { file: '--period' },
      severity: 'error',
      message: `"${period}" is no time.`,
      remedy: 'Write it like 24h, 7d or 4w.',
    },
  ]);
}

async function numbersOf(
  terminal: Terminal,
  hub: LoadedHub,
  hours: number,
  now: number,
): Promise<NonNullable<Audited['numbers']>> {
  const { canonical } = hub;
  const { source, because } = await sourceFor(terminal, canonical, now);
  const settings = { name: 'Numbers', hours, sections: SECTIONS, output: 'terminal' } as const;
  const made = await reportFrom(source, settings, canonical, now);
  const exactness =
    because === undefined
      ? made.exactness
      : [...made.exactness, `Not from the database: ${because.replace(/\.$/, '')}.`];
  const readings = await readRules(source, hub);
  const breaches = readings.filter(({ breached }) => breached);
  return { report: { ...made, exactness, sections: [alarms(breaches), ...made.sections] }, breaches };
}

async function readRules(source: Source, hub: LoadedHub): Promise<readonly Reading[]> {
  // No rows at all are no alarm where nobody asked for rows to be kept: nothing is measured yet.
  const rules = rulesFor(hub.canonical.thresholds).filter((rule) => !rule.needsData || source.kind === 'questdb');
  const readings = await Promise.all(rules.map((rule) => source.read(rule)));
  return readings.flat();
}

/** What would fire in Grafana at this moment; a warning is not told again where the critical rule on the same number is. */
function alarms(breaches: readonly Reading[]): Section {
  const lines = breaches.map(({ rule, of, value }) => {
    const number = Number.isInteger(value) ? String(value) : value.toFixed(1);
    return `${rule.severity === 'critical' ? 'Critical: ' : ''}${rule.title}${of === undefined ? '' : ` (${of})`}: ${number} ${rule.unit}, limit ${rule.limit}. ${rule.remedy}`;
  });
  return { title: 'Over a limit now', lines: lines.length === 0 ? ['Nothing.'] : lines };
}

function exitCode({ health, numbers }: Audited): number {
  if (health !== undefined && exitOf(health.checks) !== 0) return 2;
  return (numbers?.breaches.length ?? 0) > 0 ? 2 : 0;
}
