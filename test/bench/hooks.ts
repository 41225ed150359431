import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spool } from '../../src/hooks/common/spool.ts';
import type { Row } from './table.ts';
import { interleaved, type Task } from './timing.ts';

const HOOKS = join(import.meta.dirname, '../../desired-state/hooks');

const LINE = 'cd src && git status --short | head -20; npm test -- --run parser > /tmp/out.txt 2>&1';
// What is no everyday line is read as the shell does.
const READ = 'git add -A && git commit -q -m "Read the \\$HOME of others" && rm -rf build/cache';
// Loops, substitutions, a here-document and other programs' code.
const SCRIPT =
  'for f in $(git ls-files "*.ts"); do wc -l "$f"; done && git commit -m "$(cat <<\'EOF\'\nRead names\nEOF\n)" && find . -name "*.tmp" | xargs rm -f && python3 -c "import os; print(os.getcwd())"';
const call = { tool_name: 'Bash', tool_input: { command: LINE }, tool_use_id: 't1' };
const read = { ...call, tool_input: { command: READ } };
const script = { ...call, tool_input: { command: SCRIPT } };

/** What each hook does most often; for guards, also what takes them longest of what is common. */
const EVENTS: Readonly<Record<string, object>> = {
  'smart-safety-check': { hook_event_name: 'PreToolUse', ...call },
  'git-safety-check': { hook_event_name: 'PreToolUse', ...call },
  'smart-safety-check, a line to read': { hook_event_name: 'PreToolUse', ...read },
  'git-safety-check, a line to read': { hook_event_name: 'PreToolUse', ...read },
  'smart-safety-check, a script to read': { hook_event_name: 'PreToolUse', ...script },
  'git-safety-check, a script to read': { hook_event_name: 'PreToolUse', ...script },
  'context-bundle-builder': { hook_event_name: 'PreToolUse', ...call },
  'tdd-guard-check': {
    hook_event_name: 'PreToolUse',
    tool_name: 'Edit',
    tool_input: { file_path: 'a.py', old_string: 'a', new_string: 'b' },
  },
  'dora-tracker': { hook_event_name: 'PostToolUse', ...call, tool_response: {}, duration_ms: 5 },
  'auto-format': { hook_event_name: 'PostToolUse', tool_name: 'Edit', tool_input: { file_path: 'notes.txt' } },
  'context-preservation': { hook_event_name: 'Stop', stop_hook_active: false },
  'session-summary': { hook_event_name: 'Stop', stop_hook_active: false },
};

/** Times the delivered hooks as processes, beside the start of Node. */
export function hooksPart(rounds = 41): { rows: readonly Row[]; times: ReadonlyMap<string, readonly number[]> } {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  try {
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
    const env = { PATH: process.env['PATH'], HOME: folder, CLAUDE_PROJECT_DIR: folder };
    const task = (name: string, args: readonly string[], input = ''): Task => {
      return { name, command: process.execPath, args, cwd: folder, env, input };
    };
    const node = task('node -e 0', ['-e', '0']);
    const hooks = Object.entries(EVENTS).map(([name, event]) =>
      task(
        name,
        [join(HOOKS, `${name.replace(/,.*/, '')}.mjs`)],
        JSON.stringify({ session_id: 's1', cwd: folder, ...event }),
      ),
    );
    const times = interleaved([node, ...hooks], rounds);
    const yardstick = p95(times.get(node.name)!);
    const rows = hooks.map(({ name }): Row => {
      const own = p95(times.get(name)!);
      const from = `p95 of ${name} ${own.toFixed(0)} ms, of node -e 0 ${yardstick.toFixed(0)} ms`;
      const limits = name.endsWith('a script to read') ? { limit: 2.5, aim: 2 } : { limit: 2 };
      return { what: `hook ${name}`, value: own / yardstick, unit: '×', ...limits, from };
    });
    return { rows: [...rows, spoolRow(join(folder, 'state'))], times };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The own time of one row's way into the spool. */
function spoolRow(folder: string): Row {
  const times: number[] = [];
  for (let i = 0; i < 2000; i++) {
    const start = process.hrtime.bigint();
    spool(folder, 'claude_hooks', {
      timestamp: '2026-01-31T12:00:00.000Z',
      hook_name: 'bench',
      hook_type: 'PreToolUse',
      duration_ms: i,
    });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return { what: 'a row into the spool, p95', value: p95(times), unit: ' ms', limit: 1, from: '2,000 rows' };
}

function p95(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}
