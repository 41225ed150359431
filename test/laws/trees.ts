import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { emptyRepository } from './fleet.ts';

/** One thing that stands at a path of a generated tree. */
type Grown =
  | { readonly bytes: Uint8Array; readonly executable: boolean }
  | { readonly link: string }
  | { readonly ignored: Uint8Array; readonly tracked: boolean };

/** A tree that has grown: what real ones have. */
type GrownTree = Readonly<Record<string, Grown>>;

const text = (content: string): Uint8Array => Buffer.from(content);

/** Versions of one file that are alike, so that trees have something to share. */
const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const content = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        LINES,
        LINES,
        LINES.replace('six', 'seven'),
        LINES.trimEnd(),
        `\ufeff${LINES}`,
        LINES.replaceAll('\n', '\r\n'),
        '',
        '---\ndescription: Use when: it is: so\nargument-hint: [x]\n---\n{{name}} $x\n',
        'Grüße, 한국어\n',
        'export GITHUB_TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789\n',
        'password = "hunter2hunter2"\n',
      )
      .map(text),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
);

const file: fc.Arbitrary<Grown> = fc.record({ bytes: content, executable: fc.boolean() });
const link: fc.Arbitrary<Grown> = fc
  .constantFrom('../../CLAUDE.md', 'a.md', '../commands', '/etc/hosts', 'nowhere', '..', '.')
  .map((to) => ({ link: to }));
const ignored: fc.Arbitrary<Grown> = fc.record({ ignored: content, tracked: fc.boolean() });
const any: fc.Arbitrary<Grown> = fc.oneof(
  { weight: 8, arbitrary: file },
  { weight: 1, arbitrary: link },
  { weight: 1, arbitrary: ignored },
);

/** Few names, so that trees meet; among them all that is awkward. */
const path = fc.constantFrom(
  'commands/a.md',
  'commands/A.md',
  'commands/tdd/red.md',
  'commands/tdd/green.md',
  'commands/tdd.md',
  'commands/t*d [1].md',
  'commands/{x}!(y)+.md',
  'commands/-dash\nline.md',
  'commands/gr\u00f6\u00dfe.md',
  'commands/gro\u0308\u00dfe.md',
  'commands/\uac80\ud1a0.md',
  'commands/script.sh',
  'commands/x.md.mustache',
  'commands/back\\slash.md',
  'commands/no.md',
  'skills/pdf/SKILL.md',
  'skills/pdf/scripts/run.sh',
  'skills/pdf/x.mustache',
  'skills/pdf/node_modules/m/index.js',
  'skills/deep/er/SKILL.md',
  'skills/README.md',
  'agents/reviewer.md',
  'agents/team/reviewer.md',
  "rules/it's.md",
  'output-styles/terse.md',
  'hooks/guard.py',
  'hooks/guard.sh',
  'hooks/guard',
  'hooks/lib/common.py',
  'hooks/a b.sh',
  'workflows/w.js',
  'logs/a.log',
  'CLAUDE.md',
  'packages/x/.claude/commands/nested.md',
);

const SETTINGS: readonly string[] = [
  '{}',
  '{"env": {"A": "1", "B": "2"}}',
  '{\n\t"permissions": {"deny": ["Read(./.env)", "Read(./x)"], "allow": ["Bash(ls)", "Bash(ls)"]},\n\t"env": {"A": "1"}\n}',
  '\ufeff{"permissions": {"allow": ["Bash(ls)", "Bash(pwd)"]}, "model": null}\r\n',
  '{"env": {"API_TOKEN": "abcd1234efgh", "A": "2"}, "model": "opus"}\n',
  '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "python3 .claude/hooks/guard.py"}]}, {"hooks": [{"type": "command", "command": "\\"$CLAUDE_PROJECT_DIR\\"/.claude/hooks/guard"}], "x": 1}]}}',
  '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "a"}, {"type": "command", "command": "a", "timeout": 5}]}], "Stop": "x"}, "statusLine": {"type": "command", "command": ".claude/hooks/guard.sh"}}',
  '{"env": "none", "permissions": [], "list": [1, null, {"a": null}]}',
  '{"env": {"A": "1"},}',
  '{"a": 1, "a": 2}',
  '[]',
  '',
];

const KEY = `$\{KEY}`;

const MCP: readonly string[] = [
  `{"mcpServers": {"x": {"command": "npx", "args": ["-y", "x"], "env": {"KEY": "${KEY}"}}}}\n`,
  '{"mcpServers": {"x": {"command": "npx", "args": ["-y", "y"]}, "y": {"url": "https://ada:hunter2hunter2@x.org"}}}',
  '{"mcpServers": {"x": {"type": "http", "url": "https://x.org", "headers": {"Authorization": "Bearer abcdef123456789"}}}}',
  '{ nothing',
];

/** Files that say what a project is made with: few kinds, so that several repositories are of one. */
const PROJECTS: readonly Readonly<Record<string, string>>[] = [
  { 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["fastapi", "pytest", "ruff"]\n', 'tests/test_x.py': '' },
  { 'requirements.txt': 'flask\n', Makefile: 'test:\n\ttrue\nlint: test\n' },
  {
    'package.json': '{"scripts": {"test": "vitest", "lint": "x: #y"}, "dependencies": {"react": "1"}}',
    'tsconfig.json': '{}',
  },
  { 'package.json': '{ nothing', 'src/a.js': "import 'express';\n" },
  { 'pyproject.toml': '[[[', 'Cargo.toml': '[package]\nname = "x"\n' },
];

/** What stands beside the files: settings, .mcp.json, CLAUDE.md, whether `.claude/skills` is a link, and how many files there are. */
export interface GrownRepository {
  readonly tree: GrownTree;
  readonly settings: string | null;
  readonly mcp: string | null;
  readonly memory: string | null;
  readonly linked: 'none' | 'inside' | 'outside';
  readonly many: number;
  readonly project: Readonly<Record<string, string>>;
}

export const grownRepository: fc.Arbitrary<GrownRepository> = fc.record({
  tree: fc.dictionary(path, any, { maxKeys: 14, noNullPrototype: true }),
  settings: fc.option(fc.constantFrom(...SETTINGS), { freq: 6 }),
  mcp: fc.option(fc.constantFrom(...MCP)),
  memory: fc.option(fc.constantFrom('', '# Mine\n', '\ufeff# Mine\r\n', 'no newline')),
  linked: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'inside' as const, 'outside' as const),
  many: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 700),
  project: fc.constantFrom(PROJECTS[0]!, PROJECTS[0]!, PROJECTS[0]!, ...PROJECTS, {}),
});

/** Lays a tree out as a repository whose index holds what it ignores and tracks all the same. */
export function layOutRepository(root: string, grown: GrownRepository): void {
  mkdirSync(root, { recursive: true });
  const tracked: string[] = [];
  const ignore: string[] = [];
  const put = (name: string, bytes: Uint8Array | string, executable = false): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), bytes);
    if (executable) chmodSync(join(root, name), 0o755);
  };
  const skills = grown.linked === 'none' ? '.claude/skills' : '.agents/skills';
  mkdirSync(join(root, '.claude'), { recursive: true });
  if (grown.linked !== 'none') {
    mkdirSync(join(root, '.agents/skills'), { recursive: true });
    symlinkSync(grown.linked === 'inside' ? '../.agents/skills' : tmpdir(), join(root, '.claude/skills'));
  }
  for (const [name, what] of Object.entries(grown.tree)) {
    const at = name.startsWith('packages/')
      ? name
      : name.startsWith('skills/')
        ? `${skills}/${name.slice(7)}`
        : `.claude/${name}`;
    try {
      if ('bytes' in what) put(at, what.bytes, what.executable);
      else if ('link' in what) {
        mkdirSync(dirname(join(root, at)), { recursive: true });
        symlinkSync(what.link, join(root, at));
      } else {
        put(at, what.ignored);
        ignore.push(`/${at.replace(/[\\[\]*?!{}\n ]/g, '\\$&')}`);
        if (what.tracked) tracked.push(at);
      }
    } catch (error) {
      // Where a file already stands on the way, there is no folder.
      if (!['ENOTDIR', 'EEXIST', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  for (let index = 0; index < grown.many; index++)
    put(`.claude/commands/many/${index % 9}/c${index}.md`, `command ${index}\n`);
  for (const [name, content] of Object.entries(grown.project)) put(name, content);
  if (grown.settings !== null) put('.claude/settings.json', grown.settings);
  if (grown.mcp !== null) put('.mcp.json', grown.mcp);
  if (grown.memory !== null) put('CLAUDE.md', grown.memory);
  if (ignore.length > 0) put('.gitignore', `${ignore.join('\n')}\n`);
  if (tracked.length === 0) return emptyRepository(root);
  const git = (...args: string[]): void => {
    const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', args, { cwd: root, stdio: 'ignore', env });
  };
  git('init', '-q', '-b', 'main');
  git('--literal-pathspecs', 'add', '-f', '--', ...tracked);
}

/** A folder for repositories and a hub. */
export function workplace(): { readonly root: string; dispose(): void } {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-import-'));
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) };
}
