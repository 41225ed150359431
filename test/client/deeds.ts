import type { Turn } from './endpoint.ts';
import type { Act } from './seen.ts';

const CP = 'node "{{REPO}}/.claude/commands/undo/checkpoint.mjs"';
const bash = (command: string): Turn => ({ tool: 'Bash', input: { command, description: 'x' } });
const save = (label: string): Turn => bash(`${CP} save -m "${label}"`);
const read = (path: string): Turn => ({ tool: 'Read', input: { file_path: `{{REPO}}/${path}` } });
const write = (path: string, content: string): Turn => {
  return { tool: 'Write', input: { file_path: `{{REPO}}/${path}`, content } };
};
const edit = (path: string, from: string, to: string): Turn => {
  return { tool: 'Edit', input: { file_path: `{{REPO}}/${path}`, old_string: from, new_string: to } };
};

/** The test command of the repository, as its CLAUDE.md says it, and for one file. */
const TESTS = 'uv run pytest tests/ -x';
const ONE_TEST = 'uv run pytest tests/test_total.py';

// A stand-in for what may not be installed: the tests of a path, run by Python's own runner.
const UV = `#!/bin/sh
export PYTHONDONTWRITEBYTECODE=1
for word in "$@"; do
  case $word in
    tests/) exec python3 -m unittest discover -s tests -t . ;;
    tests/*) exec python3 -m unittest "$word" ;;
  esac
done
exit 4
`;

const testOf = (...cases: readonly string[]): string =>
  ['import unittest', 'from src.total import total', '', '', 'class TestTotal(unittest.TestCase):', ...cases, ''].join(
    '\n',
  );
const NOTHING = '    def test_the_total_of_nothing_is_zero(self):\n        self.assertEqual(total([]), 0)';
const NUMBERS = '    def test_the_total_of_numbers_is_their_sum(self):\n        self.assertEqual(total([1, 2]), 3)';

const ROWS =
  'import unittest\nfrom src.rows import rows\n\n\nclass TestRows(unittest.TestCase):\n    def test_rows_are_written(self):\n        self.assertEqual(rows(), [1])\n';

/** What a person gives leave to beside the command: edits, and their tests. Saving states comes with the command. */
const TRUSTED = ['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash(uv run pytest *)'] as const;
// The guard then lets production code through after a recorded run of the tests that failed, and not before.
const HELD = { RECONCILE_TDD_MODE: 'block', RECONCILE_TDD_LEVEL: 'failing-test' } as const;
const STATE =
  'for f in src/total.py tests/test_total.py; do test -e $f && echo "$f $(wc -l < $f)"; done; git status --porcelain -- .git/index | cat';

/** The commands of test-driven development, played as their texts say, each after the one before. Checkpoints are numbered from `first`. */
export const TDD_ACTS: readonly Act[] = [
  {
    mark: 'MARK-RED',
    prompt: '/tdd:red the total of nothing is zero',
    before: `mkdir -p tests && : > tests/__init__.py && git add -A && git commit -qm tests && cat > "$HOME/bin/uv" <<'EOF' && chmod +x "$HOME/bin/uv"\n${UV}EOF`,
    turns: [save('tdd: start'), read('src/app.py'), write('tests/test_total.py', testOf(NOTHING)), bash(ONE_TEST)],
    leave: TRUSTED,
    env: HELD,
    after: STATE,
  },
  {
    mark: 'MARK-GREEN',
    prompt: '/tdd:green',
    before: 'touch tests/test_total.py',
    turns: [
      bash(TESTS),
      save('tdd: red'),
      write('src/total.py', 'def total(numbers: list[int]) -> int:\n    return 0\n'),
      bash(ONE_TEST),
      bash(TESTS),
      bash(`${CP} preview 2`),
      // With all tests passing there is nothing to make pass.
      write('src/other.py', 'def other() -> int:\n    return 1\n'),
    ],
    leave: TRUSTED,
    env: HELD,
    after: STATE,
  },
  {
    mark: 'MARK-CYCLE',
    prompt: '/tdd:cycle the total of numbers is their sum',
    turns: [
      bash(TESTS),
      save('tdd: start'),
      write('tests/test_total.py', testOf(NOTHING, '', NUMBERS)),
      bash(ONE_TEST),
      save('tdd: red'),
      edit('src/total.py', 'return 0', 'return sum(numbers, 0)'),
      bash(TESTS),
      bash(`${CP} preview 4`),
      save('tdd: green'),
      edit('src/total.py', 'sum(numbers, 0)', 'sum(numbers)'),
      bash(TESTS),
    ],
    leave: TRUSTED,
    env: HELD,
    after: STATE,
  },
  {
    mark: 'MARK-REFACTOR',
    prompt: '/tdd:refactor src/total.py',
    turns: [
      bash(TESTS),
      save('tdd: green'),
      edit('src/total.py', 'return sum(numbers)', 'return mistaken(numbers)'),
      bash(TESTS),
      bash(`${CP} rollback 6`),
      bash(TESTS),
    ],
    leave: TRUSTED,
    env: HELD,
    after: 'cat src/total.py',
  },
  {
    mark: 'MARK-ROLL',
    prompt: '/tdd:rollback start',
    turns: [bash(`${CP} list`), bash(`${CP} preview 3`), bash(`${CP} rollback 3`), bash(TESTS)],
    leave: TRUSTED,
    after: 'cat src/total.py; grep -c "def test" tests/test_total.py',
  },
  {
    mark: 'MARK-LISTED',
    prompt: '/tdd:spec-to-test specs/total.md',
    before: 'mkdir -p specs && echo "The total of words is refused." > specs/total.md',
    turns: [
      read('specs/total.md'),
      save('tdd: before spec-to-test'),
      edit(
        'tests/test_total.py',
        NOTHING,
        `${NOTHING}\n\n    def test_the_total_of_words_is_refused(self):\n        self.assertRaises(TypeError, total, ["a"])`,
      ),
      bash(TESTS),
    ],
    leave: TRUSTED,
    env: HELD,
  },
];

const SPEC = 'specs/001-export';

/** The commands of specifications, with no leave but their own: what they may do runs, what they may not is asked about. */
export const SPEC_ACTS: readonly Act[] = [
  {
    mark: 'MARK-CONSTITUTION',
    prompt: '/speckit.constitution',
    turns: [write('specs/constitution.md', '# Constitution\nVersion 1.0.0\n'), write('src/no.py', 'x = 1\n')],
  },
  {
    mark: 'MARK-SPECIFY',
    prompt: '/speckit.specify',
    turns: [read('src/app.py'), write(`${SPEC}/spec.md`, '# Export\n- R1 Rows are written fast. [OPEN: how fast?]\n')],
  },
  {
    mark: 'MARK-CLARIFY',
    prompt: '/speckit.clarify',
    turns: [
      read(`${SPEC}/spec.md`),
      read('specs/constitution.md'),
      edit(`${SPEC}/spec.md`, 'fast. [OPEN: how fast?]', 'at 1,000 a second.'),
    ],
  },
  {
    mark: 'MARK-CHECKLIST',
    prompt: '/speckit.checklist api',
    turns: [read(`${SPEC}/spec.md`), write(`${SPEC}/checklists/api.md`, '- [ ] Is the format stated? (R1)\n')],
  },
  {
    mark: 'MARK-PLAN',
    prompt: '/speckit.plan',
    turns: [read(`${SPEC}/spec.md`), read('CLAUDE.md'), write(`${SPEC}/plan.md`, '# Plan: export\n')],
  },
  {
    mark: 'MARK-TASKS',
    prompt: '/speckit.tasks',
    turns: [
      read(`${SPEC}/plan.md`),
      write(
        `${SPEC}/tasks.md`,
        '- [ ] T001 Test of rows in tests/test_rows.py\n- [ ] T002 Write rows in src/rows.py\n',
      ),
    ],
  },
  {
    mark: 'MARK-ANALYZE',
    prompt: '/speckit.analyze',
    turns: [read(`${SPEC}/spec.md`), read(`${SPEC}/tasks.md`), write(`${SPEC}/spec.md`, 'changed\n')],
  },
  {
    mark: 'MARK-ISSUES',
    prompt: '/speckit.taskstoissues',
    turns: [
      bash('gh repo view --json nameWithOwner,url'),
      bash('git remote get-url origin'),
      bash(
        `gh issue list --state all --limit 1000 --search '"Task: 001-export/" in:body' --json number,title,body,state`,
      ),
      bash('gh issue create --title "T001 Write rows" --body-file /tmp/body.md'),
    ],
  },
  {
    mark: 'MARK-IMPLEMENT',
    prompt: '/speckit.implement 001-export T001',
    turns: [
      read(`${SPEC}/tasks.md`),
      save('T001'),
      write('src/rows.py', 'x = 1\n'),
      edit(`${SPEC}/tasks.md`, 'T001 Test of rows', 'T001 Test of all rows'),
    ],
    after: `cat ${SPEC}/spec.md; ls src`,
  },
  {
    mark: 'MARK-STORY',
    prompt: '/speckit.implement 001-export',
    before: `cat > tests/test_total.py <<'EOF'\n${testOf(NOTHING)}EOF`,
    turns: [
      read(`${SPEC}/tasks.md`),
      bash(TESTS),
      save('T001'),
      write('tests/test_rows.py', ROWS),
      bash(TESTS),
      edit(`${SPEC}/tasks.md`, '- [ ] T001', '- [x] T001'),
      save('T002'),
      write('src/rows.py', 'def rows() -> list[int]:\n    return [1]\n'),
      bash(TESTS),
      edit(`${SPEC}/tasks.md`, '- [ ] T002', '- [x] T002'),
    ],
    leave: TRUSTED,
    env: HELD,
    after: `cat ${SPEC}/tasks.md`,
  },
];
