import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, type Workshop } from '../../tools/repository.ts';
import { runIn } from '../../tools/terminal.ts';

// `reconcile explain` with the guards of this project's own library, as built.

const HOOKS = join(import.meta.dirname, '../../../desired-state/hooks');
const CANONICAL = `repositories:
  shop:
    path: shop
    settings: {env: {RECONCILE_PROTECTED_BRANCHES: trunk}}
workspace: ..
`;

let workshop: Workshop;
let hub: AbsPath;

beforeAll(() => {
  workshop = makeWorkshop();
  hub = join(workshop.folder, 'hub') as AbsPath;
  mkdirSync(join(hub, 'desired-state'), { recursive: true });
  writeFileSync(join(hub, 'canonical.yaml'), CANONICAL);
  cpSync(HOOKS, join(hub, 'desired-state/hooks'), { recursive: true });
  workshop.repository('shop', { 'a.ts': 'a\n' });
});
afterAll(() => workshop.dispose());

async function explain(...words: string[]): Promise<{ code: number; text: string }> {
  const options = { cwd: hub, home: workshop.home, env: workshop.environment, interactive: false, answers: [], now: 0 };
  const ran = await runIn(options, ['explain', ...words]);
  return { code: ran.code, text: ran.all.toString() };
}

describe('reconcile explain', () => {
  test('shows the commands that would run, with what their words become, and the rule with its reason', async () => {
    const { code, text } = await explain('x=/; sudo rm -rf "$x"; git status > out');
    expect(code).toBe(0);
    expect(text).toContain('2 commands would run:');
    expect(text).toMatch(/^> 1 {2}rm -rf \/ {3}\[in .*; through sudo\]$/m);
    expect(text).toMatch(/^ {2}2 {2}git status {3}\[.*writes out\]$/m);
    expect(text).toContain('smart-safety-check  deny, by rule remove-root');
    expect(text).toContain('git-safety-check    silent');
    expect(text).toContain('Claude Code does not run this line, whatever its mode');
  });

  test('judges with the settings of the target: its protected branches', async () => {
    const read = async (line: string) => {
      const { text } = await explain('--target', 'shop', '--json', line);
      return JSON.parse(text) as { outcome: string; guards: { guard: string; decision: string }[] };
    };
    expect((await read('git push -f origin trunk')).outcome).toBe('deny');
    expect((await read('git push -f origin main')).outcome).toBe('ask');
    expect((await read('git status')).guards).toEqual([
      { guard: 'smart-safety-check', decision: 'silent', verdict: null },
      { guard: 'git-safety-check', decision: 'silent', verdict: null },
    ]);
  });

  test('runs nothing', async () => {
    await explain('--target', 'shop', 'rm -rf a.ts; git commit -qam gone; touch made');
    expect(workshop.git(join(workshop.folder, 'shop'), 'status', '--porcelain')).toBe('');
  });

  test('a text that looks like an option is a line like any other', async () => {
    expect((await explain('--', '--explain')).text).toContain('1 command would run');
  });

  test('names the nearest target for one that is not there', async () => {
    expect(await explain('--target', 'shp', 'ls')).toEqual({
      code: 1,
      text: 'shp  is no target of this canonical.yaml. Did you mean "shop"?\n',
    });
  });
});
