import { type ParsedScript, parse } from 'unbash';
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

// What a person or a model types is far below these. They bound the time: 100 kB take less than 100 ms.
const MAX_LINE = 128 * 1024;
const MAX_HEREDOCS_PER_LINE = 200;
const MAX_OPEN = 100;
const MAX_SEPARATORS = 10_000;
// Without a here-document, in which they separate nothing, so many are more commands than are looked at.
const MAX_SEPARATORS_OF_COMMANDS = 1500;
const LIMITS = { characters: 220_000, commands: 1000, words: 20_000 };

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
    checkSize(text);
    run.code(text, frame);
    walkUncalled(frame, run);
  } catch (error) {
    run.problems.push(problemOf(error));
  }
  return { invocations: run.invocations, problems: run.problems };
}

function newRun(context: ShellContext): Run {
  const spent = { characters: 0, commands: 0, words: 0 };
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
      checkSize(text);
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

/** Refuses, in one pass, what would make the parser read the same text over and over. */
function checkSize(text: string): void {
  if (text.length > MAX_LINE) throw new LimitReached('too-much');
  let depth = 0;
  let hereDocs = 0;
  let separators = 0;
  const most = text.includes('<<') ? MAX_SEPARATORS : MAX_SEPARATORS_OF_COMMANDS;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === OPEN || (character === BRACE && text.charCodeAt(i - 1) === DOLLAR)) {
      depth += 1;
      if (depth > MAX_OPEN) throw new LimitReached('too-deep');
    } else if (SEPARATORS.has(character)) {
      separators += 1;
      if (separators > most) throw new LimitReached('too-much');
      if (character === NEWLINE) hereDocs = 0;
    } else if ((character === CLOSE || character === END_BRACE) && depth > 0) depth -= 1;
    else if (character === LESS && text.charCodeAt(i - 1) === LESS) {
      // Its time grows with the square of the here-documents that one line starts.
      hereDocs += 1;
      if (hereDocs > MAX_HEREDOCS_PER_LINE) throw new LimitReached('too-much');
    }
  }
}

// ( ) { } $ < and the newline; below also ; & | and the backtick
const [OPEN, CLOSE, BRACE, END_BRACE, DOLLAR, LESS, NEWLINE] = [40, 41, 123, 125, 36, 60, 10];
const SEPARATORS: ReadonlySet<number> = new Set([NEWLINE, 59, 38, 124, 96]);

function problemOf(error: unknown): Problem {
  if (error instanceof LimitReached) {
    const message = error.kind === 'too-deep' ? 'commands are nested too deeply' : 'the command line is too long';
    return { kind: error.kind, message };
  }
  // A RangeError of the call stack, or a defect: either way the line has not been understood.
  return { kind: 'too-deep', message: error instanceof Error ? error.message : String(error) };
}
