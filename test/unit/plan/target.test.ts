import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActualFile } from '../../../src/core/actual/state.ts';
import type { DesiredDocument } from '../../../src/core/desired/state.ts';
import { EMPTY, INVENTORY_PATH, type Inventory, inventoryBytes } from '../../../src/core/inventory/inventory.ts';
import type { FileSide } from '../../../src/core/plan/plan.ts';
import { planId, planTarget, type TargetAnswer } from '../../../src/core/plan/target.ts';
import type { fileAddress } from '../../../src/core/values/address.ts';
import { bytesOf, type ContentId, textOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { block, fields, seedFile, targetQuestion, there, wholeFile, writtenBefore } from './builders.ts';

const sideOf = (inventory: Inventory): FileSide => ({ bytes: inventoryBytes(inventory), mode: '100644' });
const committed = (inventory: Inventory) => ({ inventory, path: INVENTORY_PATH, file: sideOf(inventory) });

const LOCAL = '.claude/settings.local.json';

function told(answer: TargetAnswer): string[] {
  return answer.changes.map((change) => `${change.action} ${change.address}`);
}

describe('the plan of a target', () => {
  const desired = [
    wholeFile('b.md', 'b\n'),
    wholeFile('.claude/commands/a.md', 'a\n'),
    fields('.claude/settings.json', { env: { A: '1' } }),
    block('CLAUDE.md', 'read this'),
    seedFile('.worktreeinclude', '.env\n'),
  ];

  test('in an empty repository everything is made, sorted by path, the inventory last', () => {
    const answer = planTarget(targetQuestion(desired, EMPTY, {}));
    expect(told(answer)).toEqual([
      'create .claude/commands/a.md',
      'create .claude/settings.json#/env/A',
      'create .worktreeinclude',
      'create CLAUDE.md#block:reconcile',
      'create b.md',
    ]);
    expect(answer.writes.map((write) => write.path)).toEqual([
      '.claude/commands/a.md',
      '.claude/settings.json',
      '.worktreeinclude',
      'CLAUDE.md',
      'b.md',
      INVENTORY_PATH,
    ]);
    expect(answer.entries).toBe(5);
    const record = inventoryBytes(writtenBefore(...desired));
    expect(textOf(answer.writes.at(-1)?.after?.bytes ?? bytesOf(''))).toBe(textOf(record));
  });

  test('when all is as it was written there is nothing to do', () => {
    const last = writtenBefore(...desired);
    const actual = Object.fromEntries(
      desired.map((document) => [document.path, there('whole' in document ? document.whole : document.content)]),
    );
    const answer = planTarget(targetQuestion(desired, last, actual, { committed: committed(last) }));
    expect([answer.changes, answer.writes, 'local' in answer]).toEqual([[], [], false]);
  });

  test('what was written and is no longer wanted goes, and with the last of it the inventory', () => {
    const old = wholeFile('old.md', 'old\n');
    const last = writtenBefore(old);
    const answer = planTarget(targetQuestion([], last, { 'old.md': there('old\n') }, { committed: committed(last) }));
    expect(told(answer)).toEqual(['delete old.md']);
    expect(answer.writes).toMatchObject([
      { path: 'old.md', after: null, committed: true },
      { path: INVENTORY_PATH, after: null, committed: true },
    ]);
  });

  test('an empty inventory that somebody keeps is left alone', () => {
    const answer = planTarget(targetQuestion([], EMPTY, {}, { committed: committed(EMPTY) }));
    expect(answer.writes).toEqual([]);
  });

  test('what only this machine has is recorded on this machine, and not committed', () => {
    const local = fields(LOCAL, { env: { A: '1' } }, false);
    const answer = planTarget(targetQuestion([local], EMPTY, {}));
    expect(answer.writes.map(({ path, committed: c }) => [path, c])).toEqual([[LOCAL, false]]);
    expect(answer.local).toEqual(writtenBefore(local));
    const settled = planTarget(
      targetQuestion([local], EMPTY, { [LOCAL]: there('{"env": {"A": "1"}}') }, { local: writtenBefore(local) }),
    );
    expect([settled.writes, 'local' in settled]).toEqual([[], false]);
  });

  test('what is deleted is committed when it was, and stays on this machine when it did', () => {
    const local = fields(LOCAL, { env: { A: '1' } }, false);
    const old = wholeFile('old.md', 'old\n');
    const actual = { 'old.md': there('old\n'), [LOCAL]: there('{"env": {"A": "1"}}') };
    const over = { committed: committed(writtenBefore(old)), local: writtenBefore(local) };
    const answer = planTarget(targetQuestion([], writtenBefore(old), actual, over));
    expect(answer.writes.map(({ path, committed: c }) => [path, c])).toEqual([
      [LOCAL, false],
      ['old.md', true],
      [INVENTORY_PATH, true],
    ]);
    expect(answer.local).toEqual(EMPTY);
  });

  test('a path behind a link is written where it really is, and recorded where it is wanted', () => {
    const path = '.claude/skills/a/SKILL.md' as RelPath;
    const real = 'shared/skills/a/SKILL.md' as RelPath;
    const question = targetQuestion(
      [wholeFile(path, 'x')],
      EMPTY,
      {},
      { actual: new Map([[path, { path: real, file: { kind: 'absent' } }]]) },
    );
    const answer = planTarget(question);
    expect(answer.writes[0]?.path).toBe(real);
    expect(answer.changes[0]).toMatchObject({ path: real, address: path });
    expect([...answer.redo.keys()]).toEqual([real]);
  });

  test('an adoption writes nothing but the inventory', () => {
    const answer = planTarget(targetQuestion([wholeFile('a.md', 'x')], EMPTY, { 'a.md': there('x') }));
    expect(told(answer)).toEqual(['adopt a.md']);
    expect(answer.writes.map((write) => write.path)).toEqual([INVENTORY_PATH]);
  });

  test('the policy holds for the path and the target', () => {
    const last = writtenBefore(wholeFile('a.md', 'x'));
    const over = { own: { rules: [{ paths: ['a.md'], repositories: ['nautilus_*'], onDrift: 'leave' as const }] } };
    const answer = planTarget(targetQuestion([wholeFile('a.md', 'x')], last, { 'a.md': there('y') }, over));
    expect(answer.changes).toMatchObject([{ action: 'conflict', reason: 'drifted', byPolicy: true }]);
  });
});

const PATHS = ['a.md', '.claude/b.md', 'CLAUDE.md', '.claude/settings.json', 'z/#%.md'];
const documents: fc.Arbitrary<DesiredDocument[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...PATHS), fc.nat(3), fc.constantFrom('x\n', 'y\n')), {
    selector: ([path]) => path,
  })
  .map((list) =>
    list.map(([path, form, text]) => {
      if (form === 0) return seedFile(path, text);
      if (form === 1) return block(path, text);
      return form === 2
        ? fields(path, { env: { A: text } })
        : wholeFile(path, text, text === 'x\n' ? '100644' : '100755');
    }),
  );
const actuals = fc.dictionary(
  fc.constantFrom(...PATHS),
  fc.oneof(
    fc.constantFrom<ActualFile>({ kind: 'directory' }, { kind: 'link', to: 'x' }),
    fc.constantFrom('x\n', 'y\n', '{"env": {"A": "x\\n"}}', '{').map((text) => there(text)),
  ),
  { noNullPrototype: true },
);

/** The target after a plan was carried out. */
function after(actual: Readonly<Record<string, ActualFile>>, answer: TargetAnswer): Record<string, ActualFile> {
  const next: Record<string, ActualFile> = { ...actual };
  for (const write of answer.writes)
    next[write.path] = write.after === null ? { kind: 'absent' } : { kind: 'file', ...write.after };
  return next;
}

describe('the laws of a target', () => {
  test('the plan does not depend on the order in which anything is given', () => {
    const worlds = fc.tuple(documents, documents, actuals).chain(([desired, last, actual]) =>
      fc.record({
        given: fc.constant({ desired, last: [...writtenBefore(...last)], actual }),
        desired: fc.shuffledSubarray(desired, { minLength: desired.length }),
        last: fc.shuffledSubarray([...writtenBefore(...last)], { minLength: writtenBefore(...last).size }),
        actual: fc.shuffledSubarray(Object.entries(actual), { minLength: Object.keys(actual).length }),
      }),
    );
    fc.assert(
      fc.property(worlds, ({ given, desired, last, actual }) => {
        const plain = (answer: TargetAnswer): unknown => ({
          changes: answer.changes,
          writes: answer.writes,
          entries: answer.entries,
        });
        const one = planTarget(targetQuestion(given.desired, new Map(given.last), given.actual));
        const other = planTarget(targetQuestion(desired, new Map(last), Object.fromEntries(actual)));
        expect(plain(other)).toEqual(plain(one));
        const id = (answer: TargetAnswer): string =>
          planId({
            name: targetQuestion([], EMPTY, {}).name,
            branch: undefined,
            head: undefined,
            creation: undefined,
            ...answer,
          });
        expect(id(other)).toBe(id(one));
      }),
    );
  });

  test('carried out, nothing is left to do but what was left alone', () => {
    fc.assert(
      fc.property(documents, documents, actuals, (desired, before, actual) => {
        const last = writtenBefore(...before);
        const first = planTarget(targetQuestion(desired, last, actual, { committed: committed(last) }));
        const world = after(actual, first);
        const file = world[INVENTORY_PATH];
        const record = new Map<ReturnType<typeof fileAddress>, ContentId | 'seed'>();
        const write = first.writes.find(({ path }) => path === INVENTORY_PATH);
        const text =
          write === undefined
            ? textOf(inventoryBytes(last))
            : write.after === null
              ? '{"entries":{}}'
              : textOf(write.after.bytes);
        for (const [address, id] of Object.entries(JSON.parse(text).entries))
          record.set(address as never, id as ContentId);
        const side =
          file?.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : write === undefined ? sideOf(last) : null;
        const over = { committed: { inventory: record, path: INVENTORY_PATH, file: side } };
        const second = planTarget(targetQuestion(desired, record, world, over));
        expect(second.writes).toEqual([]);
        expect(told(second)).toEqual(told(first).filter((line) => line.startsWith('conflict')));
      }),
    );
  });

  test('every write begins from what was there, and nothing outside the wanted and recorded paths is written', () => {
    fc.assert(
      fc.property(documents, documents, actuals, (desired, before, actual) => {
        const last = writtenBefore(...before);
        const known = new Set<string>([...desired, ...before].map(({ path }) => path));
        for (const write of planTarget(targetQuestion(desired, last, actual)).writes) {
          if (write.path === INVENTORY_PATH) continue;
          expect(known).toContain(write.path);
          const there = actual[write.path];
          expect(write.before).toEqual(there?.kind === 'file' ? { bytes: there.bytes, mode: there.mode } : null);
        }
      }),
    );
  });
});

describe('the id of a plan', () => {
  const base = planTarget(targetQuestion([wholeFile('a.md', 'x')], EMPTY, {}));
  const { name } = targetQuestion([], EMPTY, {});
  const idOf = (over: Partial<Parameters<typeof planId>[0]>): string =>
    planId({
      name,
      branch: 'main',
      head: 'h',
      creation: undefined,
      changes: base.changes,
      writes: base.writes,
      ...over,
    });

  test('is the same for the same plan and another for any other', () => {
    const other = planTarget(targetQuestion([wholeFile('a.md', 'y')], EMPTY, {}));
    const executable = planTarget(targetQuestion([wholeFile('a.md', 'x', '100755')], EMPTY, {}));
    const onto = planTarget(targetQuestion([wholeFile('a.md', 'x')], EMPTY, { 'a.md': there('x') }));
    const ids = [
      idOf({}),
      idOf({ head: 'i' }),
      idOf({ head: undefined }),
      idOf({ branch: 'other' }),
      idOf({ name: 'n8n_dev' as typeof name }),
      idOf({ creation: { how: 'init', branch: 'main' } }),
      idOf({ writes: [] }),
      idOf({ changes: [] }),
      idOf({ changes: other.changes, writes: other.writes }),
      idOf({ changes: executable.changes, writes: executable.writes }),
      idOf({ changes: onto.changes, writes: onto.writes }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf({})).toBe(ids[0]);
    expect(ids[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
