import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

describe('the demo', () => {
  let code: number | null;
  let output: string;

  beforeAll(() => {
    const { PATH, HOME } = process.env;
    const ended = spawnSync(process.execPath, ['--import', 'tsx', 'test/demo/demo.ts'], {
      cwd: PROJECT,
      env: { PATH, HOME, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    code = ended.status;
    output = ended.stdout + ended.stderr;
  });

  test('finds everything as it should be, on a machine without a git identity', () => {
    expect(code, output).toBe(0);
    expect(output).not.toContain('not as it should be');
  });

  test('shows every trouble in the plan', () => {
    for (const line of [
      '~ .claude/commands/tdd/cycle.md  changed there; will be repaired',
      '~ .claude/hooks/guard.sh         executable bit lost; will be repaired',
      '~ env.QUESTDB_HOST  "db1" → "localhost"  changed there; will be repaired',
      '! .claude/agents/reviewer.md   conflict: changed there and here; left alone',
      '= 1 file is exactly right already: adopted',
      'mobile    blocked: a rebase is in progress',
      'scraper   ~/projects/scraper   will be created (git init, branch main)',
    ]) {
      expect(output).toContain(line);
    }
  });

  test('ends with nothing to do, then takes the last apply back', () => {
    const settled = output.indexOf('$ reconcile plan --detailed-exitcode\nNo changes. 6 of 6 targets are in sync.');
    expect(settled, output).toBeGreaterThan(0);
    expect(output.indexOf('$ reconcile undo --yes', settled)).toBeGreaterThan(settled);
    expect(output).toMatch(/Undone: .* in 6 of 6 repositories\./);
  });

  test('removes its folder', () => {
    const folder = /The folder (\S+) is removed/.exec(output)?.[1];
    expect(folder).toBeDefined();
    expect(existsSync(folder!)).toBe(false);
  });
});
