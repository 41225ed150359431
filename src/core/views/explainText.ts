import type { GuardReading, ReadCommand } from '../hooks/guardReading.ts';
import { tilde } from '../values/paths.ts';
import { paint } from './paint.ts';
import { shown } from './shown.ts';
import { counted } from './wording.ts';

type Outcome = 'deny' | 'ask' | 'silent';

/** What Claude Code makes of several guards: the strongest word holds. */
function outcomeOf(readings: readonly GuardReading[]): Outcome {
  const said = readings.map((reading) => reading.verdict?.decision);
  if (said.includes('deny')) return 'deny';
  return said.includes('ask') ? 'ask' : 'silent';
}

const ENDINGS: Readonly<Record<Outcome, string>> = {
  deny: 'Claude Code does not run this line, whatever its mode; Claude is told the reason.',
  ask: 'Claude Code asks you before it runs this line; without a person (claude -p) it does not run it.',
  silent: 'The guards say nothing: the permission rules of the session decide.',
};

/** How the guards read a command line, and what each says of it. All read it the same way, so it is shown once. */
export function explainText(
  readings: readonly GuardReading[],
  options: { readonly home: string; readonly color: boolean },
): string {
  const { bold, dim, green, red, yellow } = paint(options.color);
  const commands = readings[0]?.commands ?? [];
  const found = new Set(readings.map((reading) => reading.verdict?.command));
  const lines = [commands.length === 0 ? 'No command would run.' : `${counted(commands.length, 'command')} would run:`];
  for (const [index, command] of commands.entries()) {
    const mark = found.has(index) ? '>' : ' ';
    lines.push(`${mark} ${index + 1}  ${bold(words(command))}${dim(notes(command, options.home))}`);
  }
  for (const problem of readings[0]?.problems ?? []) lines.push(`  ${yellow('!')}  ${shown(problem.message)}`);
  lines.push('');
  const width = Math.max(...readings.map((reading) => reading.guard.length));
  const tone = { deny: red, ask: yellow };
  for (const { guard, verdict } of readings) {
    if (verdict === null) lines.push(`${guard.padEnd(width)}  ${green('silent')}`);
    else {
      lines.push(`${guard.padEnd(width)}  ${tone[verdict.decision](verdict.decision)}, by rule ${verdict.rule}`);
      lines.push(`  ${shown(verdict.reason)}`);
    }
  }
  lines.push('', ENDINGS[outcomeOf(readings)]);
  return `${lines.join('\n')}\n`;
}

/** The same as JSON. */
export function explainJson(line: string, cwd: string, readings: readonly GuardReading[]): string {
  const guards = readings.map(({ guard, verdict }) => ({ guard, decision: verdict?.decision ?? 'silent', verdict }));
  const { commands = [], problems = [] } = readings[0] ?? {};
  const document = { format_version: '1.0', line, cwd, outcome: outcomeOf(readings), commands, problems, guards };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function words({ name, args }: ReadCommand): string {
  return [name, ...args]
    .map((word) => (/^[^\s'"\\$]+$/.test(word) ? shown(word) : JSON.stringify(shown(word))))
    .join(' ');
}

function notes(command: ReadCommand, home: string): string {
  const set = Object.entries(command.env).map(([name, value]) => shown(`${name}=${value}`));
  const parts = [
    command.remote || command.cwd === undefined ? 'elsewhere' : `in ${shown(tilde(command.cwd, home))}`,
    ...(command.via.length > 0 ? [`through ${command.via.map(shown).join(' > ')}`] : []),
    ...(set.length > 0 ? [`with ${set.join(' ')}`] : []),
    ...command.writes.map(({ path, append }) => `${append ? 'appends to' : 'writes'} ${shown(tilde(path, home))}`),
    ...(command.searched === undefined ? [] : ['on what a search finds']),
    ...(command.opaque ? ['runs code that cannot be read'] : []),
  ];
  return `   [${parts.join('; ')}]`;
}
