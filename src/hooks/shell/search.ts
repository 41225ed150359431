import { emit, type Handler } from './emit.ts';
import { type Call, deeper, type Feed, type Frame, type Run, UNKNOWN } from './invocation.ts';

/** The handlers of programs that look for files and run something on them. */
export const searchHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['find', runFind],
  ['gfind', runFind],
  ['fd', runFd],
  ['fdfind', runFd],
]);

// What a search looks at without narrowing down what it finds.
const NOT_A_FILTER: ReadonlySet<string> = new Set(['-mindepth', '-maxdepth', '-depth', '-xdev', '-mount', '-follow']);
const ACTIONS: ReadonlySet<string> = new Set(['-exec', '-execdir', '-ok', '-okdir']);
const WITH_VALUE =
  /^-(?:name|iname|path|ipath|wholename|iwholename|regex|iregex|regextype|type|xtype|size|user|group|uid|gid|perm|newer\w*|[acm]min|[acm]time|links|inum|samefile|fstype|used|context|fprint0?|fls|printf|maxdepth|mindepth|lname|ilname)$/;

interface Search {
  readonly roots: readonly string[];
  /** The words of each -exec, without it and its end. */
  readonly commands: readonly (readonly string[])[];
  readonly deletes: boolean;
  /** The patterns of -name and -path, or undefined when nothing narrows the search. */
  readonly filtered: boolean;
  readonly names: readonly string[];
}

function runFind(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const search = readFind(call.words.slice(1));
  const targets = foundPaths(search);
  const searched = search.filtered ? 'filtered' : 'all';
  const inner = deeper(frame, call.words[0] ?? 'find');
  if (search.deletes) run.call({ ...call, words: ['rm', '-rf', ...targets], writes: [], searched }, inner);
  for (const command of search.commands) {
    const words = command.flatMap((word) =>
      word === '{}' ? targets : word.includes('{}') ? [word.replaceAll('{}', targets[0] ?? UNKNOWN)] : [word],
    );
    run.call({ ...call, words, writes: [], searched }, inner);
  }
}

function readFind(args: readonly string[]): Search {
  let i = 0;
  while (/^-(?:[HLPO]|D$)/.test(args[i] ?? '')) i += args[i] === '-D' ? 2 : 1;
  const roots: string[] = [];
  for (; i < args.length && !/^[-(!,]/.test(args[i]!); i++) roots.push(args[i]!);
  const commands: string[][] = [];
  const names: string[] = [];
  let deletes = false;
  let filtered = false;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (ACTIONS.has(word)) {
      let last = i + 1;
      while (last < args.length && args[last] !== ';' && args[last] !== '+') last += 1;
      commands.push(args.slice(i + 1, last));
      i = last;
    } else if (word === '-delete') deletes = true;
    else if (WITH_VALUE.test(word)) {
      // `-type f` or `-type d` alone still finds everything of value.
      if (!NOT_A_FILTER.has(word) && !word.endsWith('type')) filtered = filtered || !isEverything(args[i + 1] ?? '');
      if (/^-i?(?:name|path|wholename)$/.test(word)) names.push(args[i + 1] ?? '');
      i += 1;
    } else if (/^-(?:empty|executable|readable|nouser|nogroup|false)$/.test(word)) filtered = true;
  }
  return { roots: roots.length > 0 ? roots : ['.'], commands, deletes, filtered, names };
}

function isEverything(pattern: string): boolean {
  return /^[*./]*$/.test(pattern);
}

/** The paths a search stands for: its roots, or, when it looks for names, those names below its roots. */
function foundPaths(search: Search): string[] {
  if (!search.filtered || search.names.length === 0) return [...search.roots];
  return search.roots.flatMap((root) =>
    search.names.map((name) =>
      name.includes('/') ? `${root}/**/${name.replace(/^[./*]+/, '')}` : `${root}/**/${name}`,
    ),
  );
}

/** What a `find` prints, for the command it is piped into. */
export function findOutput(feed: Feed | undefined): { paths: string[]; searched: 'all' | 'filtered' } | undefined {
  const last = feed?.from.at(-1);
  if (!last || (last.name !== 'find' && last.name !== 'gfind')) return undefined;
  const search = readFind(last.args);
  return { paths: foundPaths(search), searched: search.filtered ? 'filtered' : 'all' };
}

function runFd(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const { words } = call;
  const at = words.findIndex((word) => /^(?:-x|-X|--exec|--exec-batch)$/.test(word));
  if (at < 0) return;
  const [pattern = '', root = '.'] = words.slice(1, at).filter((word) => !word.startsWith('-'));
  const target = isEverything(pattern) ? root : `${root}/**/*${pattern}*`;
  const command = words.slice(at + 1);
  const named = command.some((word) => word.includes('{'));
  const inner = deeper(frame, words[0] ?? 'fd');
  const full = command.map((word) => (/^\{\/?\/?\.?\}$/.test(word) ? target : word));
  run.call(
    {
      ...call,
      words: named ? full : [...full, target],
      writes: [],
      searched: isEverything(pattern) ? 'all' : 'filtered',
    },
    inner,
  );
}
