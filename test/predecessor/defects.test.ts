import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFECTS } from './defects.ts';

const ROOT = `${import.meta.dirname}/../..`;

/** Why a place shows nothing; undefined when the test that it names is there and runs. */
function whyNot(place: string): string | undefined {
  const [path = '', name] = place.split(' > ');
  if (!existsSync(`${ROOT}/${path}`)) return 'there is no such file';
  if (name === undefined) return path.endsWith('.txtar') ? undefined : 'names no test';
  const text = readFileSync(`${ROOT}/${path}`, 'utf8');
  const at = ["'", '"', '`'].map((quote) => text.indexOf(`${quote}${name}${quote}`)).find((found) => found >= 0);
  if (at === undefined) return 'the file has no test or row of that name';
  const call = /\b(test|describe)\.(skip|todo)\w*\($/.test(text.slice(0, at));
  return call ? 'that test is left out' : undefined;
}

describe('each defect of the scripts before has a test that shows it gone', () => {
  test.each(DEFECTS.map(({ of, was, shownBy }) => [of, was, shownBy] as const))('%s: %s', (_of, _was, shownBy) => {
    expect(shownBy.length).toBeGreaterThan(0);
    expect(shownBy.map((place) => [place, whyNot(place)]).filter(([, why]) => why !== undefined)).toEqual([]);
  });

  test('every scenario that is named after a defect is among them', () => {
    const named = readdirSync(`${ROOT}/test/scenarios`).filter((name) => name.includes('predecessor'));
    const shown = new Set(DEFECTS.flatMap(({ shownBy }) => shownBy));
    expect(named.filter((name) => !shown.has(`test/scenarios/${name}`))).toEqual([]);
  });
});
