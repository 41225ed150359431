import { beforeAll, describe, expect, test } from 'vitest';
import { GIT_GUARD } from '../../src/hooks/safety/git-rules.ts';
import { SMART_GUARD } from '../../src/hooks/safety/smart-rules.ts';
import { fileKind } from '../../src/hooks/tdd/kind.ts';
import {
  buildProgram,
  makeFolder,
  makeRepository,
  run,
  runAtOnce,
  runWith,
  spooled,
} from '../hooks/programs/programs.ts';
import { table } from '../hooks/safety/table.ts';

describe('what the guard missed is held', () => {
  table(SMART_GUARD, [
    ['deny', 'rm -fr ~'],
    ['deny', 'rm -r -f ~'],
    ['deny', 'rm --recursive --force ~'],
    ['deny', 'rm -r --force -- "$HOME"'],
    ['deny', 'sudo rm -fr /'],
    ['deny', 'env A=b nice -n 5 rm -rf /'],
    ['deny', 'bash -c "rm -r -f ~"'],
    ['deny', 'echo / | xargs rm -rf'],
  ]);
});

describe('what the guard took for a danger is let through', () => {
  table(SMART_GUARD, [
    ['silent', 'echo "rm -rf /"'],
    ['silent', 'grep -rn "rm -rf ~" docs'],
    ['silent', 'git commit -m "Never run mkfs or dd of=/dev/sda"'],
    ['silent', 'cat <<EOF\nrm -rf /\nEOF'],
  ]);
});

// The place of the tables is on the branch feature/cart.
describe('the branch that is pushed to counts', () => {
  table(GIT_GUARD, [
    ['deny', 'git push -f origin main'],
    ['deny', 'git push --force origin HEAD:main'],
    ['deny', 'git push origin +feature/cart:main'],
    ['ask', 'git push -f origin feature/cart'],
    ['silent', 'git push origin feature/cart'],
  ]);
});

describe('words that only look like it are let through', () => {
  table(GIT_GUARD, [
    ['silent', 'git commit -m "Handle partially filled forms"'],
    ['silent', 'git commit -m "Fix PARTIAL reads of the domain table"'],
    ['silent', 'git branch -d feature/main-menu && git checkout main'],
    ['silent', 'git push origin feature/cart && ls -f'],
    ['silent', 'git log --grep=push -f main'],
  ]);
});

describe('a part of a word exempts no file', () => {
  test.each(['src/latest_report.py', 'src/reconfig/load.ts', 'src/transcripts/read.ts', 'src/contest_score.rs'])(
    '%s needs a test',
    (path) => {
      expect(fileKind(path)).toBe('production');
    },
  );
});

describe('as programs', () => {
  let tracker: string;
  let guard: string;

  beforeAll(() => {
    tracker = buildProgram('dora-tracker');
    guard = buildProgram('smart-safety-check');
  });

  test('a session’s deployments and edits are its own', async () => {
    const where = { project: makeRepository({ 'a.txt': 'a' }), state: makeFolder('state') };
    const calls = ['one', 'two'].flatMap((session) =>
      Array.from({ length: 5 }, (_, at) => {
        const failed = session === 'two';
        const common = {
          session_id: session,
          tool_name: 'Bash',
          tool_input: { command: 'ls' },
          tool_use_id: `${session}-${at}`,
        };
        return failed
          ? { ...common, hook_event_name: 'PostToolUseFailure', error: 'Exit code 1' }
          : { ...common, hook_event_name: 'PostToolUse', tool_response: { stdout: '' } };
      }),
    );
    await runAtOnce(tracker, calls, where);
    const rows = spooled(where.state, 'claude_tool_usage');
    const told = (session: string) => rows.filter((row) => row.session_id === session).map(({ success }) => success);
    expect(told('one')).toEqual([true, true, true, true, true]);
    expect(told('two')).toEqual([false, false, false, false, false]);
  });

  test('a guard that failed again and again goes on guarding', () => {
    const where = { project: makeRepository({ 'a.txt': 'a' }), state: makeFolder('state') };
    for (let at = 0; at < 5; at++) {
      const { permissionDecision } = runWith(guard, 'no JSON', where).answer.hookSpecificOutput;
      expect(permissionDecision).toBe('ask');
    }
    const event = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'rm -rf /' } };
    expect(run(guard, event, where).answer.hookSpecificOutput.permissionDecision).toBe('deny');
  });
});
