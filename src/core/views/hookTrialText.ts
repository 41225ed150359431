import type { ClientReading } from '../hooks/answer.ts';
import { eventNameOf } from '../hooks/sample.ts';
import type { JsonObject } from '../values/json.ts';
import { tilde } from '../values/paths.ts';
import { maskValue } from './mask.ts';
import { paint } from './paint.ts';
import { printableLine } from './printable.ts';
import { shown } from './shown.ts';
import { counted } from './wording.ts';

interface Trial {
  readonly hook: string;
  readonly event: JsonObject;
  /** Undefined for a hook that is wired nowhere. */
  readonly wired: { readonly event: string; readonly matcher: string } | undefined;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly timeout: number;
  readonly end: {
    readonly code: number | undefined;
    readonly stdout: string;
    readonly stderr: string;
    readonly duration: number;
  };
  readonly reading: ClientReading;
  readonly rule?: string;
  readonly rows: readonly { readonly table: string; readonly row: JsonObject }[];
}

/** What a hook did with an event, as a person reads it. */
export function hookTrialText(trial: Trial, options: { readonly home: string; readonly color: boolean }): string {
  const { bold, dim, green, red, yellow } = paint(options.color);
  const { reading, end } = trial;
  const event = eventNameOf(trial.event);
  const tool = trial.event['tool_name'];
  const tone = reading.decision === 'none' ? green : reading.decision === 'ask' ? yellow : red;
  const rule = trial.rule === undefined ? '' : `, by rule ${shown(trial.rule)}`;
  const rows: (readonly [string, string])[] = [
    ['ran', `${trial.command.map((word) => shown(tilde(word, options.home))).join(' ')}`],
    ['in', shown(tilde(trial.cwd, options.home))],
    [
      'ended',
      `${end.code === undefined ? 'by force' : `with ${end.code}`} after ${Math.round(end.duration)} ms of ${trial.timeout / 1000} s`,
    ],
    ['decision', `${tone(bold(reading.decision))}${rule}: ${reading.effect}`],
  ];
  const lines = [`${bold(trial.hook)} on ${event}${typeof tool === 'string' ? ` of ${shown(tool)}` : ''}`];
  for (const [name, text] of rows) lines.push(`  ${dim(name.padEnd(9))} ${text}`);
  lines.push(...block('Claude reads', reading.toClaude), ...block('the person reads', reading.toPerson));
  lines.push(...block('stderr', end.stderr.trim() === '' ? undefined : end.stderr.trim()));
  for (const problem of reading.problems) lines.push(`  ${yellow('problem')}   ${shown(problem)}`);
  if (trial.wired === undefined) {
    const unwired = 'no target has it wired to this event and tool: in a session the client would not run it';
    lines.push(`  ${yellow('but')}       ${unwired}`);
  }
  lines.push(`  ${dim('appended ')} ${trial.rows.length === 0 ? 'no row' : counted(trial.rows.length, 'row')}`);
  for (const { table, row } of trial.rows)
    lines.push(`    ${shown(table)}  ${shown(JSON.stringify(maskValue('', row)))}`);
  return `${lines.join('\n')}\n`;
}

/** The same as JSON. */
export function hookTrialJson(trial: Trial): string {
  const { reading, end } = trial;
  const document = {
    format_version: '1.0',
    hook: trial.hook,
    wired: trial.wired !== undefined,
    command: trial.command,
    cwd: trial.cwd,
    event: maskValue('', trial.event),
    exit_code: end.code ?? null,
    duration_ms: Math.round(end.duration),
    timeout_ms: trial.timeout,
    decision: reading.decision,
    effect: reading.effect,
    rule: trial.rule ?? null,
    to_claude: reading.toClaude ?? null,
    to_person: reading.toPerson ?? null,
    problems: reading.problems,
    stdout: end.stdout,
    stderr: end.stderr,
    rows: maskValue('', trial.rows),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function block(title: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  return [`  ${title}:`, ...text.split('\n').map((line) => `    ${printableLine(line)}`)];
}
