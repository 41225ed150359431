import { describe, expect, test } from 'vitest';
import { testCandidates } from '../../../src/hooks/tdd/candidates.ts';
import { matchesPatterns, parsePatterns } from '../../../src/hooks/tdd/globs.ts';
import { fileKind } from '../../../src/hooks/tdd/kind.ts';
import { languageOf } from '../../../src/hooks/tdd/language.ts';
import { promptSwitch, tddSettings } from '../../../src/hooks/tdd/settings.ts';

describe('what a file is for', () => {
  test.each([
    ['src/parse.ts', 'production'],
    ['main.go', 'production'],
    ['pkg/contest/run.py', 'production'],
    ['src/latest/reconfig.ts', 'production'],
    ['src/attestation.py', 'production'],
    ['src/main/java/App.java', 'production'],
    ['src/parse.test.ts', 'test'],
    ['src/__tests__/parse.ts', 'test'],
    ['tests/parse.py', 'test'],
    ['pkg/test_parse.py', 'test'],
    ['pkg/parse_test.go', 'test'],
    ['src/parse/tests.rs', 'test'],
    ['src/main/java/AppTest.java', 'test'],
    ['conftest.py', 'test'],
    ['vite.config.ts', 'config'],
    ['.eslintrc.cjs', 'config'],
    ['setup.py', 'config'],
    ['types/api.d.ts', 'exempt'],
    ['scripts/deploy.ts', 'exempt'],
    ['node_modules/x/index.js', 'exempt'],
    ['pkg/__init__.py', 'exempt'],
    ['api/service.pb.go', 'exempt'],
    ['README.md', 'other'],
    ['package.json', 'other'],
  ])('%s is %s', (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });
});

describe('where a test is looked for', () => {
  test.each([
    [
      'src/a.ts',
      [
        'src/a.test.ts',
        'src/a.spec.ts',
        'src/__tests__/a.test.ts',
        'test/a.test.ts',
        'tests/a.test.ts',
        'src/__tests__/a.ts',
      ],
    ],
    ['src/ui/Button.tsx', ['src/ui/Button.test.tsx', 'src/ui/Button.test.ts', 'test/ui/Button.test.tsx']],
    [
      'packages/a/src/x/y.js',
      ['packages/a/test/x/y.test.js', 'packages/a/tests/y.spec.js', 'packages/a/src/x/y.test.ts'],
    ],
    ['src/core/plan.ts', ['test/unit/core/plan.test.ts', 'test/src/core/plan.test.ts']],
    ['src/thing/index.ts', ['src/thing/index.test.ts', 'src/thing/thing.test.ts', 'test/thing/thing.test.ts']],
    [
      'pkg/parse.py',
      [
        'tests/test_parse.py',
        'pkg/test_parse.py',
        'pkg/tests/test_parse.py',
        'tests/pkg/test_parse.py',
        'tests/unit/test_parse.py',
      ],
    ],
    [
      'src/pkg/sub/parse.py',
      ['tests/test_parse.py', 'tests/sub/test_parse.py', 'tests/pkg/sub/test_parse.py', 'tests/test_sub_parse.py'],
    ],
    ['src/parse.rs', ['tests/parse.rs', 'src/parse/tests.rs', 'src/parse_test.rs']],
    ['crates/a/src/net/mod.rs', ['crates/a/tests/net.rs', 'crates/a/src/net/tests.rs']],
    ['src/lib.rs', ['tests/lib.rs', 'tests/integration.rs']],
    ['pkg/parse.go', ['pkg/parse_test.go', 'pkg/pkg_test.go']],
    ['pkg/parse_linux.go', ['pkg/parse_linux_test.go', 'pkg/parse_test.go']],
    [
      'src/main/java/com/x/Foo.java',
      [
        'src/test/java/com/x/FooTest.java',
        'src/test/java/com/x/FooTests.java',
        'src/integrationTest/java/com/x/FooIT.java',
      ],
    ],
    ['app/src/main/java/Foo.java', ['app/src/test/java/FooTest.java']],
  ])('of %s', (path, expected) => {
    const candidates = testCandidates(path, languageOf(path)!);
    for (const place of expected) expect(candidates).toContain(place);
    expect(candidates).not.toContain(path);
    expect(new Set(candidates).size).toBe(candidates.length);
  });

  test('every candidate is itself a test by its name or folder', () => {
    for (const path of ['src/a.ts', 'pkg/a.py', 'src/a.rs', 'pkg/a.go', 'src/main/java/A.java']) {
      for (const candidate of testCandidates(path, languageOf(path)!)) expect(fileKind(candidate)).toBe('test');
    }
  });
});

describe('globs', () => {
  test.each([
    ['src/a.ts', 'src/**', true],
    ['src/x/y/a.ts', 'src/**', true],
    ['lib/a.ts', 'src/**', false],
    ['src/a.ts', 'src/*.ts', true],
    ['src/x/a.ts', 'src/*.ts', false],
    ['src/x/a.ts', 'src/**/*.ts', true],
    ['src/a.ts', 'src/**/*.ts', true],
    ['src/a.py', 'src/**/*.{ts,py}', true],
    ['src/a.rs', 'src/**/*.{ts,py}', false],
    ['src/a.ts', 'src/', true],
    ['xsrc/a.ts', 'src/**', false],
    ['src/legacy/a.ts', 'src/**,!src/legacy/**', false],
    ['src/a.ts', '!src/legacy/**', true],
    ['a+b.ts', 'a+b.ts', true],
    ['src/a.ts', '', true],
  ])('%s against "%s" is %s', (path, globs, expected) => {
    expect(matchesPatterns(path, parsePatterns(globs))).toBe(expected);
  });
});

describe('settings', () => {
  test('default to warn, and to that a test exists', () => {
    expect(tddSettings({})).toEqual({ mode: 'warn', level: 'test-exists', patterns: [], testCommand: undefined });
    expect(tddSettings({ RECONCILE_TDD_MODE: 'loud' }).mode).toBe('warn');
    expect(tddSettings({ RECONCILE_TDD_MODE: ' BLOCK ' }).mode).toBe('block');
  });

  test.each([
    ['tdd off', 'off'],
    ['TDD on', 'default'],
    ['/tdd block', 'block'],
    ['tdd-warn.', 'warn'],
    ['turn tdd off', undefined],
    ['tdd', undefined],
    ['tdd off please', undefined],
  ])('the prompt "%s" says %s', (prompt, expected) => {
    expect(promptSwitch(prompt)).toBe(expected);
  });
});
