/**
 * The commands that most lines are made of. None of them is a subject of any rule or runs what it is given, whatever its arguments: a
 * test holds this to the rules themselves.
 */
export const PLAIN_NAMES: ReadonlySet<string> = new Set(
  `ls pwd echo cat head tail wc grep egrep fgrep rg tree stat file which type true false test sort uniq cut tr diff cmp
  comm basename dirname realpath readlink date whoami id uname hostname du df jq nl tac column cd mkdir touch
  pytest ruff mypy black isort eslint tsc vitest jest prettier biome gofmt golangci-lint rustc rustfmt sleep`.split(
    /\s+/,
  ),
);

/** The commands of which some forms are plain: by the word that follows their name. */
export const PLAIN_FORMS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'git',
    new Set(['status', 'log', 'diff', 'show', 'rev-parse', 'ls-files', 'ls-tree', 'blame', 'shortlog', 'describe']),
  ],
  ['npm', new Set(['test', 'ci', 'ls', 'outdated', 'audit', '--version'])],
  ['cargo', new Set(['build', 'check', 'test', 'clippy', 'fmt', 'doc', '--version'])],
  ['go', new Set(['build', 'vet', 'test', 'fmt', 'list', 'version'])],
]);

// `npm run NAME` runs what package.json says; words that a rule looks for are left to the rule.
const LOOKED_FOR: ReadonlySet<string> = new Set(['unpublish', 'yank']);

/** What a line may consist of: blanks, joints, redirections to where nothing is lost, quoted text, words without expansions. */
const TOKEN = new RegExp(
  [
    '(?<blank>[ \\t]+)',
    '(?<joint>&&|\\|\\|?(?!&)|;|\\n)',
    '(?:2>&1|(?:[12]?>{1,2}|&>)[ \\t]*(?:/dev/null|/tmp(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+))(?=[ \\t\\n;|]|$)',
    '(?<quoted>\'[^\'\\n]*\'|"[^"$`\\\\!\\n]*")',
    '(?<word>[A-Za-z0-9_./:=@%+,*?~-]+)',
  ].join('|'),
  'y',
);

// Longer lines are no everyday ones.
const MAX_LINE = 4000;

/**
 * Whether a line is made of everyday commands alone, so that no guard has anything to say of it: plain words and quoted text, joined by
 * `&&`, `||`, `|`, `;` and line ends. It is told without the shell's parser, which most runs then need not load. Where it says no,
 * nothing is known of the line.
 */
export function isPlain(line: string): boolean {
  if (line.length > MAX_LINE) return false;
  const words: string[] = [];
  let open = false;
  let joint = '\n';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < line.length) {
    const found = TOKEN.exec(line);
    if (found === null) return false;
    const { blank, joint: next, word, quoted } = found.groups!;
    if (next !== undefined) {
      // Two joints with nothing between them are an error of the shell, but for line ends.
      if (words.length === 0 ? next !== '\n' || !endsLine(joint) : !isPlainCommand(words)) return false;
      if (words.length > 0 || joint === '\n') joint = next;
      words.length = 0;
      open = false;
    } else if (word !== undefined || quoted !== undefined) {
      // A word goes on where no blank has come; quotes make it one that is no command's name.
      const text = word ?? `'${quoted!.slice(1, -1)}`;
      if (open) words.push(words.pop()! + text);
      else words.push(text);
      open = true;
    } else if (blank !== undefined) open = false;
    else if (words.length === 0) return false;
    else open = false;
  }
  return words.length === 0 ? endsLine(joint) : isPlainCommand(words);
}

function endsLine(joint: string): boolean {
  return joint === '\n' || joint === ';';
}

function isPlainCommand([name, form, ...rest]: readonly string[]): boolean {
  if (PLAIN_NAMES.has(name!)) return true;
  if (form === undefined || !PLAIN_FORMS.get(name!)?.has(form)) return false;
  return !rest.some((word) => LOOKED_FOR.has(word.replaceAll("'", '')));
}
