import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildProgram,
  makeFolder,
  makeRepository,
  run,
  runWith,
  type Setting,
  spooled,
  writeFiles,
} from './programs.ts';

let guard: string;
let tracker: string;

beforeAll(() => {
  guard = buildProgram('tdd-guard-check');
  tracker = buildProgram('dora-tracker');
});

const SOURCE = 'export function add(a: number, b: number) {\n  return a + b;\n}\n';
const BODY = Array.from({ length: 12 }, (_, i) => `export const value${i} = ${i};`).join('\n');

function setting(
  mode: string,
  files: Record<string, string> = { 'src/add.ts': SOURCE },
  env: Record<string, string> = {},
): Setting {
  return { project: makeRepository(files), state: makeFolder('state'), env: { RECONCILE_TDD_MODE: mode, ...env } };
}

function write(where: Setting, path: string, content: string) {
  const tool_input = { file_path: join(where.project, path), content };
  return run(guard, { hook_event_name: 'PreToolUse', tool_name: 'Write', tool_input, tool_use_id: 't1' }, where);
}

describe('the guard as a program', () => {
  test('in block mode a new file without a test is denied, and the reason names the next allowed step', () => {
    const { code, answer } = write(setting('block'), 'src/sub.ts', BODY);
    expect(code).toBe(0);
    expect(answer.hookSpecificOutput).toMatchObject({ hookEventName: 'PreToolUse', permissionDecision: 'deny' });
    const reason = answer.hookSpecificOutput.permissionDecisionReason;
    expect(reason).toContain('src/sub.ts has no test');
    expect(reason).toContain('Next allowed step: write a failing test in src/sub.test.ts');
  });

  test('the advice follows the folder where the repository keeps its tests', () => {
    const where = setting('block', { 'src/add.ts': SOURCE, 'test/add.test.ts': 'x' });
    expect(write(where, 'src/sub.ts', BODY).answer.hookSpecificOutput.permissionDecisionReason).toContain(
      'test/sub.test.ts',
    );
    expect(write(where, 'src/add.ts', BODY).stdout).toBe('');
  });

  test('in ask mode it asks, in warn mode it only tells the model, in off mode it is silent', () => {
    expect(write(setting('ask'), 'src/sub.ts', BODY).answer.hookSpecificOutput.permissionDecision).toBe('ask');
    const warned = write(setting('warn'), 'src/sub.ts', BODY).answer.hookSpecificOutput;
    expect(warned.permissionDecision).toBeUndefined();
    expect(warned.additionalContext).toContain('src/sub.ts has no test');
    expect(write(setting('off'), 'src/sub.ts', BODY).stdout).toBe('');
  });

  test('it warns when no mode is set', () => {
    const where = { project: makeRepository({ 'README.md': '' }), state: makeFolder('state') };
    expect(write(where, 'src/sub.ts', BODY).answer.hookSpecificOutput.additionalContext).toContain('has no test');
  });

  test.each(['src/sub.test.ts', 'docs/notes.md', 'vite.config.ts', 'package.json', 'src/types.d.ts', 'tests/help.py'])(
    'a write of %s passes in block mode',
    (path) => {
      expect(write(setting('block'), path, BODY).stdout).toBe('');
    },
  );

  test('a comment-only edit and a deletion pass', () => {
    const where = setting('block');
    expect(write(where, 'src/add.ts', `// adds two numbers\n${SOURCE}`).stdout).toBe('');
    expect(write(where, 'src/add.ts', '').stdout).toBe('');
  });

  test('a file outside of the globs of RECONCILE_TDD_PATHS passes', () => {
    const where = setting('block', { 'src/add.ts': SOURCE }, { RECONCILE_TDD_PATHS: 'src/**,!src/legacy/**' });
    expect(write(where, 'src/legacy/x.ts', BODY).stdout).toBe('');
    expect(write(where, 'tool/x.ts', BODY).stdout).toBe('');
    expect(write(where, 'src/x.ts', BODY).answer.hookSpecificOutput.permissionDecision).toBe('deny');
  });

  test('a prompt switches it off for the session, and the next start clears that', () => {
    const where = setting('block');
    const said = run(guard, { hook_event_name: 'UserPromptSubmit', prompt: 'tdd off' }, where);
    expect(said.answer.systemMessage).toBe('TDD guard: off for this session.');
    expect(write(where, 'src/sub.ts', BODY).stdout).toBe('');
    run(guard, { hook_event_name: 'SessionStart', source: 'compact' }, where);
    expect(write(where, 'src/sub.ts', BODY).stdout).toBe('');
    run(guard, { hook_event_name: 'SessionStart', source: 'startup' }, where);
    expect(write(where, 'src/sub.ts', BODY).answer.hookSpecificOutput.permissionDecision).toBe('deny');
  });

  test('an ordinary prompt that mentions the guard switches nothing', () => {
    const where = setting('block');
    expect(run(guard, { hook_event_name: 'UserPromptSubmit', prompt: 'why is tdd off here?' }, where).stdout).toBe('');
    expect(write(where, 'src/sub.ts', BODY).answer.hookSpecificOutput.permissionDecision).toBe('deny');
  });

  test('input that cannot be judged asks in block mode and says nothing in warn mode', () => {
    for (const text of ['', '{', '[]', '{"tool_name":"Write"}']) {
      const strict = runWith(guard, text, setting('block'));
      expect(strict.code).toBe(0);
      expect(strict.answer.hookSpecificOutput.permissionDecision).toBe('ask');
      const mild = runWith(guard, text, setting('warn'));
      expect([mild.code, mild.stdout]).toEqual([0, '']);
    }
  });

  test('a held edit leaves a row with its rule', () => {
    const where = setting('block');
    write(where, 'src/sub.ts', BODY);
    const [row] = spooled(where.state, 'claude_hooks');
    expect(row).toMatchObject({ hook_name: 'tdd-guard-check', blocked: true });
    expect(spooled(where.state, 'claude_events')).toHaveLength(1);
  });
});

describe('the level failing-test, with the runs that dora-tracker recorded', () => {
  const files = { 'src/add.ts': SOURCE, 'src/add.test.ts': 'x' };
  const strict = () => setting('block', files, { RECONCILE_TDD_LEVEL: 'failing-test' });
  const bash = (where: Setting, name: string, error?: string) =>
    run(
      tracker,
      { hook_event_name: name, tool_name: 'Bash', tool_input: { command: 'npm test' }, tool_use_id: 'b', error },
      where,
    );
  const verdict = (where: Setting, content: string) =>
    write(where, 'src/add.ts', content).answer?.hookSpecificOutput.permissionDecision;

  test('without a recorded run the edit is held; after a failing run it passes', () => {
    const where = strict();
    expect(verdict(where, BODY)).toBe('deny');
    bash(where, 'PostToolUseFailure', 'Exit code 1\n1 failed');
    expect(verdict(where, BODY)).toBeUndefined();
  });

  test('after the edit the tests have to be run again; when they pass, only refactoring is free', () => {
    const where = strict();
    bash(where, 'PostToolUseFailure', 'Exit code 1');
    const tool_input = { file_path: join(where.project, 'src/add.ts'), content: SOURCE };
    run(tracker, { hook_event_name: 'PostToolUse', tool_name: 'Write', tool_input, tool_use_id: 'w' }, where);
    expect(verdict(where, BODY)).toBe('deny');
    bash(where, 'PostToolUse');
    expect(verdict(where, BODY)).toBe('deny');
    const refactored = SOURCE.replace('return a + b', 'const sum = a + b;\n  return sum');
    expect(verdict(where, refactored)).toBeUndefined();
  });

  test('a run whose output says "failed" but that succeeded is a pass', () => {
    const where = strict();
    const response = { stdout: '0 failed, error: none' };
    run(
      tracker,
      {
        hook_event_name: 'PostToolUse',
        tool_name: 'Bash',
        tool_input: { command: 'npm test' },
        tool_response: response,
      },
      where,
    );
    expect(verdict(where, BODY)).toBe('deny');
  });
});

test('an unreadable file asks in block mode: what cannot be read cannot be judged', () => {
  const where = setting('block', { 'src/add.ts/inner.txt': '' });
  expect(write(where, 'src/add.ts', BODY).answer.hookSpecificOutput).toMatchObject({ permissionDecision: 'ask' });
});

test('inline Rust tests and tests in the crate count', () => {
  const rust = `pub fn a() -> u8 { 1 }\n${Array.from({ length: 9 }, (_, i) => `pub const C${i}: u8 = ${i};`).join('\n')}\n`;
  const where = setting('block', { 'Cargo.toml': '', 'src/lib.rs': '' });
  expect(write(where, 'src/a.rs', rust).answer.hookSpecificOutput.permissionDecision).toBe('deny');
  expect(write(where, 'src/a.rs', `${rust}#[cfg(test)]\nmod tests {}\n`).stdout).toBe('');
  writeFiles(where.project, { 'tests/a.rs': '' });
  expect(write(where, 'src/a.rs', rust).stdout).toBe('');
  writeFileSync(join(where.project, 'go.mod'), 'module x');
  expect(
    write(where, 'pkg/parse.go', `package pkg\n${'var X = 1\n'.repeat(9)}`).answer.hookSpecificOutput
      .permissionDecision,
  ).toBe('deny');
});
