import type { Analysis } from '../shell/analyse.ts';
import type { Invocation } from '../shell/invocation.ts';
import type { Verdict } from './judge.ts';
import { shown } from './rule.ts';

/** A guard's reading of a line and its verdict, as text for a person. */
export function explanation(guard: string, analysis: Analysis, verdict: Verdict | undefined): string {
  const lines = [`${guard} reads ${count(analysis.invocations.length)}:`];
  analysis.invocations.forEach((command, i) => {
    const mark = command === verdict?.command ? '>' : ' ';
    lines.push(`${mark} ${i + 1}. ${commandText(command)}`);
  });
  for (const problem of analysis.problems) lines.push(`  ! ${shown(problem.message)}`);
  lines.push('');
  if (!verdict) lines.push('Verdict: nothing to say; the rules of the session decide.');
  else lines.push(`Verdict: ${verdict.decision}, by rule ${verdict.rule}.`, verdict.reason);
  return lines.join('\n');
}

/** The same as one JSON object. Words are as processes would get them; `…` stands for what only the running shell knows. */
export function explanationJson(guard: string, analysis: Analysis, verdict: Verdict | undefined): string {
  const commands = analysis.invocations.map((command) => ({
    name: known(command.name),
    args: command.args.map(known),
    ...(command.remote ? {} : { cwd: known(command.cwd) }),
    via: command.via.map(known),
    env: Object.fromEntries([...command.env].map(([name, value]) => [name, known(value)])),
    writes: command.writes.map((write) => ({ path: known(write.path), append: write.append })),
    ...(command.searched === undefined ? {} : { searched: command.searched }),
    opaque: command.opaque !== undefined,
    remote: command.remote,
  }));
  const problems = analysis.problems.map(({ kind, message }) => ({ kind, message: known(message) }));
  const at = verdict?.command === undefined ? -1 : analysis.invocations.indexOf(verdict.command);
  const said = verdict && {
    decision: verdict.decision,
    rule: verdict.rule,
    reason: verdict.reason,
    ...(at < 0 ? {} : { command: at }),
  };
  return JSON.stringify({ guard, commands, problems, verdict: said ?? null });
}

function known(word: string): string {
  return word.replaceAll('\0', '…');
}

function count(commands: number): string {
  return commands === 1 ? 'one command' : `${commands} commands`;
}

function commandText(command: Invocation): string {
  const words = [command.name, ...command.args].map((word) =>
    /^[^\s'"\\]+$/.test(word) ? shown(word) : JSON.stringify(shown(word)),
  );
  const notes: string[] = [];
  if (command.via.length > 0) notes.push(`through ${command.via.map(shown).join(' > ')}`);
  if (command.remote) notes.push('elsewhere');
  else notes.push(`in ${shown(command.cwd)}`);
  if (command.writes.length > 0) notes.push(`writes ${command.writes.map((write) => shown(write.path)).join(' ')}`);
  if (command.opaque) notes.push('runs code that cannot be read');
  if (command.searched) notes.push('on what a search finds');
  return `${words.join(' ')}   [${notes.join('; ')}]`;
}
