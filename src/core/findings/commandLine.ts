import type { JsonObject } from '../values/json.ts';

/** One word of what a handler runs. */
interface Word {
  readonly text: string;
  /** A variable stands outside of quotes: a path with spaces falls apart. */
  readonly bare: boolean;
}

/** What a handler or a status line runs: `exec` without a shell, else the first command of a line for a shell. */
export interface CommandLine {
  readonly form: 'exec' | 'shell';
  readonly words: readonly Word[];
}

const LONGEST = 4000;

/** Reads what a `command` handler runs; undefined for any other. */
export function commandLineOf(handler: JsonObject): CommandLine | undefined {
  const { type, command, args } = handler;
  if (type !== 'command' || typeof command !== 'string') return undefined;
  if (!Array.isArray(args)) return { form: 'shell', words: shellWords(command.slice(0, LONGEST)) };
  const texts = [command, ...args].filter((arg) => typeof arg === 'string');
  return { form: 'exec', words: texts.map((text) => ({ text, bare: false })) };
}

/** The words up to the first sign that ends a command. Quotes are taken off; assignments before the command are left out. */
function shellWords(line: string): Word[] {
  const words: Word[] = [];
  let text = '';
  let begun = false;
  let bare = false;
  let quote = '';
  const end = (): void => {
    if (begun && !(words.length === 0 && /^[A-Za-z_]\w*=/.test(text))) words.push({ text, bare });
    text = '';
    begun = false;
    bare = false;
  };
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (quote !== '') {
      if (sign === quote) quote = '';
      else text += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      begun = true;
    } else if (/\s/.test(sign)) {
      end();
      if (sign === '\n' && words.length > 0) return words;
    } else if (/[;&|<>()]/.test(sign)) {
      end();
      if (words.length > 0 || sign === '(') return words;
    } else {
      if (sign === '$') bare = true;
      text += sign === '\\' ? (line[++at] ?? '') : sign;
      begun = true;
    }
  }
  end();
  return words;
}

const PROJECT = /^(?:\$\{CLAUDE_PROJECT_DIR\}|\$CLAUDE_PROJECT_DIR(?![A-Za-z0-9_]))\/+/;
const SCRIPT = /\.(?:mjs|cjs|js|ts|py|sh|bash|zsh|rb|pl|ps1|php)$/;

/** The script that a command line runs: where it is, and whether it is started by itself and so needs its executable bit. */
export interface ScriptNamed {
  readonly word: Word;
  readonly place: 'project' | 'relative' | 'absolute' | 'home';
  /** From the top of the project; of the other places as written. */
  readonly path: string;
  readonly itself: boolean;
}

/** The script among the words: the first that is a path to one. */
export function scriptOf({ words }: CommandLine): ScriptNamed | undefined {
  for (const [index, word] of words.entries()) {
    const place = placeOf(word.text);
    if (place !== undefined) return { word, ...place, itself: index === 0 };
    // What follows the words of a program itself (`node -e …`, `npx tool`) is its own business.
    if (index > 0 && !word.text.startsWith('-')) return undefined;
  }
  return undefined;
}

function placeOf(text: string): Pick<ScriptNamed, 'place' | 'path'> | undefined {
  if (/[*?`]|\$\(/.test(text)) return undefined;
  const inProject = text.replace(PROJECT, '');
  if (inProject !== text) return inProject.includes('$') ? undefined : { place: 'project', path: normal(inProject) };
  if (!SCRIPT.test(text) && !text.includes('/hooks/')) return undefined;
  if (/^(?:~|\$HOME|\$\{HOME\})\//.test(text)) return { place: 'home', path: text };
  if (text.startsWith('/')) return { place: 'absolute', path: text };
  return text.includes('$') ? undefined : { place: 'relative', path: normal(text) };
}

function normal(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '').replaceAll(/\/{2,}/g, '/');
}
