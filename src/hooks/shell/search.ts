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
  const search = {
    roots: roots.length > 0 ? roots : ['.'],
    commands: [] as string[][],
    names: [] as string[],
    deletes: false,
    filtered: false,
  };
  let negated = false;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (word === '!' || word === '-not') {
      negated = true;
      continue;
    }
    if (ACTIONS.has(word)) {
      const start = i + 1;
      for (i = start; i < args.length && args[i] !== ';' && args[i] !== '+'; ) i += 1;
      search.commands.push(args.slice(start, i));
    } else if (word === '-delete') search.deletes = true;
    else if (word === '-prune') {
      // What `-path x -prune -o` names is what is left alone.
      search.names.length = 0;
      if (/^-or?$/.test(args[i + 1] ?? '')) search.filtered = false;
    } else if (WITH_VALUE.test(word)) {
      i += 1;
      if (!negated) narrow(search, word, args[i] ?? '');
    } else if (/^-(?:empty|executable|readable|nouser|nogroup|false)$/.test(word) && !negated) search.filtered = true;
    negated = false;
  }
  return search;
}

/** `-type f` or `-type d` alone still finds everything of value, and so does all but one name. */
function narrow(search: { names: string[]; filtered: boolean }, test: string, value: string): void {
  if (NOT_A_FILTER.has(test) || test.endsWith('type') || isEverything(value)) return;
  search.filtered = true;
  if (/^-i?(?:name|path|wholename)$/.test(test)) search.names.push(value);
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
