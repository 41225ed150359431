import { describe, expect, test } from 'vitest';
import type { ActualFile } from '../../../src/core/actual/state.ts';
import type { Moved, PolicyRule } from '../../../src/core/canonical/canonical.ts';
import { INVENTORY_PATH, type Inventory } from '../../../src/core/inventory/inventory.ts';
import { planTarget } from '../../../src/core/plan/target.ts';
import { fileAddress } from '../../../src/core/values/address.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { seedFile, targetQuestion, there, wholeFile, writtenBefore } from './builders.ts';

const PLACE = { file: 'canonical.yaml', line: 1 };
const move = (from: string, to: string): Moved => ({ from, to, places: { from: PLACE, to: PLACE } });
const link: ActualFile = { kind: 'link', to: 'elsewhere' };

interface Case {
  readonly last?: Inventory;
  readonly desired?: readonly ReturnType<typeof wholeFile>[];
  readonly actual: Readonly<Record<string, ActualFile>>;
  readonly moved?: readonly Moved[];
  readonly own?: Partial<PolicyRule>;
}

/** What is said, what is written (the inventory aside), and which paths are recorded afterwards. */
function planned({ last = WAS, desired = [NEW], actual, moved = [move('old.md', 'new.md')], own = {} }: Case) {
  const answer = planTarget(targetQuestion(desired, last, actual, { moved, own: { rules: [], ...own } }));
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const record = answer.writes.find((write) => write.path === INVENTORY_PATH);
  const entries = record?.after ? Object.keys(JSON.parse(text(record.after.bytes)).entries) : [...last.keys()];
  return {
    said: answer.changes.map(({ action, reason, from, path }) =>
      [action, reason, ...(from === undefined ? [] : [from]), path].join(' '),
    ),
    written: answer.writes
      .filter((write) => write !== record)
      .map((write) => `${write.path}: ${write.after === null ? 'gone' : text(write.after.bytes)}`),
    recorded: entries,
  };
}

const WAS = writtenBefore(wholeFile('old.md', 'A'));
const NEW = wholeFile('new.md', 'A');
const CHANGED = wholeFile('new.md', 'B');
const AT_NEW = ['new.md'];
const AT_OLD = ['old.md'];

describe('a file of ours that has another path now', () => {
  test.each<[string, Case, ReturnType<typeof planned>]>([
    [
      'is moved when it is as we wrote it',
      { actual: { 'old.md': there('A') } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: A'], recorded: AT_NEW },
    ],
    [
      'is moved and brought up to date when it changed here',
      { desired: [CHANGED], actual: { 'old.md': there('A') } },
      { said: ['update changed old.md new.md'], written: ['old.md: gone', 'new.md: B'], recorded: AT_NEW },
    ],
    [
      'is moved when what was changed there is what is wanted now',
      { desired: [CHANGED], actual: { 'old.md': there('B') } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: B'], recorded: AT_NEW },
    ],
    [
      'is moved and repaired when it was changed there',
      { actual: { 'old.md': there('C') } },
      { said: ['update drifted old.md new.md'], written: ['old.md: gone', 'new.md: A'], recorded: AT_NEW },
    ],
    [
      'is moved as it is when policy leaves what was changed there',
      { actual: { 'old.md': there('C') }, own: { onDrift: 'leave' } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: C'], recorded: AT_NEW },
    ],
    [
      'is moved as it is when it was changed there and here',
      { desired: [CHANGED], actual: { 'old.md': there('C') } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: C'], recorded: AT_NEW },
    ],
    [
      'is moved although nothing may be pruned',
      { actual: { 'old.md': there('A') }, own: { prune: false } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: A'], recorded: AT_NEW },
    ],
    [
      'is restored at its new path when it was deleted there',
      { actual: {} },
      { said: ['create drifted new.md'], written: ['new.md: A'], recorded: AT_NEW },
    ],
    [
      'stays deleted, and recorded where it was, when policy leaves that',
      { actual: {}, own: { onDrift: 'leave' } },
      { said: ['conflict drifted new.md'], written: [], recorded: AT_OLD },
    ],
    [
      'is adopted when somebody moved it himself',
      { actual: { 'new.md': there('A') } },
      { said: ['adopt same new.md'], written: [], recorded: AT_NEW },
    ],
    [
      'stays where it is when something else stands at its new path',
      { actual: { 'old.md': there('A'), 'new.md': there('X') } },
      { said: ['conflict foreign new.md'], written: [], recorded: AT_OLD },
    ],
    [
      'stays where it is when a link stands at its new path',
      { actual: { 'old.md': there('A'), 'new.md': link } },
      { said: ['conflict not-a-file new.md'], written: [], recorded: AT_OLD },
    ],
    [
      'goes when what is wanted stands at its new path already',
      { actual: { 'old.md': there('A'), 'new.md': there('A') } },
      { said: ['adopt same new.md', 'delete removed old.md'], written: ['old.md: gone'], recorded: AT_NEW },
    ],
    [
      'is forgotten when a link stands where it was',
      { actual: { 'old.md': link } },
      { said: ['create new new.md', 'forget removed old.md'], written: ['new.md: A'], recorded: AT_NEW },
    ],
    [
      'is deleted when nothing is wanted at its new path',
      { desired: [wholeFile('other.md', 'A')], actual: { 'old.md': there('A') } },
      {
        said: ['delete removed old.md', 'create new other.md'],
        written: ['old.md: gone', 'other.md: A'],
        recorded: ['other.md'],
      },
    ],
    [
      'follows one move after the other',
      { moved: [move('old.md', 'between.md'), move('between.md', 'new.md')], actual: { 'old.md': there('A') } },
      { said: ['update moved old.md new.md'], written: ['old.md: gone', 'new.md: A'], recorded: AT_NEW },
    ],
    [
      'moves with its folder',
      {
        last: writtenBefore(wholeFile('a/b/c.md', 'A')),
        desired: [wholeFile('x/b/c.md', 'A')],
        moved: [move('a/', 'x/')],
        actual: { 'a/b/c.md': there('A') },
      },
      { said: ['update moved a/b/c.md x/b/c.md'], written: ['a/b/c.md: gone', 'x/b/c.md: A'], recorded: ['x/b/c.md'] },
    ],
  ])('%s', (_, given, expected) => {
    expect(planned(given)).toEqual(expected);
  });

  test('a seed was given away: it stays where it is, and is not created a second time', () => {
    const last: Inventory = new Map([[fileAddress('old.md' as RelPath), 'seed']]);
    const desired = [seedFile('new.md', 'A') as ReturnType<typeof wholeFile>];
    const given = { last, desired, actual: { 'old.md': there('mine') } };
    expect(planned(given)).toEqual({ said: [], written: [], recorded: AT_NEW });
  });

  test('a move that was made does nothing any more', () => {
    const given = { last: writtenBefore(NEW), actual: { 'new.md': there('A'), 'old.md': there('foreign') } };
    expect(planned(given)).toEqual({ said: [], written: [], recorded: AT_NEW });
  });
});
