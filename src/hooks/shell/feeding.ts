import { emit, type Handler } from './emit.ts';
import { type Call, deeper, type Feed, type Frame, type Run, UNKNOWN } from './invocation.ts';
import { scanOptions } from './options.ts';
import { findOutput } from './search.ts';
import { quoted } from './wrappers.ts';

/** The handlers of programs that make command lines from what they read. */
export const feedingHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['xargs', runXargs],
  ['gxargs', runXargs],
  ['parallel', runParallel],
]);

interface Items {
  readonly words: readonly string[];
  readonly searched?: 'all' | 'filtered';
}

function itemsOf(feed: Feed | undefined, separator: RegExp): Items {
  const found = findOutput(feed);
  if (found) return { words: found.paths, searched: found.searched };
  const text = feed?.text;
  if (text === undefined) return { words: [UNKNOWN] };
  return {
    words: text
      .split(separator)
      .filter((word) => word !== '')
      .slice(0, 200),
  };
}

const XARGS = {
  short: 'adEILnPsJR',
  long: [
    'arg-file',
    'delimiter',
    'eof',
    'replace',
    'max-lines',
    'max-args',
    'max-procs',
    'max-chars',
    'process-slot-var',
  ],
};

function runXargs(call: Call, frame: Frame, run: Run): void {
  const args = call.words.slice(1).map((word) => (/^-[iel]$/.test(word) ? '-r' : word));
  const { options, next } = scanOptions(args, XARGS);
  const command = args.slice(next);
  emit(call, frame, run);
  if (command.length === 0) return;
  const file = options.some((option) => option.name === '-a' || option.name === '--arg-file');
  const items = itemsOf(file ? undefined : call.stdin, /[\s\0]+/);
  const replace = options.find((option) => option.name === '-I' || option.name === '-J' || option.name === '--replace');
  const old = call.words.includes('-i') ? '{}' : undefined;
  const mark = replace ? (replace.value ?? '{}') : old;
  const inner = deeper(frame, 'xargs', { stdin: undefined });
  for (const words of filled(command, items.words, mark)) {
    run.call({ ...call, words, writes: [], stdin: undefined, searched: items.searched }, inner);
  }
}

/** The command lines that come of a command and its items. */
function filled(command: readonly string[], items: readonly string[], mark: string | undefined): string[][] {
  if (mark === undefined) return [[...command, ...items]];
  return items.slice(0, 32).map((item) => command.map((word) => word.replaceAll(mark, item)));
}

const PARALLEL = {
  short: 'jSaIdNnLlEPCsM',
  long: [
    'jobs',
    'sshlogin',
    'arg-file',
    'colsep',
    'joblog',
    'results',
    'timeout',
    'delay',
    'retries',
    'tmpdir',
    'workdir',
    'wd',
    'max-args',
    'max-procs',
    'max-replace-args',
    'block',
    'recstart',
    'recend',
    'memfree',
    'load',
    'nice',
    'halt',
    'tagstring',
    'env',
    'sshloginfile',
    'delimiter',
  ],
};

function runParallel(call: Call, frame: Frame, run: Run): void {
  const args = call.words.slice(1);
  const { options, next } = scanOptions(args, PARALLEL);
  const rest = args.slice(next);
  const at = rest.findIndex((word) => /^::::?\+?$/.test(word));
  const command = at < 0 ? rest : rest.slice(0, at);
  const given = at < 0 ? [] : rest.slice(at + 1).filter((word) => !/^::::?\+?$/.test(word));
  const fromFile = rest[at]?.startsWith('::::') === true;
  emit(call, frame, run);
  const inner = deeper(frame, 'parallel', { stdin: undefined });
  const items: Items =
    at < 0 || fromFile ? (fromFile ? { words: [UNKNOWN] } : itemsOf(call.stdin, /\n+/)) : { words: given };
  if (options.some((option) => option.name === '--pipe')) {
    run.call({ ...call, words: command, writes: [] }, { ...inner, stdin: call.stdin });
    return;
  }
  for (const item of items.words.slice(0, 32)) {
    // Without a command the items are the commands; with one it is a line for a shell, the item quoted into it.
    const line = command.length === 0 ? item : commandLine(command, item);
    if (line === UNKNOWN) emit({ ...call, opaque: call.stdin ?? { text: undefined, from: [] } }, frame, run);
    else run.code(line, inner);
  }
}

function commandLine(command: readonly string[], item: string): string {
  const line = command.join(' ');
  const mark = /\{[./#%]{0,2}\}/g;
  return mark.test(line) ? line.replace(mark, () => quoted(item)) : `${line} ${quoted(item)}`;
}
