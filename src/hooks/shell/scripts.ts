import { type Call, deeper, type Frame, type Run, UNKNOWN } from './invocation.ts';
import { callArguments, type Literal, type Names, stringAt } from './literals.ts';

export type Language = 'python' | 'node' | 'perl' | 'ruby' | 'php' | 'lua' | 'awk' | 'applescript';

/** Calls whose first argument is a line for a shell, or a program followed by its arguments. */
const SHELL_CALL =
  /^(?:\w+\.(?:system|popen|run|call|check_call|check_output|Popen)|os\.(?:execute|exec[lv]p?e?|spawn[lv]p?e?)|subprocess\.\w+|commands\.get\w+|(?:\w+\.)*(?:execSync|execFileSync|spawnSync|execFile|spawn)|(?:child_process|cp|require\(\))\.exec|exec|system|popen|passthru|shell_exec|proc_open|io\.popen|IO\.popen|Kernel\.(?:system|exec|spawn)|Open3\.\w+|Process\.spawn|Deno\.Command|Bun\.spawn(?:Sync)?|pty\.spawn|run|check_call|check_output|Popen|call|getoutput|sh\.\w+|execa(?:Sync|Command)?)$/;
const REMOVE_TREE =
  /^(?:(?:\w+\.)*rmtree|(?:\w+\.)*(?:rmSync|rmdirSync|rmdir|removeSync|emptyDirSync)|fs(?:p|\.promises)?\.(?:rm|remove|rmdir)|fsPromises\.rm|promises\.rm|rm|FileUtils\.(?:rm_rf?|rm_r|rmtree|remove_dir|remove_entry\w*|rm)|remove_tree|File::Path::\w+|Deno\.remove(?:Sync)?|rimraf(?:\.sync|Sync)?|os\.removedirs)$/;
const REMOVE_FILE =
  /^(?:os\.(?:remove|unlink|rmdir)|unlink|(?:\w+\.)*unlinkSync|fs(?:p|\.promises)?\.unlink|File\.(?:delete|unlink))$/;
const WRITE_FILE =
  /^(?:open|(?:\w+\.)*(?:writeFileSync|appendFileSync|createWriteStream|writeFile)|File\.(?:write|open)|file_put_contents)$/;

/** Finds what a program in a scripting language runs and removes, and evaluates it as if a shell did. */
export function runScriptText(code: string, language: Language, call: Call, frame: Frame, run: Run): void {
  run.spend('characters', code.length);
  const inner = deeper(frame, language);
  const names: Names = { home: run.context.home, cwd: frame.state.cwd, variables: new Map() };
  const renamed = renames(code);
  if (language === 'awk') runAwkPipes(code, inner, run);
  let at = 0;
  while (at < code.length) {
    const character = code[at]!;
    if (startsComment(code, at, language)) at = endOfLine(code, at);
    else if (character === '`' && (language === 'perl' || language === 'ruby' || language === 'php')) {
      at = backtick(code, at, inner, names, run);
    } else if (/["'`]/.test(character)) at = stringAt(code, at, names)?.end ?? at + 1;
    else if (/[A-Za-z_$%]/.test(character)) at = word({ code, language, names, renamed }, at, call, inner, run);
    else at += 1;
  }
}

function startsComment(code: string, at: number, language: Language): boolean {
  if (language === 'node' || language === 'php') return code.startsWith('//', at) && code[at - 1] !== ':';
  return code[at] === '#' && language !== 'applescript' && code[at - 1] !== '$';
}

function endOfLine(code: string, at: number): number {
  const end = code.indexOf('\n', at);
  return end < 0 ? code.length : end + 1;
}

function backtick(code: string, at: number, frame: Frame, names: Names, run: Run): number {
  const found = stringAt(code, at, names);
  if (!found) return at + 1;
  run.code(found.text, frame);
  return found.end;
}

/** Judges the word at a place and gives the place after it. */
function word(text: ScriptText, at: number, call: Call, frame: Frame, run: Run): number {
  const { code, language, names } = text;
  const delimited = code[at + 1] === 'x' ? /^(?:qx|%x)\s*([{([|/!])/.exec(code.slice(at, at + 8)) : null;
  if (delimited?.[1]) return delimitedCode(code, at + delimited[0].length, delimited[1], frame, run);
  const source = code.slice(at, at + 200);
  const match =
    /^(?:require\(["'][\w:/]{1,40}["']\)|__import__\(["']\w{1,40}["']\)|[$@]?[A-Za-z_$][\w$]*)(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*/.exec(
      source,
    );
  if (!match) return at + 1;
  const end = at + match[0].length;
  const plain = plainName(match[0]);
  const name = text.renamed.get(plain) ?? plain;
  const following = code.slice(end, end + 80);
  const assigned = /^\s*=(?![=>~])\s*/.exec(following);
  if (assigned) {
    const value = stringAt(code, end + assigned[0].length, names);
    if (value) names.variables.set(name.replace(/^[$@]/, ''), value.text);
    return end;
  }
  if (language === 'applescript' && name === 'do' && /^\s+shell\s+script\s/.test(following)) {
    runValues(callArguments(code, end + following.search(/script\s/) + 'script'.length, names), call, frame, run);
    return end;
  }
  const evaluates = name === 'eval' || name === 'Function' || (name === 'exec' && language === 'python');
  const called = /^\s*\(|^`/.test(following) || BARE_ARGUMENT[language]?.test(following);
  if (!called || !(evaluates || isOfInterest(name))) return end;
  // Reading arguments costs far more than passing over text.
  run.spend('characters', COST_OF_ARGUMENTS);
  const values = callArguments(code, end, names);
  if (!evaluates) calls(name, values, call, frame, run);
  else if (typeof values[0] === 'string') runScriptText(values[0], language, call, frame, run);
  return end;
}

// Perl and Ruby call without parentheses.
const BARE_ARGUMENT: Partial<Record<Language, RegExp>> = {
  perl: /^\s+["'`$@]/,
  ruby: /^\s+["'`[A-Z@]/,
  php: /^\s+["']/,
  lua: /^\s*["']/,
};

interface ScriptText {
  readonly code: string;
  readonly language: Language;
  readonly names: Names;
  /** What a program calls a function of interest by: `from shutil import rmtree as r`, `{ exec: e }`. */
  readonly renamed: ReadonlyMap<string, string>;
}

function renames(code: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pattern =
    /\b(rmtree|system|popen|exec|execSync|spawn|spawnSync|rmSync|rm|run|call|Popen)\s{0,4}(?:as\s|:)\s{0,4}([A-Za-z_]\w{0,40})/g;
  for (const [, name, alias] of code.matchAll(pattern)) if (name && alias) found.set(alias, name);
  return found;
}

/** awk's `print | "cmd"` and `"cmd" | getline`. */
function runAwkPipes(code: string, frame: Frame, run: Run): void {
  for (const [, text] of code.matchAll(/\|&?\s{0,20}"([^"]{1,2000})"/g)) if (text) run.code(text, frame);
  for (const [, text] of code.matchAll(/"([^"]{1,2000})"\s{0,20}\|&?\s{0,20}getline/g)) if (text) run.code(text, frame);
}

/** `require('fs').rmSync` and `__import__('os').system` under the names they have elsewhere. */
function plainName(name: string): string {
  if (/^\w+$/.test(name)) return name;
  return name.replace(/^(?:require|__import__)\(["'](?:node:)?([\w/]+)["']\)/, '$1').replaceAll('->', '.');
}

function delimitedCode(code: string, from: number, open: string, frame: Frame, run: Run): number {
  const close = { '{': '}', '(': ')', '[': ']' }[open] ?? open;
  const end = code.indexOf(close, from);
  const text = code.slice(from, end < 0 ? code.length : end);
  run.code(text, frame);
  return end < 0 ? code.length : end + 1;
}

function calls(name: string, values: readonly Literal[], call: Call, frame: Frame, run: Run): void {
  const targets = values.flat().filter((value) => value !== '');
  if (REMOVE_TREE.test(name)) {
    const single = name === 'rm' || name.endsWith('.rm');
    remove(['rm', '-rf'], single ? flatText(values[0]) : targets.slice(0, 8), call, frame, run);
  } else if (REMOVE_FILE.test(name)) remove(['rm', '-f'], targets.slice(0, 8), call, frame, run);
  else if (SHELL_CALL.test(name)) runValues(values, call, frame, run);
  else write(name, values, call, frame, run);
}

const COST_OF_ARGUMENTS = 500;

function isOfInterest(name: string): boolean {
  return [REMOVE_TREE, REMOVE_FILE, SHELL_CALL, WRITE_FILE].some((pattern) => pattern.test(name));
}

function flatText(value: Literal | undefined): readonly string[] {
  if (value === undefined) return [UNKNOWN];
  return typeof value === 'string' ? [value] : value;
}

function remove(head: readonly string[], targets: readonly string[], call: Call, frame: Frame, run: Run): void {
  // A literal beside one that cannot be read is most likely an option (`ignore_errors=True`).
  const known = targets.filter((target) => target !== UNKNOWN);
  const words = [...head, ...(known.length > 0 ? known : [UNKNOWN])];
  run.call({ ...call, words, writes: [], stdin: undefined }, frame);
}

function runValues(values: readonly Literal[], call: Call, frame: Frame, run: Run): void {
  const [first, second] = values;
  if (first === undefined || first === UNKNOWN || first === '') return;
  const plain = { ...call, writes: [], stdin: undefined };
  if (typeof first !== 'string') {
    run.call({ ...plain, words: first }, frame);
    return;
  }
  // spawn('rm', ['-rf', '/']) and system('rm', '-rf', '/') give words, system('rm -rf /') a line.
  if (second !== undefined && typeof second !== 'string') run.call({ ...plain, words: [first, ...second] }, frame);
  else if (!/\s/.test(first.trim()) && values.length > 1) {
    run.call(
      {
        ...plain,
        words: [first, ...values.slice(1).map((value) => (typeof value === 'string' ? value : value.join(' ')))],
      },
      frame,
    );
  } else run.code(first, frame);
}

function write(name: string, values: readonly Literal[], call: Call, frame: Frame, run: Run): void {
  const [path, mode] = values;
  if (typeof path !== 'string' || path === UNKNOWN) return;
  if (/open$/i.test(name) && !(typeof mode === 'string' && /^[wax>+]|r\+/.test(mode))) return;
  run.call({ ...call, words: [':'], writes: [{ path, append: mode === 'a' }], stdin: undefined }, frame);
}
