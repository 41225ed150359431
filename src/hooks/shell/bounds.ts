import { LimitReached } from './invocation.ts';

// What a person or a model types is far below these. They bound the time: 100 kB take less than 100 ms.
const MAX_LINE = 128 * 1024;
const MAX_HEREDOCS_PER_LINE = 200;
const MAX_OPEN = 100;
const MAX_SEPARATORS = 10_000;
// Without a here-document, in which they separate nothing, so many are more commands than are looked at.
const MAX_SEPARATORS_OF_COMMANDS = 500;

/** What one line may cost, with all that it runs as code. Effort is about a microsecond. */
export const LIMITS = { characters: 220_000, effort: 40_000, commands: 400, words: 20_000 };

// ( ) { } $ < [ and the newline
const [OPEN, CLOSE, BRACE, END_BRACE, DOLLAR, LESS, BRACKET, NEWLINE] = [40, 41, 123, 125, 36, 60, 91, 10];
// The newline and ; & | and the backtick
const SEPARATORS: ReadonlySet<number> = new Set([NEWLINE, 59, 38, 124, 96]);
// What a character gives the parser to do, in microseconds; measured with lines that consist of it and a letter.
const EFFORTS: Readonly<Record<string, number>> = {
  ';': 8,
  '&': 4,
  '|': 6,
  '\n': 4,
  $: 8,
  '`': 8,
  '<': 4,
  '>': 4,
  '=': 2,
  '(': 2,
  '{': 2,
  '[': 2,
  '"': 1,
  "'": 1,
  '*': 1,
  '?': 1,
  '\\': 1,
  '+': 1,
  '/': 0.7,
  ':': 0.7,
};
const EFFORT_OF_WORD = 3;
// Arithmetic is read sign by sign; what is none of it costs little.
const OPERATORS = '+-*/%,^~!?:';
const EFFORT_OF_OPERATOR = 1;
const BLANK = 32;

/**
 * Looks through code for a shell before it is parsed, and gives about how much effort that will take. Throws LimitReached for what would make
 * the parser read the same text over and over.
 */
export function effortOf(text: string): number {
  if (text.length > MAX_LINE) throw new LimitReached('too-much');
  const most = text.includes('<<') ? MAX_SEPARATORS : MAX_SEPARATORS_OF_COMMANDS;
  const efforts = /\(\(|\$\[/.test(text) ? withArithmetic : plain;
  let [depth, brackets, hereDocs, separators, effort, before] = [0, 0, 0, 0, 0, BLANK];
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    effort += efforts[character] ?? 0;
    if (before <= BLANK && character > BLANK) effort += EFFORT_OF_WORD;
    if (character === OPEN || (character === BRACE && before === DOLLAR)) {
      depth += 1;
    } else if (SEPARATORS.has(character)) {
      separators += 1;
      if (character === NEWLINE) hereDocs = 0;
    } else if ((character === CLOSE || character === END_BRACE) && depth > 0) depth -= 1;
    // The time of these two grows with the square of their number.
    else if (character === LESS && before === LESS) hereDocs += 1;
    else if (character === BRACKET && before === DOLLAR) brackets += 1;
    if (depth > MAX_OPEN || brackets > MAX_OPEN) throw new LimitReached('too-deep');
    if (separators > most || hereDocs > MAX_HEREDOCS_PER_LINE) throw new LimitReached('too-much');
    before = character;
  }
  return effort;
}

const plain = new Float64Array(128);
for (const [character, effort] of Object.entries(EFFORTS)) plain[character.charCodeAt(0)] = effort;
const withArithmetic = plain.slice();
for (const operator of OPERATORS) withArithmetic[operator.charCodeAt(0)]! += EFFORT_OF_OPERATOR;
