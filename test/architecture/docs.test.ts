import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCanonical } from '../../src/core/canonical/parse.ts';
import { variablesFor } from '../../src/core/desired/layers.ts';
import { CHECKS } from '../../src/core/drift/checks.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { buildProgram } from '../../src/surfaces/cli/program.ts';
import { makeTerminal } from '../tools/terminal.ts';
import { type Shown, shownCommands } from './console.ts';
import { Hub } from './hub.ts';
import { headingsOf, inlineCode, linksIn, rowsOf } from './markdown.ts';
import { LAYERS } from './rules.ts';

const ROOT = `${import.meta.dirname}/../..`;

const PAGES = ['README.md', 'CHANGELOG.md', ...pagesIn('docs')];

function pagesIn(folder: string): string[] {
  const names = readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

const texts = new Map(PAGES.map((page) => [page, readFileSync(`${ROOT}/${page}`, 'utf8')]));

const text = (page: string): string => texts.get(page) ?? '';

/** The options of each command of the program. */
function commandsOfProgram(): Map<string, Set<string>> {
  const home = '/home/nobody' as AbsPath;
  const options = { cwd: home, home, env: {}, interactive: false, answers: [], now: 0 };
  const program = buildProgram(makeTerminal(options, { stdout: [], stderr: [], all: [] }), () => undefined);
  const found = new Map<string, Set<string>>([['help', new Set()]]);
  for (const command of program.commands) {
    const all = [command, ...command.commands].flatMap((one) => one.options);
    const names = all.flatMap((option) => [option.short, option.long]);
    found.set(command.name(), new Set([...names.filter((name) => name !== undefined), '-h', '--help']));
  }
  return found;
}

const COMMANDS = commandsOfProgram();
const ANY_OPTION = new Set([...COMMANDS.values()].flatMap((options) => [...options]).concat('--version', '-V'));

/** What is wrong with words that stand for a command line of the program. */
function wrongIn(line: string): string[] {
  const words = line
    .split(/\s+#/)[0]!
    .split(/[|>]|&&/)[0]!
    .trim()
    .split(/\s+/);
  if (words[0] !== 'reconcile' || words[1] === undefined || /^['"<[$]|\.\.\.|…/.test(words[1])) return [];
  const [, verb, ...rest] = words;
  if (verb!.startsWith('-')) return ANY_OPTION.has(verb!) ? [] : [`${line}: there is no option ${verb}`];
  const options = COMMANDS.get(verb!);
  if (options === undefined) return [`${line}: there is no command ${verb}`];
  const given = rest.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0]!);
  return given.filter((word) => !options.has(word)).map((word) => `${line}: ${verb} has no option ${word}`);
}

describe.each(PAGES)('%s', (page) => {
  test('its links lead to pages and headings that are there', () => {
    const broken = linksIn(text(page)).filter((link) => !leads(page, link));
    expect(broken).toEqual([]);
  });

  test('the paths of the project that it names are there', () => {
    const named = inlineCode(text(page)).filter((code) =>
      /^(src|test|docs|schemas|generated|desired-state)\/[\w./-]*$/.test(code),
    );
    expect(named.filter((path) => !existsSync(`${ROOT}/${path}`))).toEqual([]);
  });

  test('the commands and options that it names are there', () => {
    const lines = [...inlineCode(text(page)), ...fencedLines(text(page))];
    expect(lines.flatMap(wrongIn)).toEqual([]);
    const options = inlineCode(text(page)).filter((code) => /^--?[a-z][a-z-]*$/.test(code));
    expect(options.filter((option) => !ANY_OPTION.has(option))).toEqual([]);
  });

  test('the scripts of package.json that it names are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as { scripts: Record<string, string> };
    const named = [...text(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

function leads(page: string, link: string): boolean {
  if (link.startsWith('https://')) return true;
  const [path, heading] = link.split('#');
  const url = new URL(path === '' ? page.split('/').at(-1)! : path!, `file:///${page}`);
  const target = url.pathname.slice(1);
  if (!existsSync(`${ROOT}/${target}`)) return false;
  return heading === undefined || headingsOf(text(target)).includes(heading);
}

function fencedLines(page: string): string[] {
  const blocks = [...page.matchAll(/^ *```(?:console|sh)\n([\s\S]*?)^ *```/gm)].map((match) => match[1]!);
  return blocks.flatMap((block) => block.split('\n').map((line) => line.trim().replace(/^\$ /, '')));
}

describe.concurrent('every command line that a page shows does what the page says', () => {
  for (const page of PAGES.filter((name) => shownCommands(text(name)).length > 0)) {
    describe(page, () => {
      let hub: Hub;
      beforeAll(async () => {
        hub = await Hub.make(ROOT);
      });
      afterAll(() => hub.remove());
      test(`${shownCommands(text(page)).length} of them`, async () => {
        for (const shown of shownCommands(text(page))) expect(await asShown(hub, shown)).toEqual([]);
      });
    });
  }
});

async function asShown(hub: Hub, { line, code, lines }: Shown): Promise<string[]> {
  const ran = await hub.run(line);
  const output = ran.all.toString('utf8');
  const wrong = lines
    .filter((expected) => !output.includes(expected))
    .map((expected) => `${line} does not print: ${expected}`);
  if (ran.code !== code) wrong.push(`${line} ends with ${ran.code}, not ${code}:\n${output}`);
  return wrong;
}

test('README.md and its neighbours name every command of the program', () => {
  const named = [...COMMANDS.keys()].filter((name) => name !== 'help' && name !== 'complete-words');
  expect(named.filter((name) => !text('README.md').includes(`\`reconcile ${name}\``))).toEqual([]);
});

test('docs/architecture.md has the layer table that the test of the layers enforces', () => {
  const wanted = LAYERS.map(({ of, may, packages }) => [of, codes(may), codes(packages)]);
  const rows = rowsOf(text('docs/architecture.md'), 'layer').map(([of, ...rest]) => [of!.replaceAll('`', ''), ...rest]);
  expect(rows).toEqual(wanted);
});

function codes(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');
}

test('docs/apply.md has every reason for which a target is blocked, and no other', () => {
  const sources = ['core/plan', 'engine'].flatMap((folder) =>
    readdirSync(`${ROOT}/src/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`${ROOT}/src/${folder}/${name}`, 'utf8')),
  );
  const words = sources.flatMap((source) =>
    [...source.matchAll(/(?:\bby: |new BlockedError\(\s*)'([a-z-]+)'/g)].map((match) => match[1]!),
  );
  const operations = ['merge', 'rebase', 'cherry-pick', 'revert', 'bisect', 'am'].map(
    (operation) => `${operation}-in-progress`,
  );
  const told = rowsOf(text('docs/apply.md'), 'word').flatMap(([cell]) => inlineCode(cell!));
  expect([...told].sort()).toEqual([...new Set([...words, ...operations])].sort());
});

test('docs/plan.md and docs/findings.md have every check that gives a finding', () => {
  const sources = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(core|engine)\/.*\.ts$/.test(name))
    .map((name) => readFileSync(`${ROOT}/src/${name}`, 'utf8'));
  const checks = sources.flatMap((source) => [...source.matchAll(/\bcheck: '([a-z-]+)'/g)].map((match) => match[1]!));
  const rows = ['docs/plan.md', 'docs/findings.md'].flatMap((page) => rowsOf(text(page), 'finding'));
  const told = rows.flatMap(([cell]) => inlineCode(cell!));
  expect([...told].sort()).toEqual([...new Set(checks)].sort());
});

test('docs/drift.md has every check of drift, with its severity', () => {
  const told = rowsOf(text('docs/drift.md'), 'check').map(
    ([check, severity]) => `${inlineCode(check!)[0]} ${severity}`,
  );
  const wanted = Object.entries(CHECKS).map(([check, { severity }]) => `${check} ${severity}`);
  expect(told.sort()).toEqual(wanted.sort());
});

test('docs/library.md has every variable of a template', () => {
  const place = '/hub' as AbsPath;
  const parsed = parseCanonical('repositories: {}\n', {
    file: 'canonical.yaml',
    hub: place,
    home: place,
    env: {},
    lenient: false,
  });
  if ('problems' in parsed) throw new Error('the smallest canonical.yaml is valid');
  const told = rowsOf(text('docs/library.md'), 'variable').flatMap(([cell]) => inlineCode(cell!));
  expect([...told].sort()).toEqual(Object.keys(variablesFor(undefined, parsed.canonical)).sort());
});

test('docs/hooks.md tells of every hook, and of every variable that the hooks read', () => {
  const hooks = readdirSync(`${ROOT}/src/hooks`)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -3));
  expect(hooks.filter((name) => !headingsOf(text('docs/hooks.md')).includes(name))).toEqual([]);
  const sources = readdirSync(`${ROOT}/src/hooks`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const read = new Set(
    sources.flatMap((name) =>
      [...readFileSync(`${ROOT}/src/hooks/${name}`, 'utf8').matchAll(/RECONCILE_[A-Z_]+/g)].map((match) => match[0]),
    ),
  );
  const told = new Set([...text('docs/hooks.md').matchAll(/RECONCILE_[A-Z_]+/g)].map((match) => match[0]));
  expect([...told].sort()).toEqual([...read].sort());
});

test('docs/architecture.md lists every decision', () => {
  const files = readdirSync(`${ROOT}/docs/decisions`);
  expect(files.filter((name) => !text('docs/architecture.md').includes(`decisions/${name}`))).toEqual([]);
});

describe('a decision has one screen, and says context, decision and consequences', () => {
  test.each(readdirSync(`${ROOT}/docs/decisions`))('%s', (name) => {
    const page = text(`docs/decisions/${name}`);
    expect(page).toMatch(new RegExp(`^# ${name.slice(0, 4)}: `));
    expect(headingsOf(page).slice(1)).toEqual(['context', 'decision', 'consequences']);
    expect(page.split('\n').length).toBeLessThan(50);
  });
});

describe('the checks of this file can fail', () => {
  test('a command or an option that is not there is told', () => {
    expect(wrongIn('reconcile plna')).toEqual(['reconcile plna: there is no command plna']);
    expect(wrongIn('reconcile undo --force x')).toEqual(['reconcile undo --force x: undo has no option --force']);
    expect(wrongIn('reconcile plan --out plan.json | cat --wrong')).toEqual([]);
    expect(wrongIn('git commit --only')).toEqual([]);
  });
  test('a link to a page or a heading that is not there is told', () => {
    expect(leads('README.md', 'docs/none.md')).toBe(false);
    expect(leads('docs/plan.md', 'apply.md#none')).toBe(false);
    expect(leads('docs/plan.md', 'apply.md#blocked')).toBe(true);
    expect(leads('docs/plan.md', '#guards')).toBe(true);
  });
  test('a command that ends or prints otherwise than shown is told', async () => {
    const hub = await Hub.make(ROOT);
    try {
      const wrong = await asShown(hub, { line: 'reconcile why README.md', code: 0, lines: ['because'] });
      expect(wrong[0]).toBe('reconcile why README.md does not print: because');
      expect(wrong[1]).toMatch(/^reconcile why README\.md ends with 1, not 0/);
    } finally {
      hub.remove();
    }
  });
  test('a command line is read with its exit code and what it prints', () => {
    expect(shownCommands('```console\n$ reconcile plan   # exits 2\nalpha\n\n$ reconcile status\n```\n')).toEqual([
      { line: 'reconcile plan', code: 2, lines: ['alpha'] },
      { line: 'reconcile status', code: 0, lines: [] },
    ]);
  });
});
