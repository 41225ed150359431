import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated } from '../../schemas/generated.ts';
import { metricsPage } from '../../schemas/metricsPage.ts';

const FOLDER = `${import.meta.dirname}/../../generated`;

test('generated/ holds exactly what `npm run generate` makes from schemas/', async () => {
  const made = await generated();
  expect(readdirSync(FOLDER).sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect(readFileSync(`${FOLDER}/${name}`, 'utf8'), name).toBe(text);
});

test('docs/metrics.md tells of the tables what schemas/metrics.yaml says', () => {
  const read = (path: string): string => readFileSync(`${import.meta.dirname}/../../${path}`, 'utf8');
  const page = read('docs/metrics.md');
  expect(page).toBe(metricsPage(page, read('schemas/metrics.yaml')));
});
