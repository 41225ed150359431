import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { beforeAll, describe, expect, test } from 'vitest';
import { ACTS, NOTE } from './acts.ts';
import { PUSHES, REMOVALS } from './attacks.ts';
import type { Turn } from './endpoint.ts';
import { findClient, isolation } from './find.ts';
import { playInside } from './run.ts';
import type { Seen, Session, ToolCall } from './seen.ts';

// The real Claude Code in a repository that was reconciled from the root canonical.yaml, with a scripted model. It runs where the client is
// installed (RECONCILE_CLIENT, or `claude` on the PATH); it is no service that CI could start, so elsewhere it is skipped.

const client = findClient();
const enter = isolation();
const missing =
  client === undefined ? 'no Claude Code: set RECONCILE_CLIENT' : enter === undefined ? 'no namespaces' : undefined;

const ROOT = join(import.meta.dirname, '../..');
const LIBRARY = join(ROOT, 'desired-state');
const found = (pattern: string): string[] => fastGlob.sync(pattern, { cwd: LIBRARY }).sort();
const COMMANDS = found('commands/{tdd,undo}/*.md')
  .concat(found('commands/speckit.*.md'))
  .map((path) => path.slice('commands/'.length, -'.md'.length).replace('/', ':'));
const SKILLS = ['github-workflow', 'pydantic-model-generator', 'pytest-test-generator'];
const AGENTS = found('agents/*.md').map((path) => path.slice('agents/'.length, -'.md'.length));

const WORK: readonly Turn[] = [
  { tool: 'Bash', input: { command: 'echo hello', description: 'x' } },
  { tool: 'Bash', input: { command: 'exit 3', description: 'x' } },
  { tool: 'Write', input: { file_path: '{{REPO}}/src/new.py', content: 'y = 1\n' } },
  { tool: 'Read', input: { file_path: '{{REPO}}/src/app.py' } },
  { tool: 'Edit', input: { file_path: '{{REPO}}/src/app.py', old_string: 'x = 1', new_string: 'x = 2' } },
  {
    tool: 'Agent',
    input: { description: 'look', prompt: 'look around', subagent_type: 'general-purpose', run_in_background: false },
  },
  { tool: 'TaskCreate', input: { subject: 'A task', description: 'To be done', activeForm: 'Doing' } },
  { tool: 'TaskUpdate', input: { taskId: '1', status: 'completed' } },
  { text: 'done' },
];

/** All that canonical.yaml wires. */
const FIRED: readonly (readonly [hook: string, event: string, tools: readonly string[]])[] = [
  ['context-bundle-builder', 'PreToolUse', ['Agent', 'Bash', 'Edit', 'Read', 'TaskCreate', 'TaskUpdate', 'Write']],
  ['smart-safety-check', 'PreToolUse', ['Bash']],
  ['git-safety-check', 'PreToolUse', ['Bash']],
  ['tdd-guard-check', 'PreToolUse', ['Edit', 'Write']],
  ['dora-tracker', 'PostToolUse', ['Agent', 'Bash', 'Edit', 'Read', 'TaskCreate', 'TaskUpdate', 'Write']],
  ['auto-format', 'PostToolUse', ['Edit', 'Write']],
  ['dora-tracker', 'PostToolUseFailure', ['Bash']],
  // Only the check of the mode `auto` gives it, here by being out of reach: neither a rule of deny nor a question that nobody answers.
  ['dora-tracker', 'PermissionDenied', ['Bash']],
  ['dora-tracker', 'SubagentStop', []],
  ['dora-tracker', 'TaskCreated', []],
  ['dora-tracker', 'TaskCompleted', []],
  ['tdd-guard-check', 'UserPromptSubmit', []],
  ['context-preservation', 'PreCompact', []],
  ['context-preservation', 'SessionStart', []],
  ['tdd-guard-check', 'SessionStart', []],
  ['context-preservation', 'Stop', []],
  ['session-summary', 'Stop', []],
  ['context-preservation', 'SessionEnd', []],
  ['session-summary', 'SessionEnd', []],
];

describe.skipIf(missing !== undefined)(
  `the real client${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let seen: Seen;

    beforeAll(() => {
      seen = playInside(client!, enter!, {
        target: 'utxoracle',
        folder: 'UTXOracle',
        work: WORK,
        attacks: [...REMOVALS, ...PUSHES],
        invoke: COMMANDS,
        acts: ACTS,
        timeout: 400_000,
      });
    }, 1_200_000);

    test('starts, and says which version it is', () => {
      expect(seen.work).toMatchObject({ code: 0, result: 'done' });
      expect(seen.work.version).toMatch(/^\d+\.\d+\.\d+$/);
    });

    test('lists every command, skill and agent that was delivered', () => {
      expect(seen.work.commands).toEqual(expect.arrayContaining([...COMMANDS, ...SKILLS]));
      expect(seen.work.skills).toEqual(expect.arrayContaining(SKILLS));
      expect(seen.work.agents).toEqual(expect.arrayContaining(AGENTS));
    });

    test('loads the memory, as it was delivered', () => {
      const [first] = seen.work.sent;
      expect(first).toContain(`Contents of ${seen.repository}/CLAUDE.md`);
      // A rule with paths is loaded when a file of its kind is read.
      for (const line of ['## utxoracle', '### How to work here', '## Python', '## FastAPI'])
        expect(first).toContain(line);
    });

    test.each(FIRED)('%s runs on %s, for the tools of its matcher and no others: %j', (hook, event, tools) => {
      const rows = seen.rows.filter((row) => row['hook_name'] === hook && row['hook_type'] === event);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.flatMap((row) => row['tool_name'] ?? []))).toEqual(new Set(tools));
      expect(rows.filter((row) => row['success'] !== true)).toEqual([]);
    });

    test('runs ordinary work without a word of the guards', () => {
      expect(seen.work.calls.map(({ tool, failed }) => [tool, failed])).toEqual([
        ['Bash', false],
        ['Bash', true],
        ['Write', false],
        ['Read', false],
        ['Edit', false],
        ['Agent', false],
        ['TaskCreate', false],
        ['TaskUpdate', false],
      ]);
      expect(seen.work.calls[1]!.said).toContain('Exit code 3');
    });

    const callOf = (line: string): ToolCall | undefined =>
      seen.attack.calls.find((call) => call.input['command'] === line);

    test.each([...REMOVALS, ...PUSHES])('is stopped by a guard: %s', (line) => {
      expect(callOf(line)).toMatchObject({ failed: true });
      expect(callOf(line)!.said).toMatch(
        /PreToolUse:Bash hook|\((?:remove|push|run|git|not|alias|config|hidden|interpreter)[a-z-]*\)/,
      );
    });

    test('has removed nothing and overwritten nothing', () => {
      expect(seen.attack.code).toBe(0);
      expect(seen.precious).toBe(true);
      expect(seen.remote.trim()).toBe(`refs/heads/main ${seen.main}`);
    });

    const act = (mark: string): Session & { readonly after: string } => seen.acted[mark]!;
    const said = (mark: string): string[] => act(mark).calls.map((call) => call.said);

    test('tells a refusal of the mode auto to the hooks, and no other refusal', () => {
      expect(act('MARK-AUTO').calls).toMatchObject([{ failed: true }]);
      const denied = seen.rows.filter((row) => row['hook_type'] === 'PermissionDenied');
      // What was not allowed in other modes is no such event.
      expect(denied).toHaveLength(1);
    });

    test('runs what the undo commands say, without asking, and every file is as it was', () => {
      for (const mark of ['MARK-SAVE', 'MARK-LIST', 'MARK-PREVIEW', 'MARK-BACK', 'MARK-REDO'])
        expect([mark, ...act(mark).calls.map(({ failed }) => failed)]).toEqual([mark, false]);
      expect(said('MARK-LIST')[0]).toContain('before the sample');
      expect(said('MARK-PREVIEW')[0]).toContain('later.txt');
      expect(act('MARK-SAVE').after).toBe(NOTE.first);
      expect(act('MARK-BACK').after).toBe(NOTE.first);
      expect(act('MARK-REDO').after).toBe(NOTE.second);
    });

    test('runs what /health, /audit and /new-project say, and asks before one that makes something', () => {
      expect(said('MARK-HEALTH')[0]).toContain('Fleet');
      expect(said('MARK-HEALTH')[1]).toContain('"format_version"');
      expect(said('MARK-AUDIT')[0]).toContain('Over a limit now');
      expect(said('MARK-AUDIT')[0]).toContain('Tokens');
      expect(said('MARK-NEW')[0]).toContain('utxoracle');
      expect(act('MARK-NEW').calls.map(({ failed }) => failed)).toEqual([false, true]);
      expect(said('MARK-NEW')[1]).toContain('requires approval');
      expect(act('MARK-NEW').after).toBe('nothing was made');
    });

    test.each(COMMANDS)('expands /%s, with what stands behind it', (name) => {
      const { sent, code, result } = seen.invoked[name]!;
      expect([code, result]).toEqual([0, 'That is all.']);
      const body = readFileSync(join(LIBRARY, 'commands', `${name.replace(':', '/')}.md`), 'utf8').replace(
        /^---\n[\s\S]*?\n---\n/,
        '',
      );
      const lines = body.split('\n').filter((line) => line.length > 30 && !/\$|!`/.test(line));
      expect(sent[0]).toContain(lines.at(-1));
      expect(sent[0]).toContain('the sample');
    });
  },
);
