import { emit, emitOpaque, type Handler } from './emit.ts';
import { type Call, deeper, type Frame, type Run, UNKNOWN } from './invocation.ts';
import { type Language, runScriptText } from './scripts.ts';

/** How an interpreter is given a program on its command line. */
interface Interpreter {
  readonly language: Language;
  /** Short letters that take the program, alone or at the end of a bundle. */
  readonly letters: string;
  readonly long?: readonly string[];
  /** Short letters that take another value. */
  readonly valued?: string;
  /** The program is the first operand. */
  readonly operand?: true;
}

const PYTHON: Interpreter = { language: 'python', letters: 'c', valued: 'WXm' };
const NODE: Interpreter = { language: 'node', letters: 'ep', long: ['--eval', '--print'], valued: 'rC' };
const PERL: Interpreter = { language: 'perl', letters: 'eE', valued: 'IMm' };
const AWK: Interpreter = { language: 'awk', letters: '', valued: 'Fvf', operand: true };

const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: PYTHON,
  pypy: PYTHON,
  node: NODE,
  nodejs: NODE,
  bun: NODE,
  deno: { ...NODE, operand: true },
  tsx: NODE,
  'ts-node': NODE,
  perl: PERL,
  ruby: { language: 'ruby', letters: 'e', valued: 'Ir' },
  php: { language: 'php', letters: 'rBRE', valued: 'd' },
  lua: { language: 'lua', letters: 'e', valued: 'l' },
  luajit: { language: 'lua', letters: 'e', valued: 'l' },
  osascript: { language: 'applescript', letters: 'e', valued: 'l' },
  awk: AWK,
  gawk: AWK,
  mawk: AWK,
  nawk: AWK,
};

/** The handlers of the interpreters, with the versioned names under which they are installed. */
export const interpreterHandlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries(INTERPRETERS).flatMap(([name, interpreter]) =>
    versions(name).map((version): [string, Handler] => [
      version,
      (call, frame, run) => interpret(interpreter, call, frame, run),
    ]),
  ),
);

function versions(name: string): string[] {
  if (name !== 'python' && name !== 'pypy') return [name];
  return [name, `${name}2`, `${name}3`, ...Array.from({ length: 12 }, (_, minor) => `${name}3.${minor + 6}`)];
}

// A program that decodes another one and runs it, or takes it from the network, is meant not to be read.
const HIDDEN =
  /\b(?:exec|eval|compile|Function)\b[\s\S]{0,200}(?:b64decode|b85decode|base64|atob|fromhex|unhexlify|decompress|marshal|urlopen|requests\.get|fetch\()/;

function interpret(interpreter: Interpreter, call: Call, frame: Frame, run: Run): void {
  const given = readPrograms(interpreter, call.words.slice(1));
  const feed = given.stdin && interpreter.language !== 'awk' ? call.stdin : undefined;
  const programs = feed?.text === undefined ? given.programs : [...given.programs, feed.text];
  if (feed && feed.text === undefined && feed.from.length > 0) emitOpaque(call, feed, frame, run);
  else emit(call, frame, run);
  for (const text of programs) {
    if (text === UNKNOWN || HIDDEN.test(text)) emitOpaque(call, { text: undefined, from: [] }, frame, run);
    else runScriptText(text, interpreter.language, call, deeper(frame, call.words[0] ?? ''), run);
  }
}

interface Given {
  readonly programs: readonly string[];
  /** Whether it reads its program from stdin. */
  readonly stdin: boolean;
}

function readPrograms(interpreter: Interpreter, args: readonly string[]): Given {
  const found: string[] = [];
  let module = false;
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (word === 'eval' && interpreter.operand && interpreter.language === 'node') continue;
    if (!word.startsWith('-') || word === '-') break;
    if (word === '--') {
      i += 1;
      break;
    }
    const long = interpreter.long?.find((name) => word === name || word.startsWith(`${name}=`));
    if (long !== undefined) {
      const value = word.length > long.length ? word.slice(long.length + 1) : args[++i];
      if (value !== undefined) found.push(value);
    } else if (!word.startsWith('--')) {
      if (interpreter.language === 'python' && /^-[a-zA-Z]*m/.test(word)) module = true;
      i += shortOptions(interpreter, word, args[i + 1], found);
    } else if (/^--(?:version|help|check)$/.test(word)) module = true;
  }
  if (found.length > 0 || module) return { programs: found, stdin: false };
  const first = args[i];
  if (interpreter.operand && first !== undefined && (interpreter.language === 'awk' || args.includes('eval'))) {
    return { programs: [first], stdin: false };
  }
  return { programs: [], stdin: first === undefined || first === '-' || first === '/dev/stdin' };
}

/** Reads one word of bundled letters; gives how many further words it used. */
function shortOptions(interpreter: Interpreter, word: string, following: string | undefined, found: string[]): number {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]!;
    const rest = word.slice(i + 1);
    if (interpreter.letters.includes(letter)) {
      // `node -pe code`: the program is the next word, after all letters.
      if (rest !== '' && Array.from(rest).every((other) => interpreter.letters.includes(other))) continue;
      const value = rest === '' ? following : rest;
      if (value !== undefined) found.push(value);
      return rest === '' ? 1 : 0;
    }
    if (interpreter.valued?.includes(letter)) return rest === '' ? 1 : 0;
  }
  return 0;
}
