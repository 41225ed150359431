import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { makeWorkshop } from '../tools/repository.ts';
import { runIn } from '../tools/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const shop = makeWorkshop();
afterAll(shop.dispose);

/** What `validate` finds in the project's own canonical.yaml and library, with the budget written otherwise. */
async function found(name: string, rewrite: (text: string) => string): Promise<{ check: string; message: string }[]> {
  const cwd = `${shop.home}/${name}` as AbsPath;
  mkdirSync(cwd);
  cpSync(`${ROOT}/desired-state`, `${cwd}/desired-state`, { recursive: true });
  writeFileSync(`${cwd}/canonical.yaml`, rewrite(readFileSync(`${ROOT}/canonical.yaml`, 'utf8')));
  const options = {
    cwd,
    home: shop.home,
    env: shop.environment,
    interactive: false,
    answers: [],
    now: Date.UTC(2026, 0, 31),
  };
  const { stdout, code } = await runIn(options, ['validate', '--json']);
  expect(code).toBe(0);
  const { findings } = JSON.parse(stdout.toString('utf8')) as { findings: { check: string; message: string }[] };
  return findings.filter(({ check }) => check === 'token-budget');
}

test('the library keeps to the budget of the root canonical.yaml, for every target', async () => {
  expect(await found('as-it-is', (text) => text)).toEqual([]);
});

test('and would not, were the budget half of it', async () => {
  const halved = (text: string): string =>
    text.replace(
      /^( {2}(?:always|per_item): )(\d+)$/gm,
      (_, key: string, tokens: string) => `${key}${Number(tokens) / 2}`,
    );
  const told = await found('halved', halved);
  expect(told.map(({ message }) => message).join('\n')).toMatch(/of 750 in "budget\.always"/);
});
