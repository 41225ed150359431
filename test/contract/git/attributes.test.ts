import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, rel } from '../../tools/repository.ts';

const shop = makeWorkshop();
afterAll(shop.dispose);

const PATHS = [
  '.claude/commands/tdd/red.md',
  '.claude/commands/a b.md',
  '.claude/settings.json',
  '.claude/hooks/run.sh',
  'CLAUDE.md',
  'x[1].md',
];

function ours(root: AbsPath, paths: readonly string[]): boolean[] {
  const opened = makeGit({ environment: shop.environment }).open(root);
  if (opened.kind !== 'repository') throw new Error(JSON.stringify(opened));
  const { config } = opened.state;
  return paths.map((path) => config.crlfAt?.(rel(path)) ?? config.crlf);
}

function run(root: AbsPath, ...args: string[]): string {
  const ran = spawnSync('git', args, { cwd: root, env: shop.environment, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

/** What git itself makes of a text with LF when it checks it out. */
function byGit(root: AbsPath, paths: readonly string[]): boolean[] {
  const blob = spawnSync('git', ['hash-object', '-w', '--stdin', '--no-filters'], {
    cwd: root,
    env: shop.environment,
    input: 'one\ntwo\n',
    encoding: 'utf8',
  }).stdout.trim();
  return paths.map((path) => run(root, 'cat-file', '--filters', `--path=${path}`, blob).includes('\r\n'));
}

function lay(root: AbsPath, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, content);
  }
}

describe('where a checkout gives CRLF', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['nothing said', {}, {}],
    ['eol for all', { '.gitattributes': '* text=auto eol=crlf\n' }, {}],
    ['eol alone', { '.gitattributes': '*.md eol=crlf\n' }, {}],
    ['a later line wins', { '.gitattributes': '* eol=crlf\n*.md eol=lf\n' }, {}],
    ['a deeper file wins', { '.gitattributes': '* eol=lf\n', '.claude/.gitattributes': '*.md eol=crlf\n' }, {}],
    ['info wins over all', { '.gitattributes': '* eol=lf\n', '.git/info/attributes': '*.sh eol=crlf\n' }, {}],
    ['binary', { '.gitattributes': '* eol=crlf\n*.sh binary\n' }, { 'core.autocrlf': 'true' }],
    ['not text', { '.gitattributes': '*.json -text\n' }, { 'core.autocrlf': 'true' }],
    ['text with core.eol', { '.gitattributes': '*.md text\n' }, { 'core.eol': 'crlf' }],
    ['core.eol without text', {}, { 'core.eol': 'crlf' }],
    [
      'autocrlf=input beats core.eol',
      { '.gitattributes': '*.md text\n' },
      { 'core.autocrlf': 'input', 'core.eol': 'crlf' },
    ],
    ['the old name', { '.gitattributes': '*.md crlf\n*.sh -crlf\n*.json crlf=input\n' }, { 'core.autocrlf': 'true' }],
    [
      'paths and stars',
      { '.gitattributes': '.claude/**/*.md eol=crlf\n/CLAUDE.md eol=crlf\nsettings.json eol=crlf\n' },
      {},
    ],
    ['quoted, and a set', { '.gitattributes': '"a b.md" eol=crlf\nx[[]1].md eol=crlf\n' }, {}],
    ['taken back', { '.gitattributes': '* text eol=crlf\n*.md !eol\n' }, {}],
  ])('%s', (_, files, config) => {
    const root = shop.repository('plain');
    for (const [key, value] of Object.entries(config)) run(root, 'config', key, value);
    lay(root, files);
    expect(ours(root, PATHS)).toEqual(byGit(root, PATHS));
  });

  test('is told as git does it, for any lines', { timeout: 120_000 }, () => {
    const pattern = fc.constantFrom(
      '*',
      '*.md',
      '*.sh',
      '**',
      '**/*.md',
      '.claude',
      '.claude/',
      '.claude/*',
      '.claude/**',
      '/CLAUDE.md',
      'CLAUDE.m?',
      '[A-C]*',
      '[!a-z]*',
      '\\*.md',
      'commands/**/red.md',
      '/.claude/*/r*',
      '#x',
      '!a',
      '"a b.md"',
    );
    const attribute = fc.constantFrom(
      'text',
      '-text',
      '!text',
      'text=auto',
      'eol=crlf',
      'eol=lf',
      '!eol',
      'binary',
      'crlf',
      '-crlf',
      'diff',
      'crlf=input',
    );
    const line = fc
      .tuple(pattern, fc.array(attribute, { minLength: 1, maxLength: 3 }))
      .map(([one, said]) => `${one} ${said.join(' ')}\n`);
    const file = fc.array(line, { maxLength: 4 }).map((lines) => lines.join(''));
    const root = shop.repository('any');
    fc.assert(
      fc.property(
        file,
        file,
        file,
        fc.constantFrom('true', 'false', 'input'),
        fc.constantFrom('lf', 'crlf'),
        (top, deep, info, auto, eol) => {
          rmSync(`${root}/.claude`, { recursive: true, force: true });
          lay(root, { '.gitattributes': top, '.claude/commands/.gitattributes': deep, '.git/info/attributes': info });
          run(root, 'config', 'core.autocrlf', auto);
          run(root, 'config', 'core.eol', eol);
          expect(ours(root, PATHS)).toEqual(byGit(root, PATHS));
        },
      ),
      { numRuns: 40 },
    );
  });
});
