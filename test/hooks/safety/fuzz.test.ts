// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GIT_GUARD } from '../../../src/hooks/safety/git-rules.ts';
import { explain, judgeLine } from '../../../src/hooks/safety/line.ts';
import { SMART_GUARD } from '../../../src/hooks/safety/smart-rules.ts';
import { slowness } from '../../tools/pace.ts';
import { delivered } from './delivered.ts';
import { place } from './place.ts';

const GUARDS = [SMART_GUARD, GIT_GUARD];
const here = place();

function judgeBoth(line: string): string[] {
  return GUARDS.map((guard) => judgeLine(guard, line, here).verdict?.decision ?? 'silent');
}

/** Text that a shell's parser has to work for. */
const pieces = fc.constantFrom(
  '$(',
  '${',
  '$((',
  '`',
  '"',
  "'",
  '(',
  ')',
  '{',
  '}',
  '[[',
  ']]',
  '<<EOF\n',
  'EOF\n',
  '<<<',
  '<(',
  '>(',
  '>',
  '|',
  '&&',

  '||',
  ';',
  '&',
  '\n',
  ' ',
  '\\',
  '#',
  '*',
  '?',
  '~',
  '!',
  '=',
  'a=',
  '$a',
  '${a}',
  '"$@"',
  '$1',
  'if ',
  'then ',
  'fi',

  'for i in ',
  'do ',
  'done',
  'case x in ',
  'esac',
  'while ',
  'f() ',
  'function g ',
  'rm -rf ',
  '/',
  '..',
  '.git',
  'git ',

  'push ',
  '-f ',
  'origin ',
  '+main',
  'eval ',
  'bash -c ',
  'sudo ',
  'xargs ',
  'find . ',
  '-exec ',
  '{} ',
  '\\;',
  '-delete',

  "python -c 'os.system(",
  "node -e '",
  'env -S ',
  'ssh h ',
  'trap ',
  'alias x=',
  'cd ',
  'export ',
  "$'\\x",
  '{a,b}',
  '{1..9}',

  '\0',
  '\u{1f600}',
  '\ud800',
  '\x7f',
  '\r',
  '@(',
  'coproc ',
  'time ',
  'select ',
  '((',
  '))',
  ';;',
  '|&',
  '&>',
  '2>&1',
);
const shellText = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

describe('no input breaks a guard', () => {
  test('any text gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (line) => {
        for (const said of judgeBoth(line)) expect(['deny', 'ask', 'silent']).toContain(said);
      }),
      { numRuns: 1500 },
    );
  });

  test('any bytes get an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        judgeBoth(Buffer.from(bytes).toString('latin1'));
        judgeBoth(Buffer.from(bytes).toString('utf8'));
      }),
      { numRuns: 800 },
    );
  });

  test('pieces of shell in any order get an answer and an explanation', () => {
    fc.assert(
      fc.property(shellText, (line) => {
        judgeBoth(line);
        for (const guard of GUARDS) expect(explain(guard, line, here)).toContain('Verdict');
      }),
      { numRuns: 3000 },
    );
  });

  test('the delivered guards say what their source says', () => {
    fc.assert(
      fc.property(shellText, (line) => {
        for (const guard of GUARDS) {
          expect(delivered(guard.name).verdict(line, here)).toEqual(judgeLine(guard, line, here).verdict);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the same line always gets the same answer', () => {
    fc.assert(
      fc.property(shellText, (line) => {
        expect(judgeBoth(line)).toEqual(judgeBoth(line));
      }),
      { numRuns: 300 },
    );
  });
});

/** Programs that run the words after them. */
const prefix = fc.constantFrom(
  'sudo',
  'env A=b',
  'nice -n 5',
  'timeout 9',
  'command',
  'nohup',
  'sudo -u x --',
  'time',
  'setsid',
);

/** Ways of running a line that a shell follows, and so must a guard. */
const wrapping = fc.constantFrom<(line: string) => string>(
  (line) => `( ${line} )`,
  (line) => `{ ${line}; }`,
  (line) => `true && ${line}`,
  (line) => `ls; ${line}`,
  (line) => `if true; then ${line}; fi`,
  (line) => `for i in 1; do ${line}; done`,
  (line) => `echo $( ${line} )`,
  (line) => `f() { ${line}; }; f`,
  (line) => `bash -c ${quote(line)}`,
  (line) => `sudo -u x bash -lc ${quote(line)}`,
  (line) => `find . -maxdepth 0 -exec sh -c ${quote(line)} \\;`,
  (line) => `python3 -c ${quote(`import os; os.system(${JSON.stringify(line)})`)}`,
  (line) => `eval ${quote(line)}`,
  (line) => `echo ${quote(line)} | sh`,
  (line) => `{ bash <<'END${line.length}'\n${line}\nEND${line.length}\n}`,
  (line) => `bash <<< ${quote(line)}`,
  (line) => `X${line.length}=${quote(line)}; eval "$X${line.length}"`,
  (line) => `source <(echo ${quote(line)})`,
  (line) => `trap ${quote(line)} EXIT`,
);

function quote(line: string): string {
  return `'${line.replaceAll("'", `'\\''`)}'`;
}

describe('laws', () => {
  const wrapped = (line: string) =>
    fc
      .tuple(fc.array(prefix, { maxLength: 3 }), fc.array(wrapping, { maxLength: 4 }))
      .map(([before, ways]) => ways.reduce((inner, way) => way(inner), [...before, line].join(' ')));

  test('no wrapping hides rm -rf /', () => {
    fc.assert(
      fc.property(wrapped('rm -rf /'), (line) => {
        expect(judgeLine(SMART_GUARD, line, here).verdict?.decision, line).toBe('deny');
      }),
      { numRuns: 600 },
    );
  });

  test('no wrapping hides a forced push to main', () => {
    fc.assert(
      fc.property(wrapped('git push -f origin main'), (line) => {
        expect(judgeLine(GIT_GUARD, line, here).verdict?.decision, line).toBe('deny');
      }),
      { numRuns: 600 },
    );
  });

  test('no wrapping makes harmless work worth a question', () => {
    fc.assert(
      fc.property(wrapped('ls -la src'), (line) => {
        expect(judgeBoth(line), line).toEqual(['silent', 'silent']);
      }),
      { numRuns: 600 },
    );
  });

  test('a harmless command before or after never clears a dangerous one', () => {
    const harmless = fc.constantFrom('ls', 'echo ok', 'npm test', 'git status', 'cd src', 'rm -rf build', ': rm');
    const joint = fc.constantFrom(';', '&&', '||', '|', '&', '\n');
    fc.assert(
      fc.property(harmless, joint, harmless, joint, (before, a, after, b) => {
        const line = `${before} ${a} rm -rf /etc ${b} ${after}`;
        expect(judgeLine(SMART_GUARD, line, here).verdict?.decision, line).toBe('deny');
      }),
    );
  });

  test('quoted as an argument of echo the most dangerous line is only text', () => {
    fc.assert(
      fc.property(fc.constantFrom('rm -rf /', 'git push -f origin main', 'mkfs /dev/sda', ':(){ :|:& };:'), (line) => {
        expect(judgeBoth(`echo ${quote(line)}`)).toEqual(['silent', 'silent']);
        expect(judgeBoth(`git commit -m ${quote(line)}`)).toEqual(['silent', 'silent']);
        expect(judgeBoth(`cat > notes.md <<'END'\n${line}\nEND\n`)).toEqual(['silent', 'silent']);
      }),
    );
  });
});

describe('inputs that are made to take long get an answer', () => {
  const long = (piece: string) => piece.repeat(Math.floor(100_000 / piece.length));
  const openers = [
    '$(',
    '${a:-',
    '$((',
    '"$(',
    '`',
    '`\\`',
    '{a,',
    '( ',
    '[[ ',
    '<<a ',
    '<(',
    '@(',
    "$'",
    'a=(',
    'a[',
    '"',
    '\\',
    '((',
  ];
  const lists = [
    'a;',
    'a|',
    'a&&',
    'rm -rf a;',
    'git push -f;',
    'sudo ',
    'bash -c ',
    'eval ',
    'xargs ',
    'f(){ f; };',
    'a=$a$a;',
  ];
  const expansions = [
    '$a ',
    '${a} ',
    '"$@" ',
    '$[',
    '[!a]',
    '\\a',
    '{fd}>a ',
    '>a ',
    '"a" ',
    'a=b ',
    'xargs -I{} ',
    'command ',
  ];
  const texts = [...openers, ...lists, ...expansions].map(long);
  test.each(texts.map((text) => [text.slice(0, 12), text]))('%j again and again', (_name, text) => judgedInTime(text));

  // What a search over two thousand lines of 100 kB found to take longest, before it was bounded or mended.
  const slowest: Readonly<Record<string, string>> = {
    'substitutions in substitutions': `${'$(echo '.repeat(20)}${'a '.repeat(250)}${')'.repeat(20)} `.repeat(130),
    'a function that never ends': `f(){ ${long('$a ')}`,
    'one long option': `rm -${long('r')}`,
    'many removals': `${`rm -rf ${'a'.repeat(55)};`.repeat(1490)}`,
    'many removals beside a here-document': `cat <<E\nE\n${`rm -rf ${'a'.repeat(55)};`.repeat(1490)}`,
    'many pushes beside a here-document': `cat <<E\nE\n${`git push -f origin ${'a'.repeat(70)};`.repeat(990)}`,
    'as many commands as are looked at': `rm -rf ${'a/./'.repeat(80)};`.repeat(199),
    'many alternatives': `rm ${long('{a,b}')}`,
    'a program of words': `node -e '${long('a/')}'`,
    'a program of quotes': `python3 -c '${long('"a"+')}'`,
    'arithmetic without an end': `echo $(( ${long('a/')} ))`,
    'a long pattern': `x=${'a'.repeat(40_000)}; rm \${x//${'*a'.repeat(20_000)}b/}`,
    'a command found by a pattern': `/bin/${long('[a-z]')}`,
    'options that are lines': `tar ${long('--checkpoint-action=exec=a ')}`,
    'code in code': `bash -c ${quote(long('\\'))}`,
    'words without an end': `rm ${long('a ')}`,
  };
  test.each(Object.entries(slowest))('%s', (_name, text) => judgedInTime(text.slice(0, 100_000)));

  function judgedInTime(text: string): void {
    const pace = slowness();
    for (const guard of GUARDS) {
      // Milliseconds of the processor's time, so that other work on the machine does not count; the first time code is compiled meanwhile.
      const times = [1, 2, 3].map(() => {
        const begun = process.cpuUsage().user;
        const said = delivered(guard.name).verdict(text, here)?.decision ?? 'silent';
        expect(['ask', 'silent']).toContain(said);
        return (process.cpuUsage().user - begun) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(100 * pace);
    }
  }

  test('what is refused is told in words', () => {
    const { verdict } = judgeLine(SMART_GUARD, long('$a '), here);
    expect(verdict).toMatchObject({ decision: 'ask', rule: 'not-understood' });
    expect(verdict?.reason).toContain('the command line is too long');
    expect(verdict?.reason).toContain('write it in simpler parts');
  });

  test.each([
    [
      '40 kB of code for a file',
      `cat > src/a.ts <<'EOF'\n${readFileSync(import.meta.filename, 'utf8')
        .repeat(5)
        .slice(0, 40_000)}\nEOF\n`,
    ],
    ['60 kB of prose in quotes', `git commit -m ${quote('Read the names of all others. '.repeat(2000))}`],
    ['150 commands', 'rm -f build/a.o\n'.repeat(150)],
    ['a list of 2,000 files', `git add ${Array.from({ length: 2000 }, (_, i) => `src/part/file-${i}.ts`).join(' ')}`],
  ])('%s are read', (_name, text) => {
    expect(judgeBoth(text)).toEqual(['silent', 'silent']);
  });

  test.each([500, 600, 5000])('%i nested substitutions are asked about', (depth) => {
    const line = `echo ${'$('.repeat(depth)}rm -rf /${')'.repeat(depth)}`;
    expect(judgeLine(SMART_GUARD, line, here).verdict?.decision).toBe('ask');
  });
});
