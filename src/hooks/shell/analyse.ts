import { type ParsedScript, parse } from 'unbash';
import { effortOf, LIMITS } from './bounds.ts';
import { dispatch } from './dispatch.ts';
import {
  type Call,
  type Frame,
  type Invocation,
  LimitReached,
  type Problem,
  type Run,
  type ShellContext,
} from './invocation.ts';
import { initialState } from './state.ts';
import { walkCommand, walkStatements } from './walk.ts';

/** What a command line would do. */
export interface Analysis {
  /** Every simple command that would run, in order; wrappers, substitutions and code in strings are followed. */
  readonly invocations: readonly Invocation[];
  /** What kept the line from being understood in full. */
  readonly problems: readonly Problem[];
}

/**
 * Takes a command line as the Bash tool would run it and gives the commands that would run, with words as the processes
 * would get them. It runs nothing and reads no files; it never throws. An input beyond its bounds gives a problem.
 */
export function analyse(line: string, context: ShellContext): Analysis {
  const run = newRun(context);
  const frame: Frame = { state: initialState(context), via: [], depth: 0, stdin: undefined, active: [] };
  try {
    // No word of a process can hold a zero character, and here it stands for what is unknown.
    const text = line.replaceAll('\0', '');
    run.code(text, frame);
    walkUncalled(frame, run);
  } catch (error) {
    run.problems.push(problemOf(error));
  }
  return { invocations: run.invocations, problems: run.problems };
}

function newRun(context: ShellContext): Run {
  const spent = { characters: 0, effort: 0, commands: 0, words: 0 };
  const run: Run = {
    context,
    invocations: [],
    problems: [],
    feeds: new Map(),
    spend(what, amount) {
      spent[what] += amount;
      if (spent[what] > LIMITS[what]) throw new LimitReached('too-much');
    },
    code(text: string, frame: Frame): Invocation[] {
      run.spend('characters', text.length);
      run.spend('effort', effortOf(text));
      return run.script(parse(text), frame);
    },
    script(script: ParsedScript, frame: Frame): Invocation[] {
      const error = script.errors?.[0];
      if (error) run.problems.push({ kind: 'syntax', message: error.message });
      return walkStatements(script.commands, frame, run);
    },
    call(call: Call, frame: Frame) {
      dispatch(call, frame, run);
    },
  };
  return run;
}

/** Functions that nothing called may be called in ways that are not seen (`export -f`, `trap`): judged as if they were. */
function walkUncalled(frame: Frame, run: Run): void {
  for (const [name, body] of frame.state.functions) {
    if (run.invocations.some((invocation) => invocation.via.includes(`${name}()`))) continue;
    const state = { ...frame.state, positional: undefined };
    walkCommand(body, { ...frame, state, via: [`${name}()`], active: [body] }, run);
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof LimitReached) {
    const message = error.kind === 'too-deep' ? 'commands are nested too deeply' : 'the command line is too long';
    return { kind: error.kind, message };
  }
  // A RangeError of the call stack, or a defect: either way the line has not been understood.
  return { kind: 'too-deep', message: error instanceof Error ? error.message : String(error) };
}
