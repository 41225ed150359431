import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shapes } from '../../../src/core/canonical/schema.ts';
import { SCHEMA } from './documents.ts';
import { said } from './read.ts';

const { SECTIONS } = shapes();

const PAGE = readFileSync(`${import.meta.dirname}/../../../docs/canonical.md`, 'utf8');
const examples = [...PAGE.matchAll(/^## (.*)$|```yaml\n([\s\S]*?)```/gm)];

test('every example of docs/canonical.md is read without a word', () => {
  let heading = 'the beginning';
  let count = 0;
  for (const [, title, yaml] of examples) {
    heading = title ?? heading;
    if (yaml === undefined) continue;
    count++;
    expect(said(yaml), heading).toEqual([]);
  }
  expect(count).toBeGreaterThan(10);
});

test('docs/canonical.md names every key that there is', () => {
  const names = new Set(Object.keys(SECTIONS));
  for (const inner of Object.values(SCHEMA.$defs))
    for (const key of Object.keys(inner.properties ?? {})) names.add(key);
  for (const section of Object.values(SCHEMA.properties!))
    for (const key of Object.keys(section.properties ?? {})) names.add(key);
  expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(PAGE))).toEqual([]);
});
