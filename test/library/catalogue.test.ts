import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { frontMatter, inLibrary, library, markdownIn, tokens } from './library.ts';

const commands = markdownIn('commands');
const skills = library().filter((file) => /^skills\/[^/]+\/SKILL\.md$/.test(file.path));
const agents = markdownIn('agents');
const rules = markdownIn('rules');

// What the client reads in each kind (2.1.330); anything else would be dropped without a word.
const COMMAND_KEYS = ['description', 'argument-hint', 'allowed-tools', 'disable-model-invocation'];
const PORTABLE_SKILL_KEYS = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
const AGENT_KEYS = ['name', 'description', 'tools', 'disallowedTools', 'model', 'color'];
const TOOLS = ['Read', 'Grep', 'Glob', 'Bash', 'Edit', 'Write'];

const commandName = (file: string): string => file.slice('commands/'.length, -'.md'.length).replaceAll('/', ':');
const skillName = (file: string): string => file.split('/')[1]!;

/** The rules of an allowed-tools value: a list, or text with rules between commas or spaces outside parentheses. */
function toolRules(value: unknown): string[] {
  if (Array.isArray(value)) return value as string[];
  return typeof value === 'string' ? (value.match(/[^\s,(]+(?:\([^)]*\))?/g) ?? []) : [];
}

describe('the catalogue has what canonical.yaml of the seed day selects', () => {
  test('all commands', () => {
    const speckit = [
      'analyze',
      'checklist',
      'clarify',
      'constitution',
      'implement',
      'plan',
      'specify',
      'tasks',
      'taskstoissues',
    ];
    const expected = ['audit', 'health', 'new-project', ...speckit.map((name) => `speckit.${name}`)];
    for (const name of ['cycle', 'green', 'red', 'refactor', 'rollback', 'spec-to-test']) expected.push(`tdd:${name}`);
    for (const name of ['checkpoint', 'list', 'preview', 'redo', 'rollback']) expected.push(`undo:${name}`);
    expect(commands.map((file) => commandName(file.path)).sort()).toEqual(expected);
  });

  test('all skills', () => {
    const names = skills.map((file) => skillName(file.path));
    for (const name of ['pytest-test-generator', 'pydantic-model-generator', 'github-workflow', 'metrics-insight']) {
      expect(names).toContain(name);
    }
    expect(names).toContain('reconcile');
  });
});

describe.each(commands)('command $path', (file) => {
  const { data, body } = frontMatter(file);

  test('has front matter that the client reads', () => {
    for (const key of Object.keys(data)) expect(COMMAND_KEYS).toContain(key);
    expect(data.description).toEqual(expect.stringMatching(/^.{10,250}$/));
    if ('argument-hint' in data) expect(typeof data['argument-hint']).toBe('string');
    if ('disable-model-invocation' in data) expect(data['disable-model-invocation']).toBe(true);
  });

  test('uses its arguments where it hints at some, and substitutes nothing by accident', () => {
    expect(body.includes('$ARGUMENTS')).toBe('argument-hint' in data);
    // $0, $1 … and $ARGUMENTS[0] are positional arguments; ${…} is replaced for these names only.
    expect(body).not.toMatch(/\$\d|\$ARGUMENTS\[/);
    for (const [, name] of body.matchAll(/\$\{(\w+)/g)) expect(name).toBe('CLAUDE_PROJECT_DIR');
    // A command that fails where it is expanded (!`…`) fails the whole invocation, and @word attaches a file.
    expect(body).not.toMatch(/(^|\s)!`/);
    expect(body).not.toMatch(/(^|\s)@\S/);
  });

  test('is short', () => {
    expect(tokens(body)).toBeLessThan(650);
  });

  test('runs only scripts that the library has, with a permission for exactly these', () => {
    const allowed = toolRules(data['allowed-tools']).join('\n');
    for (const [, script] of body.matchAll(/"\$\{CLAUDE_PROJECT_DIR\}\/\.claude\/([^"]+)"/g)) {
      expect(fs.existsSync(inLibrary(script!))).toBe(true);
      expect(allowed).toContain(`Bash(node "\${CLAUDE_PROJECT_DIR}/.claude/${script}" *)`);
    }
  });

  test('asks before anything that applies, creates or publishes', () => {
    for (const rule of toolRules(data['allowed-tools'])) {
      expect(rule).toMatch(/^(Read|Glob|Grep|Edit\(\/specs\/\*\*\)|Bash\(.+\))$/);
      expect(rule).not.toMatch(
        /reconcile (apply|new|undo|drift --fix|promote|adopt)|gh issue create|git push|Bash\(\*|Bash\((node|reconcile|gh) \*\)/,
      );
    }
  });
});

describe.each(skills)('skill $path', (file) => {
  const { data, body } = frontMatter(file);
  const name = skillName(file.path);
  const folder = path.posix.dirname(file.path);

  test('keeps the portable rules for skills', () => {
    for (const key of Object.keys(data)) expect(PORTABLE_SKILL_KEYS).toContain(key);
    expect(data.name).toBe(name);
    expect(name).toMatch(/^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(name).not.toMatch(/claude|anthropic/);
    expect(data.description).toEqual(expect.stringMatching(/^[^<>]{50,1024}$/));
    expect(data.description).toContain('Use when');
    if ('allowed-tools' in data) expect(typeof data['allowed-tools']).toBe('string');
  });

  test('is concise, and the files that it names exist', () => {
    expect(body.split('\n').length).toBeLessThan(80);
    expect(tokens(body)).toBeLessThan(1000);
    const named = [...body.matchAll(/(?:\$\{CLAUDE_SKILL_DIR\}\/|`)((?:scripts|references)\/[\w.-]+)/g)].map(
      (match) => match[1]!,
    );
    for (const each of named) expect(fs.existsSync(inLibrary(`${folder}/${each}`))).toBe(true);
  });

  test('names every script that it ships, and allows it and nothing wider', () => {
    const shipped = library().filter((each) => each.path.startsWith(`${folder}/scripts/`));
    const allowed = toolRules(data['allowed-tools']);
    for (const script of shipped) {
      const call = `"\${CLAUDE_SKILL_DIR}/${script.path.slice(folder.length + 1)}"`;
      expect(body).toContain(call);
      expect(allowed.some((rule) => rule.includes(call))).toBe(true);
    }
    for (const rule of allowed)
      expect(rule).toMatch(
        /^Bash\((node|python3) "\$\{CLAUDE_SKILL_DIR\}\/scripts\/[\w.-]+" \*\)$|^Bash\(reconcile (plan|why|status|drift|validate)( .*)?\)$/,
      );
  });
});

describe.each(agents)('agent $path', (file) => {
  const { data, body } = frontMatter(file);

  test('has the name and description without which the client skips it', () => {
    for (const key of Object.keys(data)) expect(AGENT_KEYS).toContain(key);
    expect(data.name).toBe(path.basename(file.path, '.md'));
    expect(data.name).toMatch(/^[a-z][a-z-]*$/);
    expect(data.description).toEqual(expect.stringMatching(/^[^<>]{50,1024}$/));
    expect(data.description).toContain('Use ');
  });

  test('names tools that exist, and its body is short', () => {
    for (const tool of String(data.tools).split(', ')) expect(TOOLS).toContain(tool);
    expect(tokens(body)).toBeLessThan(500);
  });
});

describe.each(rules)('rule $path', (file) => {
  const { data, body } = frontMatter(file);

  test('is loaded only with the files it is about', () => {
    expect(Object.keys(data)).toEqual(['paths']);
    expect(Array.isArray(data.paths)).toBe(true);
    for (const glob of data.paths as unknown[]) expect(glob).toEqual(expect.stringMatching(/^[\w.*{}/,-]+$/));
    // An unquoted glob that begins with * is a YAML alias: the client would then load the rule always.
    const lines = file.text
      .split('---')[1]!
      .split('\n')
      .filter((line) => line.trimStart().startsWith('-'));
    for (const line of lines) expect(line).toMatch(/^ {2}- "[^"]+"$/);
  });

  test('is short', () => {
    expect(tokens(body)).toBeLessThan(220);
  });
});

test('what is said about reconcile names commands that it has', () => {
  const verbs = [
    'plan',
    'apply',
    'status',
    'drift',
    'validate',
    'why',
    'undo',
    'import',
    'new',
    'promote',
    'adopt',
    'forget',
    'health',
    'audit',
  ];
  const named = library().flatMap((file) =>
    [...file.text.matchAll(/[`(]reconcile ([a-z]+)/g)].map((match) => match[1]!),
  );
  expect(named.length).toBeGreaterThan(20);
  for (const verb of named) expect(verbs).toContain(verb);
});

test('no name is taken twice: a skill would hide a command, and one of two agents would win by chance', () => {
  const slash = [...commands.map((file) => commandName(file.path)), ...skills.map((file) => skillName(file.path))];
  expect(new Set(slash).size).toBe(slash.length);
  const names = agents.map((file) => frontMatter(file).data.name);
  expect(new Set(names).size).toBe(names.length);
});

test('what the client lists of commands and skills in every session stays small', () => {
  const listed = [...commands, ...skills]
    .map((file) => frontMatter(file).data)
    .filter((data) => data['disable-model-invocation'] !== true);
  expect(tokens(listed.map((data) => data.description).join('\n'))).toBeLessThan(600);
});

test('skills stand directly under skills/, and only Markdown and the scripts of commands under commands/', () => {
  for (const { path: file } of library()) {
    if (file.startsWith('skills/')) expect(file).toMatch(/^skills\/[^/]+\/(SKILL\.md|(scripts|references)\/[^/]+)$/);
    if (file.startsWith('commands/')) expect(file).toMatch(/\.(md|mjs)$/);
    if (file.startsWith('commands/')) expect(path.basename(file)).not.toMatch(/readme/i);
  }
});
