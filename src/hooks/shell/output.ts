import { posix } from 'node:path';
import { type Invocation, isKnown, type Run, UNKNOWN } from './invocation.ts';

/** What commands print, where that can be told without running them; undefined where it cannot. */
export function outputText(produced: readonly Invocation[], run: Run): string | undefined {
  const parts: string[] = [];
  for (const invocation of produced) {
    if (invocation.writes.length > 0) continue;
    // The earlier stages of a pipeline print into the later ones.
    if (produced.some((other) => other !== invocation && other.stdin?.from.includes(invocation))) continue;
    const text = printed(invocation, run);
    if (text === undefined) return undefined;
    parts.push(text);
  }
  return parts.length === 0 ? undefined : parts.join('');
}

/** What one command prints. */
export function printed(invocation: Invocation, run: Run): string | undefined {
  const { name, args, cwd, stdin } = invocation;
  const operands = args.filter((argument) => !argument.startsWith('-'));
  switch (name) {
    case 'echo':
      return echoed(args);
    case 'printf':
      return formatted(args);
    case 'cat':
    case 'tee':
      return operands.length === 0 || name === 'tee' ? stdin?.text : undefined;
    case 'base64':
      return args.some((argument) => /^(?:-[dD]|--decode)$/.test(argument))
        ? decoded(stdin?.text, 'base64')
        : undefined;
    case 'xxd':
      return args.some((argument) => /^-\w*r/.test(argument)) ? decoded(stdin?.text, 'hex') : undefined;
    case 'rev':
      return stdin?.text && isKnown(stdin.text) ? reversed(stdin.text) : undefined;
    case 'pwd':
      return cwd;
    case 'mktemp':
      // With a folder of its own choice it may be anywhere.
      return args.some((argument) => /^(?:-p|--tmpdir)/.test(argument)) || operands.length > 0
        ? undefined
        : '/tmp/tmp.XXXXXXXXXX';
    case 'dirname':
      return operands[0] === undefined ? undefined : posix.dirname(operands[0]);
    case 'basename':
      return operands[0] === undefined ? undefined : posix.basename(operands[0], operands[1] ?? '');
    case 'which':
      return operands[0];
    case 'realpath':
    case 'readlink':
      return operands.length === 1 && operands[0] !== undefined ? posix.resolve(cwd, operands[0]) : undefined;
    case 'git':
      return args.includes('rev-parse') && args.includes('--show-toplevel')
        ? run.context.repositoryRoot(cwd)
        : undefined;
    case 'true':
    case ':':
      return '';
    default:
      return undefined;
  }
}

function echoed(args: readonly string[]): string {
  let first = 0;
  let escapes = false;
  while (/^-[neE]+$/.test(args[first] ?? '')) {
    if (args[first]?.includes('e')) escapes = true;
    first += 1;
  }
  const text = args.slice(first).join(' ');
  return `${escapes ? unescaped(text) : text}\n`;
}

function formatted(args: readonly string[]): string {
  const operands = args[0] === '--' ? args.slice(1) : args;
  const format = operands[0] ?? '';
  if (/%[^s%b]/.test(format) || !isKnown(format)) return UNKNOWN;
  let next = 1;
  let text = '';
  do {
    text += unescaped(format).replace(/%([sb%])/g, (_, kind: string) =>
      kind === '%' ? '%' : (operands[next++] ?? ''),
    );
  } while (next > 1 && next < operands.length && text.length < 10_000);
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '', e: '\x1b', '\\': '\\' };

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|([ntrae\\]))/g, (_, hex, octal, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[letter as string] ?? '';
  });
}

function decoded(text: string | undefined, encoding: 'base64' | 'hex'): string | undefined {
  if (text === undefined || !isKnown(text)) return undefined;
  return Buffer.from(text.replace(/\s+/g, ''), encoding).toString('utf8').replaceAll('\0', '');
}

function reversed(text: string): string {
  return text
    .split('\n')
    .map((line) => Array.from(line).reverse().join(''))
    .join('\n');
}
