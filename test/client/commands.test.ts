import { beforeAll, describe, expect, test } from 'vitest';
import { SPEC_ACTS, TDD_ACTS } from './deeds.ts';
import { findClient, isolation } from './find.ts';
import { playInside } from './run.ts';
import type { Seen, ToolCall } from './seen.ts';

// The commands `tdd/*` and `speckit.*` in the real client: a scripted model does what their texts say, in a repository that was reconciled.

const client = findClient();
const enter = isolation();
const missing =
  client === undefined ? 'no Claude Code: set RECONCILE_CLIENT' : enter === undefined ? 'no namespaces' : undefined;

describe.skipIf(missing !== undefined)(
  `commands in the real client${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let seen: Seen;

    beforeAll(() => {
      seen = playInside(client!, enter!, {
        target: 'utxoracle',
        folder: 'UTXOracle',
        work: [],
        attacks: [],
        invoke: [],
        acts: [...TDD_ACTS, ...SPEC_ACTS],
        timeout: 120_000,
      });
    }, 600_000);

    const calls = (mark: string): readonly ToolCall[] => seen.acted[mark]!.calls;
    const said = (mark: string, at: number): string => calls(mark)[at]!.said;
    const failed = (mark: string): boolean[] => calls(mark).map((call) => call.failed);
    const yes = false;
    const no = true;

    test.each([...TDD_ACTS, ...SPEC_ACTS])('$prompt: every step was made', ({ mark, turns }) => {
      expect(seen.acted[mark]).toMatchObject({ code: 0, result: 'That is all.' });
      expect(calls(mark)).toHaveLength(turns!.length);
    });

    test('/tdd:red saves the state, and ends with a test that fails because the behaviour is missing', () => {
      expect(failed('MARK-RED')).toEqual([yes, yes, yes, no]);
      expect(said('MARK-RED', 0)).toBe('Saved checkpoint 1.');
      expect(said('MARK-RED', 3)).toContain("No module named 'src.total'");
      expect(seen.acted['MARK-RED']!.after).not.toContain('src/total.py');
    });

    test('/tdd:green may write production code after a run that failed, and changes no test', () => {
      expect(failed('MARK-GREEN')).toEqual([no, yes, yes, yes, yes, yes, no]);
      expect(said('MARK-GREEN', 4)).toContain('OK');
      expect(said('MARK-GREEN', 5)).toContain('src/total.py');
      expect(said('MARK-GREEN', 5)).not.toContain('tests/');
    });

    test('once the tests pass, the guard holds more production code and names the next step', () => {
      expect(said('MARK-GREEN', 6)).toContain(
        'TDD guard: src/other.py has no test. Next allowed step: write a failing test',
      );
    });

    test('/tdd:cycle goes through red, green and refactor without a question', () => {
      expect(failed('MARK-CYCLE')).toEqual([yes, yes, yes, no, yes, yes, yes, yes, yes, yes, yes]);
      expect(said('MARK-CYCLE', 3)).toContain('test_the_total_of_numbers_is_their_sum');
      expect(said('MARK-CYCLE', 7)).toContain('src/total.py');
      expect(said('MARK-CYCLE', 7)).not.toContain('tests/');
    });

    test('/tdd:refactor goes back to its checkpoint when the tests fail', () => {
      expect(failed('MARK-REFACTOR')).toEqual([yes, yes, yes, no, yes, yes]);
      expect(said('MARK-REFACTOR', 4)).toContain('Put 1 file back as in checkpoint 6.');
      expect(seen.acted['MARK-REFACTOR']!.after).toBe(
        'def total(numbers: list[int]) -> int:\n    return sum(numbers)\n',
      );
    });

    test('/tdd:rollback finds the newest step of a name, and brings code and tests back to it', () => {
      expect(failed('MARK-ROLL')).toEqual([yes, yes, yes, yes]);
      expect(
        said('MARK-ROLL', 0)
          .match(/\d+ .*tdd: start/g)
          ?.at(-1),
      ).toMatch(/^3 /);
      expect(seen.acted['MARK-ROLL']!.after).toBe('def total(numbers: list[int]) -> int:\n    return 0\n1\n');
    });

    test('/tdd:spec-to-test reads the specification and writes tests that fail', () => {
      expect(failed('MARK-LISTED')).toEqual([yes, yes, yes, no]);
      expect(said('MARK-LISTED', 3)).toContain('test_the_total_of_words_is_refused');
    });

    test('the runs of the tests were recorded, and the guard judged each edit', () => {
      const judged = seen.rows.filter(
        (row) => row['hook_name'] === 'tdd-guard-check' && row['hook_type'] === 'PreToolUse',
      );
      expect(judged.filter((row) => row['decision'] === 'deny')).toHaveLength(1);
      expect(judged.length).toBeGreaterThan(15);
      expect(seen.rows.filter((row) => row['success'] !== true)).toEqual([]);
    });

    test.each([
      ['MARK-CONSTITUTION', [yes, no]],
      ['MARK-SPECIFY', [yes, yes]],
      ['MARK-CLARIFY', [yes, yes, yes]],
      ['MARK-CHECKLIST', [yes, yes]],
      ['MARK-PLAN', [yes, yes, yes]],
      ['MARK-TASKS', [yes, yes]],
      ['MARK-ANALYZE', [yes, yes, no]],
      ['MARK-IMPLEMENT', [yes, yes, no, yes]],
    ])('%s: what it may do below specs/ runs without a question, and nothing else does', (mark, expected) => {
      expect(failed(mark)).toEqual(expected);
      const refused = calls(mark).filter((call) => call.failed);
      expect(refused.filter(({ said: words }) => !words.includes('requested permissions to write to'))).toEqual([]);
    });

    test('/speckit.analyze has changed nothing, and code is for the person to give leave to', () => {
      expect(seen.acted['MARK-IMPLEMENT']!.after).toBe(
        '# Export\n- R1 Rows are written at 1,000 a second.\napp.py\ntotal.py\n',
      );
    });

    test('/speckit.implement works through the tasks test-first, and checks them off', () => {
      expect(failed('MARK-STORY')).toEqual([yes, yes, yes, yes, no, yes, yes, yes, yes, yes]);
      expect(said('MARK-STORY', 4)).toContain("No module named 'src.rows'");
      expect(seen.acted['MARK-STORY']!.after).toMatch(/^- \[x\] T001 .*\n- \[x\] T002 .*\n$/);
    });

    test('/speckit.taskstoissues may ask the forge, and not make an issue', () => {
      expect(said('MARK-ISSUES', 1)).toContain('origin.git');
      // Whether gh is installed or not, it was not the permission that stopped it.
      for (const at of [0, 2]) expect(said('MARK-ISSUES', at)).not.toContain('requires approval');
      expect(said('MARK-ISSUES', 3)).toContain('requires approval');
    });
  },
);
