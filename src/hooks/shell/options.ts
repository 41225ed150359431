/** Which options of a command take the next word as their value. */
export interface OptionShape {
  /** Short letters that take a value, attached or in the next word. */
  readonly short?: string;
  /** Long names, without dashes, that take a value after `=` or in the next word. */
  readonly long?: readonly string[];
}

export interface Option {
  /** With its dashes; bundled letters are taken apart. */
  readonly name: string;
  readonly value?: string;
}

export interface Scanned {
  readonly options: readonly Option[];
  /** The index of the first word that is no option. */
  readonly next: number;
}

/**
 * Reads the options at the head of a command's arguments, up to the first operand or `--`. `args` are the words after
 * the command's name; `from` is the index at which to begin.
 */
export function scanOptions(args: readonly string[], shape: OptionShape, from = 0): Scanned {
  const options: Option[] = [];
  let i = from;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--') return { options, next: i + 1 };
    if (!word.startsWith('-') || word === '-') break;
    i += word.startsWith('--')
      ? longOption(word, args[i + 1], shape, options)
      : bundle(word, args[i + 1], shape, options);
  }
  return { options, next: Math.min(i, args.length) };
}

/** All options of a command and its operands, wherever they stand. */
export function scanAll(args: readonly string[], shape: OptionShape): { options: Option[]; operands: string[] } {
  const options: Option[] = [];
  const operands: string[] = [];
  let at = 0;
  while (at < args.length) {
    const scanned = scanOptions(args, shape, at);
    for (const option of scanned.options) options.push(option);
    const ended = scanned.next > at && args[scanned.next - 1] === '--';
    at = scanned.next;
    if (ended) return { options, operands: [...operands, ...args.slice(at)] };
    if (at < args.length) operands.push(args[at]!);
    at += 1;
  }
  return { options, operands };
}

/** Gives how many further words it used. */
function longOption(word: string, following: string | undefined, shape: OptionShape, options: Option[]): number {
  const equals = word.indexOf('=');
  if (equals > 0) {
    options.push({ name: word.slice(0, equals), value: word.slice(equals + 1) });
    return 0;
  }
  if (shape.long?.includes(word.slice(2)) && following !== undefined) {
    options.push({ name: word, value: following });
    return 1;
  }
  options.push({ name: word });
  return 0;
}

function bundle(word: string, following: string | undefined, shape: OptionShape, options: Option[]): number {
  // A letter that stands there twice says nothing more.
  const seen = new Set<string>();
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]!;
    if (seen.has(letter)) continue;
    if (!shape.short?.includes(letter)) {
      options.push({ name: `-${letter}` });
      seen.add(letter);
      continue;
    }
    const attached = word.slice(i + 1);
    if (attached !== '') options.push({ name: `-${letter}`, value: attached });
    else if (following !== undefined) options.push({ name: `-${letter}`, value: following });
    return attached === '' ? 1 : 0;
  }
  return 0;
}
