import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { InventoryDocument } from '../../../generated/inventory.ts';
import type { PlanDocument } from '../../../generated/plan.ts';
import { type Inventory, inventoryBytes } from '../../../src/core/inventory/inventory.ts';
import type { Change, Plan, TargetPlan } from '../../../src/core/plan/plan.ts';
import { blockAddress, fieldAddress, fileAddress } from '../../../src/core/values/address.ts';
import type { BlobId, ContentId } from '../../../src/core/values/content.ts';
import { blobId, bytesOf, fileContentId, textOf } from '../../../src/core/values/content.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import type { CommitId, Revision, TargetName } from '../../../src/core/values/target.ts';
import { planJson } from '../../../src/core/views/planJson.ts';

function validator(name: string) {
  const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../../schemas/${name}.schema.json`, 'utf8'));
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}

const path = '.claude/settings.json' as RelPath;
const id = blobId(bytesOf('x'));

test('an inventory is as its schema says, and nothing else is', () => {
  const inventory: Inventory = new Map<never, ContentId | 'seed'>([
    [fileAddress(path) as never, fileContentId('100755', id)],
    [fieldAddress(path, '/env/X') as never, id as string as ContentId],
    [blockAddress('CLAUDE.md' as RelPath, 'reconcile') as never, 'seed'],
  ]);
  const accepts = validator('inventory');
  const document = JSON.parse(textOf(inventoryBytes(inventory))) as InventoryDocument;
  expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
  expect(accepts({ ...document, version: 2 })).toBe(false);
  expect(accepts({ ...document, entries: { a: 'short' } })).toBe(false);
});

test('what plan --format json prints is as the schema of plans says', () => {
  const accepts = validator('plan');
  for (const changes of [[], CHANGES]) {
    const document = JSON.parse(planJson(planOf(changes))) as PlanDocument;
    expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
    expect(document.targets.map((target) => target.changes.length)).toEqual([changes.length, 0]);
    expect(accepts({ ...document, extra: 1 })).toBe(false);
  }
});

const CHANGES: Change[] = [
  {
    path,
    address: fileAddress(path),
    action: 'create',
    reason: 'new',
    after: { id, mode: '100644' },
    origin: { selector: 'global.commands a', place: 'canonical.yaml:4', source: 'desired-state/a' },
  },
  {
    path,
    address: fieldAddress(path, '/env/X'),
    action: 'update',
    reason: 'drifted',
    before: { id: id as BlobId, mode: null },
    after: { id, mode: null },
    byPolicy: true,
  },
  { path, address: fileAddress('b' as RelPath), action: 'conflict', reason: 'not-a-file', detail: 'is a folder' },
];

function planOf(changes: readonly Change[]): Plan {
  const target: TargetPlan = {
    name: 'a' as TargetName,
    kind: 'repository',
    root: '/a' as AbsPath,
    status: 'OutOfSync',
    delivery: 'commit',
    branch: 'main',
    head: '0'.repeat(40) as CommitId,
    changes,
    findings: [{ severity: 'high', check: 'c', message: 'm', path, place: 'canonical.yaml:3', fixable: false }],
    writes: [],
    entries: 3,
    id: 'x',
  };
  const blocked: TargetPlan = {
    ...target,
    name: 'b' as TargetName,
    status: 'Blocked',
    reason: 'r',
    blockedBy: 'w',
    creation: { how: 'clone', remote: '/r' },
    changes: [],
    findings: [],
  };
  return { revision: 'uncommitted' as Revision, targets: [target, blocked], known: 2 };
}
