import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readScenario, writeScenario } from './format.ts';
import { play } from './play.ts';

const FOLDER = import.meta.dirname;
const GOLDEN = process.env['RECONCILE_GOLDEN'] === '1';
const isRoot = process.getuid?.() === 0;

describe.concurrent('scenario', () => {
  for (const file of readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txtar'))
    .sort()) {
    const path = `${FOLDER}/${file}`;
    const text = readFileSync(path, 'utf8');
    const { notAsRoot } = readScenario(text);
    const name = file.replace(/\.txtar$/, '').replaceAll('-', ' ');
    if (isRoot && notAsRoot !== undefined) test.skip(`${name} (not as root: ${notAsRoot})`);
    else
      test(name, async () => {
        const scenario = readScenario(text);
        const { outputs, faults } = await play(scenario);
        const played = writeScenario(scenario, outputs);
        // What went wrong is never made the expectation.
        const golden = GOLDEN && faults.length === 0;
        if (golden && played !== text) writeFileSync(path, played);
        const expected = scenario.steps.flatMap((step) => (step.kind === 'command' ? [step.expected] : []));
        const wanted = golden ? played : writeScenario(scenario, expected);
        expect([played, ...faults].join('\n')).toBe(wanted);
      });
  }
});
