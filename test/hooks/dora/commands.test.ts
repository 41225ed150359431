import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveries } from '../../../src/hooks/dora/delivery.ts';
import { deployIntents, pushedName } from '../../../src/hooks/dora/deploy-command.ts';
import { simpleCommands } from '../../../src/hooks/dora/shell.ts';
import { isTestCommand } from '../../../src/hooks/dora/test-command.ts';
import { testOutcome } from '../../../src/hooks/dora/test-run.ts';
import { exitCode } from '../../../src/hooks/dora/usage.ts';

describe('simple commands', () => {
  test.each<[string, [string, string][]]>([
    ['npm test', [['npm test', 'end']]],
    [
      'cd a && npm test | tail -5',
      [
        ['cd a', 'and'],
        ['npm test', 'pipe'],
        ['tail -5', 'end'],
      ],
    ],
    [
      'a; b\nc & d',
      [
        ['a', 'then'],
        ['b', 'then'],
        ['c', 'background'],
        ['d', 'end'],
      ],
    ],
    [
      'a || b',
      [
        ['a', 'or'],
        ['b', 'end'],
      ],
    ],
    ['npm test 2>&1 > out.txt', [['npm test', 'end']]],
    ['npm test &> out.txt', [['npm test', 'end']]],
    ["git commit -m 'a && b; c'", [['git commit -m a && b; c', 'end']]],
    ['echo "a \\" | b"', [['echo a " | b', 'end']]],
    ['CI=1 npm test # && deploy', [['npm test', 'end']]],
    [
      '(cd a; npm test)',
      [
        ['cd a', 'then'],
        ['npm test', 'end'],
      ],
    ],
    ['npm \\\n test', [['npm test', 'end']]],
    ['', []],
    ['npm test &', [['npm test', 'background']]],
  ])('of %j', (line, expected) => {
    expect(simpleCommands(line).map(({ words, joint }) => [words.join(' '), joint])).toEqual(expected);
  });

  test('any line ends', () => {
    fc.assert(fc.property(fc.string(), (line) => Array.isArray(simpleCommands(line))));
  });
});

describe('what runs tests', () => {
  test.each([
    'npm test',
    'npm run test:unit',
    'npm --silent test',
    'pnpm test',
    'yarn run test',
    'npx vitest run',
    'npx --yes jest',
    'vitest',
    'pytest -x',
    'python -m pytest',
    'python3.12 -m unittest',
    'uv run pytest tests/ -x',
    'uv run --frozen pytest',
    'poetry run pytest',
    'cargo test',
    'cargo nextest run',
    'cargo +nightly test',
    'go test ./...',
    './gradlew test',
    'mvn -q test',
    'make test',
    'node --test',
    'timeout 60 npm test',
    'env CI=1 npm test',
    'bundle exec rspec',
    'node_modules/.bin/vitest run',
    'deno test',
  ])('%s does', (line) => {
    expect(isTestCommand(simpleCommands(line)[0]!.words)).toBe(true);
  });

  test.each([
    'npm run build',
    'echo npm test',
    'cat test.txt',
    'git commit -m "npm test"',
    'grep -r pytest .',
    'npm run testing-site',
    'go build',
    'pytest --version',
    'ls tests',
    'make latest',
  ])('%s does not', (line) => {
    expect(isTestCommand(simpleCommands(line)[0]!.words)).toBe(false);
  });

  test('the repository’s own command counts, with whatever follows it', () => {
    expect(isTestCommand(['./check.sh', '--fast', 'x'], './check.sh --fast')).toBe(true);
    expect(isTestCommand(['./check.sh'], './check.sh --fast')).toBe(false);
  });
});

describe('how a test run ended', () => {
  const ok = { ok: true } as const;
  const failed = (code: number) => ({ ok: false, exitCode: code }) as const;

  test.each<[string, Parameters<typeof testOutcome>[1], string | undefined]>([
    ['npm test', ok, 'passed'],
    ['npm test', failed(1), 'failed'],
    ['cd web && npm test', failed(1), 'failed'],
    ['npm test && echo done', failed(1), 'failed'],
    ['npm test', failed(127), undefined],
    ['npm test', failed(124), undefined],
    ['npm test', { ok: false }, undefined],
    ['npm test | tail -5', ok, undefined],
    ['set -o pipefail; npm test | tail -5', failed(1), 'failed'],
    ['npm test || true', ok, undefined],
    ['npm test; ls', ok, undefined],
    ['ls; npm test', ok, 'passed'],
    ['false || npm test', ok, undefined],
    ['npm run lint && npm test', ok, 'passed'],
    ['npm run lint && npm test', failed(1), undefined],
    ['npm test && npm run lint', failed(1), undefined],
    ['npm run test:unit && npm run test:e2e', failed(1), 'failed'],
    ['npm test &', ok, undefined],
    ['pytest', failed(1), 'failed'],
    ['pytest', failed(2), 'failed'],
    ['pytest', failed(4), undefined],
    ['pytest', failed(5), undefined],
    ['npm run build', failed(1), undefined],
  ])('%s with %j is %s', (line, ending, expected) => {
    expect(testOutcome(line, ending)).toBe(expected);
  });

  test.each<[string | undefined, number | undefined]>([
    ['Exit code 1\nFAIL', 1],
    ['Error: Exit code 137', 137],
    ['1 failed. Exit code 2', undefined],
    ['Command timed out', undefined],
    [undefined, undefined],
  ])('the exit code of %j is %s', (error, code) => {
    expect(exitCode(error)).toBe(code);
  });
});

describe('what a line would deploy', () => {
  test.each<[string, string[]]>([
    ['git push', ['push']],
    ['git -C ../x push origin main', ['push']],
    ['git add -A && git commit -m x && git push', ['push']],
    ['git push --dry-run', []],
    ['git push origin --delete main', []],
    ['git pull', []],
    ['echo git push', []],
    ['git commit -m "git push"', []],
    ['gh release create v1 --notes x', ['release']],
    ['gh run watch 5 --exit-status', ['ci']],
    ['gh run watch 5', []],
    ['make ship NOW=1', ['command']],
    ['make shipyard', []],
  ])('%s', (line, kinds) => {
    expect(deployIntents(line, ['make ship']).map((intent) => intent.kind)).toEqual(kinds);
  });

  test('the folder follows cd and -C, and the remote and refspecs are told apart from options', () => {
    expect(deployIntents('cd sub && git push -o x -f up +HEAD:main --tags', [])).toEqual([
      { kind: 'push', folder: 'sub', remote: 'up', refspecs: ['+HEAD:main'], tags: true, all: false, sure: true },
    ]);
    expect(deployIntents('git -C other push', [])).toMatchObject([{ folder: 'other', refspecs: [] }]);
    expect(deployIntents('make ship | tee log', ['make ship'])).toMatchObject([{ sure: false }]);
  });

  test.each<[string, string | undefined]>([
    ['main', 'main'],
    ['+main', 'main'],
    ['HEAD:main', 'main'],
    ['HEAD:refs/heads/main', 'main'],
    [':main', undefined],
  ])('the refspec %s writes %s', (spec, name) => {
    expect(pushedName(spec)?.name).toBe(name);
  });
});

test.each<[string, string[]]>([
  ['git commit -m x', ['commit']],
  ['git -c user.name=x commit --amend', ['commit']],
  ['git commit --dry-run', []],
  ['git log --grep commit', []],
  ['git commit -m x && gh pr create --fill', ['commit', 'pull-request']],
])('%s delivers %j', (line, expected) => {
  expect(deliveries(line)).toEqual(expected);
});
