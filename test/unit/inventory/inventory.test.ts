import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY, type Inventory, inventoryBytes, parseInventory } from '../../../src/core/inventory/inventory.ts';
import { type Address, blockAddress, byText, fieldAddress, fileAddress } from '../../../src/core/values/address.ts';
import { bytesOf, type ContentId, textOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

const paths = fc.constantFrom(
  'a',
  'CLAUDE.md',
  '.claude/settings.json',
  '10',
  '9',
  'b#c%',
  '__proto__',
  'constructor',
  'ключ',
) as fc.Arbitrary<RelPath>;
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 40, maxLength: 40 });
const addresses: fc.Arbitrary<Address> = fc.oneof(
  paths.map(fileAddress),
  fc.tuple(paths, fc.string()).map(([path, part]) => fieldAddress(path, `/${part}`)),
  paths.map((path) => blockAddress(path, 'reconcile')),
);
const ids = fc.oneof(
  fc.constant<'seed'>('seed'),
  hex.map((id) => id as ContentId),
  fc.tuple(fc.constantFrom('100644', '100755'), hex).map((parts) => parts.join(' ') as ContentId),
);
const inventories: fc.Arbitrary<Inventory> = fc.array(fc.tuple(addresses, ids)).map((entries) => new Map(entries));

const read = (text: string): unknown => parseInventory(bytesOf(text));
const ID = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

describe('an inventory', () => {
  test('is written sorted, one entry a line, with the version and nothing that changes by itself', () => {
    const inventory: Inventory = new Map<Address, ContentId | 'seed'>([
      [fileAddress('b' as RelPath), `100644 ${ID}` as ContentId],
      [fieldAddress('a' as RelPath, '/x'), ID as ContentId],
      [fileAddress('a' as RelPath), 'seed' as const],
    ]);
    expect(textOf(inventoryBytes(inventory))).toBe(
      `{\n  "version": 1,\n  "entries": {\n    "a": "seed",\n    "a#/x": "${ID}",\n    "b": "100644 ${ID}"\n  }\n}\n`,
    );
  });

  test('comes back as it was written', () => {
    fc.assert(
      fc.property(inventories, (inventory) => {
        const parsed = parseInventory(inventoryBytes(inventory));
        expect('inventory' in parsed && new Map(parsed.inventory)).toEqual(new Map(inventory));
      }),
    );
    expect(parseInventory(inventoryBytes(EMPTY))).toEqual({ inventory: new Map() });
  });

  test('has the same bytes in whatever order its entries were recorded', () => {
    fc.assert(
      fc.property(
        inventories.chain((inventory) => fc.shuffledSubarray([...inventory], { minLength: inventory.size })),
        (shuffled) => {
          const sorted = [...shuffled].sort(([a], [b]) => byText(a, b));
          expect(textOf(inventoryBytes(new Map(shuffled)))).toBe(textOf(inventoryBytes(new Map(sorted))));
        },
      ),
    );
  });

  test.each([
    ['', 'is not valid JSON'],
    ['{"version": 1, "entries": {', 'is not valid JSON'],
    ['null', 'is not an inventory'],
    ['[]', 'is not an inventory'],
    ['{}', 'is not an inventory'],
    ['{"version": "1", "entries": {}}', 'is not an inventory'],
    ['{"version": 0, "entries": {}}', 'is not an inventory'],
    ['{"version": 0.5, "entries": {}}', 'is not an inventory'],
    ['{"version": 1, "entries": []}', 'is not an inventory'],
    ['{"version": 2, "entries": {}}', 'has version 2; this program knows 1'],
    ['{"version": 1, "entries": {"a": 1}}', 'has no content id at "a"'],
    ['{"version": 1, "entries": {"a": "100600 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"}}', 'has no content id at "a"'],
    ['{"version": 1, "entries": {"a": "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391"}}', 'has no content id at "a"'],
    ['{"version": 1, "entries": {"a": "seed "}}', 'has no content id at "a"'],
  ])('%s is refused: %s', (text, wrong) => {
    expect(read(text)).toEqual({ wrong });
  });

  test.each([
    '../other/file',
    '/etc/passwd',
    'a/../../b',
    '.git/config',
    'sub/.GIT/hooks/pre-commit',
    '',
    '../x#/env/A',
    '..#block:reconcile',
  ])('as the licence to delete, it may not name %j', (address) => {
    expect(read(JSON.stringify({ version: 1, entries: { [address]: ID } }))).toHaveProperty('wrong');
  });

  test('any bytes are read or refused, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
        expect(Object.keys(parseInventory(bytes))).toHaveLength(1);
      }),
    );
  });
});
