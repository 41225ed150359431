import pc from 'picocolors';
import type { Condition, TargetStatus } from '../status/conditions.ts';
import { tilde } from '../values/paths.ts';

export interface StatusTextOptions {
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly color: boolean;
  readonly verbose: boolean;
  /** When the controller last wrote; undefined when it never ran. */
  readonly updated: number | undefined;
}

/** The conditions of targets as a table: one line a target, with -v every condition. */
export function statusText(targets: readonly TargetStatus[], options: StatusTextOptions): string {
  if (options.updated === undefined) {
    return 'The controller has not looked at this fleet yet.\nRun `reconcile controller --once` to have it looked at, or `reconcile plan` to see its state now.\n';
  }
  const colors = pc.createColors(options.color);
  const width = Math.max(...targets.map((target) => target.name.length), 6);
  const lines = targets.map((target) => {
    const headline = headlineOf(target.conditions);
    const paint =
      headline === undefined
        ? colors.dim
        : headline.type === 'Ready' && headline.status === 'True'
          ? colors.green
          : headline.type === 'Stalled'
            ? colors.red
            : colors.yellow;
    const word = headline === undefined ? 'Unknown' : wordFor(headline);
    const since = headline === undefined ? '' : `for ${duration(options.now - headline.since)}`;
    const message = headline === undefined ? 'not looked at yet' : headline.message;
    const line = `${target.name.padEnd(width)}  ${paint(word.padEnd(9))}  ${since.padEnd(10)}  ${message}`.trimEnd();
    return options.verbose ? [line, ...details(target, options)].join('\n') : line;
  });
  return `${lines.join('\n')}\n\nLast look ${duration(options.now - options.updated)} ago.\n`;
}

/** The condition that says most about a target: what stops it, else whether it is ready. */
function headlineOf(conditions: readonly Condition[]): Condition | undefined {
  const find = (type: Condition['type']) =>
    conditions.find((condition) => condition.type === type && condition.status === 'True');
  return (
    find('Suspended') ??
    find('Stalled') ??
    find('Drifted') ??
    conditions.find((condition) => condition.type === 'Ready')
  );
}

function wordFor(condition: Condition): string {
  if (condition.type !== 'Ready') return condition.type;
  return condition.status === 'True' ? 'Ready' : condition.reason;
}

function details(target: TargetStatus, options: StatusTextOptions): string[] {
  const lines = [`  ${tilde(target.root, options.home)}`];
  for (const { type, status, reason, message, since } of target.conditions) {
    lines.push(
      `  ${type.padEnd(11)} ${status.padEnd(7)} ${reason}  for ${duration(options.now - since)}${message === '' ? '' : `: ${message}`}`,
    );
  }
  if (target.lastAppliedRevision !== undefined) lines.push(`  last applied revision ${target.lastAppliedRevision}`);
  if (target.lastRun !== undefined) lines.push(`  last run ${target.lastRun}`);
  return lines;
}

/** A length of time in its largest unit: `42s`, `5m`, `3h`, `12d`. @param ms milliseconds */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** The same as JSON; times are ISO texts. */
export function statusJson(hub: string, updated: number | undefined, targets: readonly TargetStatus[]): string {
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  const rows = targets.map(
    ({ name, root, conditions, failures, lastAttempt, lastAttemptedRevision, lastAppliedRevision, lastRun }) => ({
      name,
      root,
      conditions: conditions.map(({ since, ...rest }) => ({ ...rest, since: iso(since) })),
      failures,
      last_attempt: iso(lastAttempt),
      last_attempted_revision: lastAttemptedRevision ?? null,
      last_applied_revision: lastAppliedRevision ?? null,
      last_run: lastRun ?? null,
    }),
  );
  return `${JSON.stringify({ format_version: '1.0', hub, updated: iso(updated), targets: rows }, null, 2)}\n`;
}
