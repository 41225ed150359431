/** How a command's end leads to the next one. */
type Joint = 'and' | 'or' | 'then' | 'pipe' | 'background' | 'end';

/** One simple command of a line: its words without quotes, and what follows it. */
export interface SimpleCommand {
  words: string[];
  joint: Joint;
}

const JOINTS: readonly (readonly [string, Joint])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['|&', 'pipe'],
  [';;', 'then'],
  ['|', 'pipe'],
  ['&', 'background'],
  [';', 'then'],
  ['\n', 'then'],
];

/**
 * Splits a shell line into its simple commands, for measuring only: quotes and backslashes are understood, redirections
 * dropped, brackets count as words' ends, substitutions stay as text. A guard needs far more than this.
 */
export function simpleCommands(text: string): SimpleCommand[] {
  const line = text.replaceAll('\\\n', '');
  const found: SimpleCommand[] = [];
  let words: string[] = [];
  let at = 0;
  const close = (joint: Joint) => {
    if (words.length > 0) found.push({ words: withoutAssignments(words), joint });
    words = [];
  };
  while (at < line.length) {
    const redirect = /^[ \t]*\d?(?:&>>?|>>?&?|<&?|>\|)[ \t]*(?:&?\d|[^\s;&|()]+)?/.exec(line.slice(at));
    if (redirect) {
      at += redirect[0].length;
      continue;
    }
    const joint = JOINTS.find(([sign]) => line.startsWith(sign, at));
    if (joint) {
      close(joint[1]);
      at += joint[0].length;
    } else if (/[\s(){}]/.test(line[at]!)) at += 1;
    else if (line[at] === '#') at = endOfLine(line, at);
    else {
      const word = readWord(line, at);
      words.push(word.text);
      at = word.end;
    }
  }
  close('end');
  const last = found.at(-1);
  if (last && last.joint !== 'background') last.joint = 'end';
  return found.filter((command) => command.words.length > 0);
}

function endOfLine(line: string, at: number): number {
  const end = line.indexOf('\n', at);
  return end < 0 ? line.length : end;
}

function readWord(line: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start;
  while (at < line.length && !/[\s;&|()<>]/.test(line[at]!)) {
    const character = line[at]!;
    if (character === '\\') {
      text += line[at + 1] ?? '';
      at += 2;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(line, at);
      const inner = line.slice(at + 1, end);
      text += character === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
      at = end + 1;
    } else {
      text += character;
      at += 1;
    }
  }
  return { text, end: at };
}

function closingQuote(line: string, at: number): number {
  const quote = line[at]!;
  for (let i = at + 1; i < line.length; i++) {
    if (line[i] === '\\' && quote === '"') i += 1;
    else if (line[i] === quote) return i;
  }
  return line.length;
}

function withoutAssignments(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  return first < 0 ? [] : words.slice(first);
}
