import { emit, emitOpaque, type Handler, writtenText } from './emit.ts';
import { type Call, deeper, type Feed, type Frame, type Run } from './invocation.ts';
import { fork } from './state.ts';

const SHELLS = ['sh', 'bash', 'zsh', 'dash', 'ksh', 'ksh93', 'mksh', 'ash', 'rbash', 'fish'] as const;

/** The handlers of the shells themselves: their code is read again, wherever it comes from. */
export const shellHandlers: ReadonlyMap<string, Handler> = new Map(SHELLS.map((name) => [name, runShell]));

interface ShellWords {
  /** Whether `-c` was given: the first operand is the code. */
  code: boolean;
  /** Whether `-s` was given: the code comes on stdin. */
  stdin: boolean;
  errexit: boolean;
  shows: boolean;
  readonly operands: readonly string[];
}

function runShell(call: Call, frame: Frame, run: Run): void {
  const name = call.words[0] ?? 'sh';
  const words = shellWords(call.words.slice(1));
  if (words.shows) return emit(call, frame, run);
  const [first, ...others] = words.operands;
  if (words.code) {
    if (first === undefined) return emit(call, frame, run);
    runText(call, first, others, words.errexit, frame, run, `${name} -c`);
    return;
  }
  const feed = words.stdin || first === undefined ? call.stdin : fileFeed(first, call, frame, run);
  const positional = words.stdin ? words.operands : others;
  if (!feed) return emit(call, frame, run);
  if (feed.text === undefined) {
    // A file is a program like any other; what another command prints at this moment is not.
    if (feed.from.length > 0) emitOpaque(call, feed, frame, run);
    else emit(call, frame, run);
    return;
  }
  runText(call, feed.text, [name, ...positional], words.errexit, frame, run, `${name} <`);
}

function runText(
  call: Call,
  text: string,
  words: readonly string[],
  errexit: boolean,
  frame: Frame,
  run: Run,
  label: string,
): void {
  emit({ ...call, words: [call.words[0] ?? 'sh'] }, frame, run);
  if (/^\s*\0\s*(?:$|[;&|\n])/.test(text)) {
    emitOpaque(call, { text: undefined, from: [] }, frame, run);
    return;
  }
  const [zero, ...positional] = words;
  const state = { ...fork(frame.state), positional, errexit };
  if (zero !== undefined) state.vars.set('0', [zero]);
  for (const [key, value] of call.env) state.vars.set(key, [value]);
  run.code(text, deeper(frame, label, { state, stdin: undefined }));
}

function fileFeed(file: string, call: Call, frame: Frame, run: Run): Feed | undefined {
  if (/^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(file)) return call.stdin;
  return writtenText(file, frame, run);
}

function shellWords(args: readonly string[]): ShellWords {
  const found = { code: false, stdin: false, errexit: false, shows: false };
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--' || word === '-') return { ...found, operands: args.slice(word === '--' ? i + 1 : i) };
    if (!/^[-+]/.test(word)) break;
    if (word.startsWith('--')) {
      if (word === '--rcfile' || word === '--init-file' || word === '--init-command') i += 1;
      else if (word === '--version' || word === '--help') found.shows = true;
      else if (word === '--command') found.code = true;
      else if (word.startsWith('--command=')) {
        return { ...found, code: true, operands: [word.slice('--command='.length), ...args.slice(i + 1)] };
      }
      continue;
    }
    const letters = word.slice(1);
    if (word.startsWith('-') && letters.includes('c')) found.code = true;
    if (word.startsWith('-') && letters.includes('s')) found.stdin = true;
    if (word.startsWith('-') && letters.includes('e')) found.errexit = true;
    // `-o pipefail` and `-O extglob` take a word each.
    i += letters.match(/[oO]/g)?.length ?? 0;
  }
  return { ...found, operands: args.slice(i) };
}
