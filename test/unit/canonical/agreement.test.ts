import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../../src/core/canonical/events.ts';
import { shapes } from '../../../src/core/canonical/schema.ts';
import { documents, mutated, SCHEMA } from './documents.ts';

const { canonicalSchema, SECTIONS, THRESHOLDS } = shapes();

const accepts = new Ajv2020({ allErrors: false, allowUnionTypes: true }).compile(SCHEMA);

describe('the JSON Schema and the zod schema', () => {
  test('both accept every document that has the right shape', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
        expect(canonicalSchema.safeParse(document).error?.issues).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  test('accept and reject the same documents when something in them is changed', () => {
    let rejected = 0;
    fc.assert(
      fc.property(documents.chain(mutated), (document) => {
        const accepted = accepts(document);
        if (!accepted) rejected++;
        expect(canonicalSchema.safeParse(document).success, JSON.stringify(accepts.errors)).toBe(accepted);
      }),
      { numRuns: 500 },
    );
    // Or the law would have said nothing.
    expect(rejected).toBeGreaterThan(50);
  });

  test('know the same sections and thresholds', () => {
    expect(Object.keys(SCHEMA.properties!)).toEqual(Object.keys(SECTIONS));
    expect(Object.keys(SCHEMA.properties!['thresholds']!.properties!)).toEqual(Object.keys(THRESHOLDS));
  });

  test('know the 33 events of the client, in both spellings', () => {
    expect(new Set(HOOK_EVENTS).size).toBe(33);
    expect(SCHEMA.$defs['hooks']!.propertyNames!.enum).toHaveLength(66);
  });
});

test('every key of the JSON Schema has a description for the editor', () => {
  const bare: string[] = [];
  const look = (schema: typeof SCHEMA, path: string): void => {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      const ref = (inner['$ref'] as string | undefined)?.slice('#/$defs/'.length);
      const description = (ref === undefined ? inner : SCHEMA.$defs[ref]!)['description'];
      if (typeof description !== 'string' || !description.endsWith('.')) bare.push(`${path}.${key}`);
      look(inner as typeof SCHEMA, `${path}.${key}`);
    }
  };
  look(SCHEMA, '');
  for (const [name, inner] of Object.entries(SCHEMA.$defs)) look(inner as typeof SCHEMA, name);
  expect(bare).toEqual([]);
});
