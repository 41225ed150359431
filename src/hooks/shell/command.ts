import type { Assignment, Command, CommandArgument, HereDoc, Redirection } from 'unbash';
import { expandText, expandWord, partsText, visitSubstitutions } from './expand.ts';
import { type Feed, type Frame, type Run, UNKNOWN, type Write } from './invocation.ts';
import { fork } from './state.ts';

const NO_ENV: ReadonlyMap<string, string> = new Map();

/** Evaluates a simple command: its assignments, words and redirections, then what it runs. */
export function simpleCommand(node: Command, frame: Frame, run: Run): void {
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  const values = assignments.map((assignment) => [assignment, assignedValues(assignment, frame, run)] as const);
  const { writes, stdin } = writesOf(node.redirects, frame, run);
  if (!node.name) {
    for (const [assignment, value] of values) assign(assignment, value, frame);
    if (writes.length > 0) run.call({ words: [':'], env: NO_ENV, writes, stdin: undefined }, frame);
    return;
  }
  const env = new Map(values.map(([assignment, value]) => [assignment.name, value[0] ?? '']));
  const words = commandWords(node, env, frame, run);
  if (words.length === 0) return;
  run.call({ words, env, writes, stdin: stdin ?? frame.stdin }, frame);
}

/**
 * The shell expands `$T` in `T=/x cmd $T` before it assigns, but a reader rarely knows that and nor does every shell:
 * the words are taken with the old values and with the new ones.
 */
function commandWords(node: Command, env: ReadonlyMap<string, string>, frame: Frame, run: Run): string[] {
  let state = frame.state;
  if (env.size > 0) {
    state = fork(state);
    for (const [name, value] of env) {
      const before = state.vars.get(name) ?? sessionValue(name, run);
      state.vars.set(name, before && !before.includes(value) ? [...before, value] : [value]);
    }
  }
  const inner = { ...frame, state };
  const name = node.name ? expandWord(node.name, inner, run) : [];
  return [...name, ...node.args.flatMap((argument) => argumentWords(argument, inner, run))];
}

function sessionValue(name: string, run: Run): readonly string[] | undefined {
  const value = run.context.variables.get(name);
  return value === undefined ? undefined : [value];
}

function argumentWords(argument: CommandArgument, frame: Frame, run: Run): string[] {
  if (argument.type === 'Word') return expandWord(argument, frame, run);
  const sign = argument.append ? '+=' : '=';
  // An array stays one word here; its elements are joined with the separator that the declaration builtins take apart.
  return [`${argument.name}${sign}${assignedValues(argument, frame, run).join(ELEMENT)}`];
}

/** Between the values of one assignment among a declaration's arguments. */
export const ELEMENT = '\x1f';

function assignedValues(assignment: Assignment, frame: Frame, run: Run): readonly string[] {
  visitSubstitutions(assignment.index, frame, run);
  if (assignment.value.type === 'ArrayValue') {
    return assignment.value.elements.flatMap((element) => expandWord(element, frame, run));
  }
  return expandText(assignment.value, frame, run);
}

const MAX_VALUE = 20_000;

function assign(assignment: Assignment, given: readonly string[], frame: Frame): void {
  const values = given.map((value) => (value.length > MAX_VALUE ? UNKNOWN : value));
  const { vars } = frame.state;
  const before = vars.get(assignment.name) ?? [];
  if (assignment.append && assignment.value.type === 'Word') {
    const added = values[0] ?? '';
    vars.set(
      assignment.name,
      before.length === 0 ? [added] : before.map((value) => (value.length > MAX_VALUE ? UNKNOWN : value + added)),
    );
  } else {
    const keeps = assignment.append || assignment.index !== undefined;
    vars.set(assignment.name, keeps ? [...before, ...values].slice(0, 64) : values);
  }
}

/** What redirections write to, and what they feed to stdin. Substitutions in them run. */
export function writesOf(
  redirects: readonly Redirection[],
  frame: Frame,
  run: Run,
): { writes: Write[]; stdin: Feed | undefined } {
  const writes: Write[] = [];
  let stdin: Feed | undefined;
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc') {
      stdin = { text: hereDocText(redirect, frame, run), from: [] };
      continue;
    }
    const targets = redirect.target ? expandText(redirect.target, frame, run) : [];
    if (redirect.type === 'HereString') stdin = { text: targets[0] ?? UNKNOWN, from: [] };
    else if (redirect.operator === '<') stdin = run.feeds.get(targets[0] ?? '') ?? { text: undefined, from: [] };
    else if (redirect.operator !== '<&' && !(redirect.operator === '>&' && /^(?:\d+|-)$/.test(targets[0] ?? ''))) {
      const append = redirect.operator === '>>' || redirect.operator === '&>>';
      writes.push(...targets.map((path) => ({ path, append })));
    }
  }
  return { writes, stdin };
}

function hereDocText(redirect: HereDoc, frame: Frame, run: Run): string {
  const { body, delimiter } = redirect;
  run.spend('characters', body.text.length);
  return delimiter?.quoted || !body.parts ? body.text : partsText(body.parts, frame, run);
}
