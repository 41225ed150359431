import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HookProcess } from '../../../src/hooks/common/process.ts';
import { type HookSpec, runHook } from '../../../src/hooks/common/run.ts';

let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'run-'));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

interface Host extends HookProcess {
  readonly printed: string[];
  readonly blocked: string[];
}

function host(stdin: string, changes: Partial<HookProcess> = {}): Host {
  const printed: string[] = [];
  const blocked: string[] = [];
  return {
    printed,
    blocked,
    env: { HOME: '/home/ada', XDG_STATE_HOME: state, CLAUDE_PROJECT_DIR: '/home/ada/shop' },
    cwd: '/somewhere',
    argv: [],
    pid: 42,
    now: () => Date.parse('2026-03-04T05:06:07.008Z'),
    elapsed: () => 12.3456,
    readStdin: () => stdin,
    write: (text) => {
      printed.push(text);
    },
    fail: (reason) => {
      blocked.push(reason);
    },
    ...changes,
  };
}

const EVENT = JSON.stringify({
  hook_event_name: 'PreToolUse',
  session_id: 's',
  tool_name: 'Bash',
  tool_use_id: 't',
  cwd: '/w',
});

function spec(kind: HookSpec['kind'], handle: HookSpec['handle']): HookSpec {
  return { name: 'sample', kind, handle };
}

describe('a hook is run once, on its event', () => {
  test('it gets the event and the world of the process', async () => {
    const seen: unknown[] = [];
    const observer = spec('observer', (event, world) => {
      seen.push(event.tool_name, world.cwd, world.projectDir, world.project, world.home, world.stateDir, world.now());
      return undefined;
    });
    const process = host(EVENT);
    await runHook(observer, process);
    expect(seen).toEqual([
      'Bash',
      '/w',
      '/home/ada/shop',
      'shop',
      '/home/ada',
      join(state, 'reconcile'),
      process.now(),
    ]);
    expect(process.printed).toEqual([]);
  });

  test('its row tells what it did and how long it took', async () => {
    await runHook(
      spec('observer', async () => ({ modified: true, systemMessage: 'formatted' })),
      host(EVENT),
    );
    const folder = join(state, 'reconcile', 'spool');
    const file = readdirSync(folder).find((name) => name.startsWith('claude_hooks-'));
    expect(file).toBe('claude_hooks-20260304.jsonl');
    const lines = readFileSync(join(folder, file!), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toEqual({
      timestamp: '2026-03-04T05:06:07.008Z',
      project: 'shop',
      session_id: 's',
      hook_type: 'PreToolUse',
      hook_name: 'sample',
      tool_name: 'Bash',
      decision: 'none',
      success: true,
      blocked: false,
      modified: true,
      run_id: '16-t',
      duration_ms: 12.346,
    });
  });
});

describe('a failure', () => {
  const broken = () => {
    throw new Error('disk on fire');
  };

  test('of a guard asks the person, with the reason', async () => {
    const process = host(EVENT);
    await runHook(spec('guard', broken), process);
    const [printed] = process.printed;
    expect(JSON.parse(printed!)).toMatchObject({
      hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'ask' },
    });
    expect(printed).toContain('disk on fire');
  });

  test('of a guard that answers later asks as well', async () => {
    const process = host(EVENT);
    await runHook(
      spec('guard', () => Promise.reject(new Error('late'))),
      process,
    );
    expect(process.printed[0]).toContain('late');
  });

  test('of an observer is silent', async () => {
    for (const stdin of [EVENT, '', 'no json', '[]', '{}']) {
      const process = host(stdin);
      await runHook(spec('observer', broken), process);
      expect(process.printed).toEqual([]);
      expect(process.blocked).toEqual([]);
    }
  });

  test('to read stdin is a failure like any other', async () => {
    const silent: Partial<HookProcess> = {
      readStdin: () => {
        throw new Error('stdin stayed silent');
      },
    };
    const guard = host('', silent);
    await runHook(
      spec('guard', () => undefined),
      guard,
    );
    expect(guard.printed[0]).toContain('"ask"');
    const observer = host('', silent);
    await runHook(
      spec('observer', () => undefined),
      observer,
    );
    expect(observer.printed).toEqual([]);
  });

  test('to print a guard’s answer blocks by the exit code', async () => {
    const deaf: Partial<HookProcess> = {
      write: () => {
        throw new Error('EPIPE');
      },
    };
    const deny = { decision: { kind: 'deny', reason: 'no', rule: 'r' } } as const;
    const guard = host(EVENT, deaf);
    await runHook(
      spec('guard', () => deny),
      guard,
    );
    expect(guard.blocked).toEqual(['no']);
    const observer = host(EVENT, deaf);
    await runHook(
      spec('observer', () => ({ systemMessage: 'x' })),
      observer,
    );
    expect(observer.blocked).toEqual([]);
  });
});

test('--explain prints the explanation and reads nothing', async () => {
  const explains = { ...spec('guard', () => undefined), explain: (line: string) => `read: ${line}` };
  const process = host('', {
    argv: ['--explain', 'rm x'],
    readStdin: () => {
      throw new Error('not to be read');
    },
  });
  await runHook(explains, process);
  expect(process.printed).toEqual(['read: rm x\n']);
});
