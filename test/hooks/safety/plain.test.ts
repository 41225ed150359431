// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GIT_GUARD } from '../../../src/hooks/safety/git-rules.ts';
import { judgeLine } from '../../../src/hooks/safety/line.ts';
import type { Place } from '../../../src/hooks/safety/place.ts';
import { isPlain, PLAIN_FORMS, PLAIN_NAMES } from '../../../src/hooks/safety/plain.ts';
import { SMART_GUARD } from '../../../src/hooks/safety/smart-rules.ts';
import { place, repository } from './place.ts';

describe('everyday lines are told without the parser', () => {
  test.each([
    'ls',
    'ls -la src/*.ts',
    'pwd\n',
    'cd src && git status --short | head -20; npm test -- --run parser > /tmp/out.txt 2>&1',
    'git log --oneline -20 | cat',
    'grep -rn "deprecated" src test | wc -l',
    "rg 'foo|bar' ~/shop 2>/dev/null || true",
    'cat package.json\ncat README.md\n\nls;',
    'cargo test --workspace -- --nocapture',
  ])('%s', (line) => {
    expect(isPlain(line)).toBe(true);
  });
});

describe('of any other line nothing is said', () => {
  test.each([
    // What is run is not what the first word says.
    'rm -rf build',
    'sudo ls',
    'xargs ls',
    'A=b ls',
    'l"s" -la',
    'ls"x"',
    "''ls",
    '/bin/ls',
    'LS',
    'if ls; then pwd; fi',
    '(ls)',
    '{ ls; }',
    '! ls',
    'ls() { pwd; }',
    // Expansions, and what the shell does beside running commands.
    'echo $HOME',
    'echo "$(rm -rf /)"',
    'echo `id`',
    'echo "a\\"b"',
    'echo {a,b}',
    'ls & pwd',
    'ls |& cat',
    'cat <<EOF\nx\nEOF',
    'cat < in',
    'echo x # y',
    // Writes to where something may be lost.
    'echo x > out.txt',
    'echo x > /dev/sda',
    'echo x > /tmp/../etc/passwd',
    'echo x > /tmp/.git/config',
    'echo x >/dev/null/../sda',
    'echo x >| /tmp/a',
    // The forms of a command that a rule may look at.
    'git push',
    'git -C x status',
    'git "status"',
    'git commit -m x',
    'git config core.hooksPath x',
    'npm publish',
    'npm test unpublish',
    'npm test "unpublish"',
    'npm -c ls test',
    'npm',
    // Errors of the shell.
    'ls &&',
    'ls ;; pwd',
    '; ls',
    'ls | | cat',
    'ls && || pwd',
    'echo "open',
    "echo 'open",
    `echo ${'x'.repeat(5000)}`,
  ])('%s', (line) => {
    expect(isPlain(line)).toBe(false);
  });
});

/** Words that a rule looks for somewhere, or that a parser has work with. */
const words = fc.constantFrom(
  ...'ls cat echo head grep rg cd tee sort touch mkdir true test git status log diff show rev-parse npm cargo go run build ci'.split(
    ' ',
  ),
  ...'rm -rf / ~ * .git .. /etc/passwd /dev/sda main +main :main origin push --force -f --hard -D --delete --mirror'.split(
    ' ',
  ),
  ...'--no-verify core.hooksPath=/x alias.x -c --output=/etc/passwd --output -o -i -e -exec unpublish yank sh bash eval'.split(
    ' ',
  ),
  ...'if then fi for do done case esac time function { } ( ) [ ] [[ ]] ! # $x ${x} $(rm) `rm` \\ "a b" \'a b\' "rm -rf /"'.split(
    ' ',
  ),
  ...'A=b 2 1 --help -- - = : . , @ % ? ~ ~root a\\ b "$x" "`x`" \'$x\' "" \'\''.split(' '),
);
const joints = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '',
  ' && ',
  ' || ',
  ' | ',
  '; ',
  '\n',
  '\t',
  ' & ',
  ' |& ',
  ';;',
  '&&',
  '\n\n',
);
const redirections = fc.constantFrom(
  ' 2>&1',
  ' >/dev/null',
  ' > /dev/null',
  '>/tmp/a',
  ' 2>>/tmp/a/b.txt',
  ' &>/dev/null',
  ' > a',
  ' >/dev/sda',
  ' < a',
  ' > /tmp/a /etc',
  ' 12>/dev/null',
  ' >/tmp/..',
  '>&2',
  ' <<E\n',
  ' > /etc/passwd',
  ' >/tmp/.git',
);
const starts = fc.constantFrom(
  ...[...PLAIN_NAMES].map((name) => `${name} `),
  ...[...PLAIN_FORMS].flatMap(([name, forms]) => [...forms].map((form) => `${name} ${form} `)),
);
const lines = fc
  .array(
    fc.tuple(fc.option(starts, { nil: '' }), fc.array(fc.oneof(words, words, redirections), { maxLength: 4 }), joints),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.map(([start, inner, joint]) => start + inner.join(' ') + joint).join(''));

const everyday = lines.filter(isPlain);

const PLACES: readonly Place[] = [
  place(),
  place({ cwd: '/', projectDir: '/' }, repository({ root: '/', gitDir: '/.git', branch: 'main' })),
  place({ cwd: '/etc', home: '/tmp/a', projectDir: '/tmp' }),
  place(
    { cwd: '/tmp', projectDir: '/tmp', tempDirs: [] },
    repository({ root: '/tmp', gitDir: '/tmp/.git', branch: 'main' }),
  ),
  place({}, repository({ branch: 'main', staged: () => ['.env'], addable: () => ['.env'], changed: () => ['a.ts'] })),
  place({}, repository({}, { 'alias.status': '!rm -rf /', 'alias.log': '!git push -f origin main' })),
];

describe('laws', () => {
  test('of an everyday line the rules and the parser say nothing, in any place', () => {
    fc.assert(
      fc.property(everyday, fc.constantFrom(...PLACES), (line, here) => {
        for (const guard of [SMART_GUARD, GIT_GUARD])
          expect(judgeLine(guard, line, here).verdict, line).toBeUndefined();
      }),
      { numRuns: 6000 },
    );
  });

  test('nor of single words in any order after each command', () => {
    const one = fc.tuple(starts, fc.array(fc.stringMatching(/^[A-Za-z0-9_./:=@%+,*?~'" -]{0,12}$/), { maxLength: 5 }));
    fc.assert(
      fc.property(one, fc.constantFrom(...PLACES), ([start, rest], here) => {
        const line = start + rest.join(' ');
        fc.pre(isPlain(line));
        for (const guard of [SMART_GUARD, GIT_GUARD])
          expect(judgeLine(guard, line, here).verdict, line).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });
});
