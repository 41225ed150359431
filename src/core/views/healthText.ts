import { type Check, type CheckGroup, type CheckStatus, countsOf } from '../health/check.ts';
import { type Paint, paint } from './paint.ts';
import { columns, pad, printable, wrap } from './printable.ts';

interface HealthTextOptions {
  readonly color: boolean;
  readonly width: number;
  /** Shows also what is well, in every group. */
  readonly verbose: boolean;
}

export const GROUPS: Readonly<Record<CheckGroup, string>> = {
  fleet: 'Fleet',
  services: 'Services',
  hooks: 'Hooks',
  expected: 'Expected on this machine',
  environment: 'Environment',
  setup: 'Setup',
};

export const SIGNS: Readonly<Record<CheckStatus, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', absent: '–' };

/** Checks for people, by group; of a group in which all is well only a line, unless `verbose`. Ends with a newline. */
export function healthText(checks: readonly Check[], options: HealthTextOptions): string {
  const out = paint(options.color);
  const groups = (Object.keys(GROUPS) as CheckGroup[]).flatMap((group) => {
    const own = checks.filter((check) => check.group === group);
    return own.length === 0 ? [] : [groupText(GROUPS[group], own, options, out)];
  });
  return `${[...groups, out.bold(healthLine(checks))].join('\n\n')}\n`;
}

/** `Healthy: 12 ok, 2 not configured.` */
export function healthLine(checks: readonly Check[]): string {
  const { ok, warn, fail, absent } = countsOf(checks);
  const parts = [
    [fail, 'failed'],
    [warn, 'to look at'],
    [ok, 'ok'],
    [absent, 'not configured or left alone'],
  ] as const;
  const counts = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  if (ok + warn + fail === 0) return `Nothing to check yet: ${counts.join(', ') || 'nothing is configured'}.`;
  const verdict = fail > 0 ? 'Not healthy' : warn > 0 ? 'Healthy, with warnings' : 'Healthy';
  return `${verdict}: ${counts.join(', ')}.`;
}

function groupText(title: string, checks: readonly Check[], options: HealthTextOptions, out: Paint): string {
  const well = checks.filter(({ status }) => status === 'ok');
  const folded = !options.verbose && well.length > 3;
  const shown = folded ? checks.filter(({ status }) => status !== 'ok') : checks;
  const width = Math.min(56, Math.max(0, ...shown.map(({ name }) => columns(printable(name)))));
  const lines = shown.flatMap((check) => checkLines(check, width, options, out));
  if (folded)
    lines.push(
      `  ${out.green('ok')}    ${shown.length === 0 ? `all ${well.length}` : `${well.length} more`}; -v shows them`,
    );
  return [out.bold(title), ...lines].join('\n');
}

function checkLines(
  { status, name, message, remedy, place }: Check,
  width: number,
  options: HealthTextOptions,
  out: Paint,
): string[] {
  const colour = { ok: out.green, warn: out.yellow, fail: out.red, absent: out.dim }[status];
  const where = place === undefined || status === 'ok' ? '' : ` (${place})`;
  const first = `  ${colour(SIGNS[status].padEnd(4))}  ${pad(printable(name), width)}  ${printable(message)}${where}`;
  const indent = ' '.repeat(10 + width);
  return [
    first,
    ...(remedy === undefined
      ? []
      : wrap(printable(remedy), options.width - indent.length).map((line) => `${indent}${line}`)),
  ];
}
