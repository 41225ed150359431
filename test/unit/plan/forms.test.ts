import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActualFile } from '../../../src/core/actual/state.ts';
import type { DesiredDocument } from '../../../src/core/desired/state.ts';
import { EMPTY, type Inventory } from '../../../src/core/inventory/inventory.ts';
import { planDocument } from '../../../src/core/plan/document.ts';
import type { Answer, Question } from '../../../src/core/plan/question.ts';
import { fieldAddress } from '../../../src/core/values/address.ts';
import { bytesOf, type ContentId, textOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import {
  ABSENT,
  block,
  FILES,
  fields,
  noted,
  question,
  seedFile,
  there,
  wholeFile,
  writtenBefore,
} from './builders.ts';

type Note = ReturnType<typeof noted>;

/** Notes an answer, and demands that carrying it out leaves nothing more to do. */
function planned(
  path: string,
  desired: DesiredDocument | undefined,
  last: Inventory,
  file: ActualFile,
  over: Partial<Question> = {},
): Note {
  const answer = planDocument(question(path, desired, last, file, over));
  const after: ActualFile =
    answer.write === undefined ? file : answer.write.after === null ? ABSENT : { kind: 'file', ...answer.write.after };
  const again = planDocument(question(path, desired, answer.record, after, over));
  const conflicts = (one: Answer): string[] => noted(one).changes.filter((line) => line.startsWith('conflict'));
  expect(again.write).toBeUndefined();
  expect(noted(again).changes).toEqual(conflicts(answer));
  expect(again.record).toEqual(answer.record);
  return noted(answer);
}

const A = 'a.md';
const NEW = wholeFile(A, 'new\n');
const OLD = writtenBefore(wholeFile(A, 'old\n'));

describe('a whole file', () => {
  test.each<[string, DesiredDocument | undefined, Inventory, ActualFile, string[], string | null | undefined]>([
    ['is created', NEW, EMPTY, ABSENT, ['create a.md: new'], 'new\n'],
    ['is adopted when it is right', NEW, EMPTY, there('new\n'), ['adopt a.md: same'], undefined],
    ['is left alone when it is somebody’s', NEW, EMPTY, there('theirs\n'), ['conflict a.md: foreign'], undefined],
    ['is kept', NEW, writtenBefore(NEW), there('new\n'), [], undefined],
    ['is repaired', NEW, writtenBefore(NEW), there('drift\n'), ['update a.md: drifted'], 'new\n'],
    ['is made again', NEW, writtenBefore(NEW), ABSENT, ['create a.md: drifted'], 'new\n'],
    ['is updated', NEW, OLD, there('old\n'), ['update a.md: changed'], 'new\n'],
    [
      'is left alone when both sides changed',
      NEW,
      OLD,
      there('theirs\n'),
      ['conflict a.md: drifted-and-changed'],
      undefined,
    ],
    ['is deleted when it is as we wrote it', undefined, OLD, there('old\n'), ['delete a.md: removed'], null],
    ['stays when it is not', undefined, OLD, there('theirs\n'), ['conflict a.md: drifted'], undefined],
    ['is forgotten when it is gone', undefined, OLD, ABSENT, ['forget a.md: removed'], undefined],
    [
      'has its executable bit repaired',
      wholeFile(A, 'x', '100755'),
      writtenBefore(wholeFile(A, 'x', '100755')),
      there('x'),
      ['update a.md: drifted'],
      'x',
    ],
    [
      'is somebody’s when only the bit differs',
      wholeFile(A, 'x', '100755'),
      EMPTY,
      there('x'),
      ['conflict a.md: foreign'],
      undefined,
    ],
    [
      'is not deleted when somebody made it executable',
      undefined,
      OLD,
      there('old\n', '100755'),
      ['conflict a.md: drifted'],
      undefined,
    ],
  ])('%s', (_, desired, last, file, changes, write) => {
    expect(planned(A, desired, last, file)).toEqual({ changes, write });
  });

  test('the change tells both sides, and a conflict shows both contents', () => {
    const [change] = planDocument(question(A, NEW, OLD, there('old\n', '100644'))).changes;
    expect(change?.before?.mode).toBe('100644');
    expect(change?.after).toEqual({ id: 'entry' in NEW ? NEW.entry.blob : '', mode: '100644' });
    expect(change?.origin?.selector).toBe('global.commands a');
    const [conflict] = planDocument(question(A, NEW, EMPTY, there('theirs\n'))).changes;
    expect(textOf(conflict?.contents?.before ?? bytesOf(''))).toBe('theirs\n');
  });

  test('where the executable bit means nothing, it makes no difference', () => {
    const files = { ...FILES, fileMode: false };
    const script = wholeFile(A, 'x', '100755');
    expect(planned(A, script, writtenBefore(script), there('x'), { files })).toEqual({ changes: [], write: undefined });
    expect(planned(A, undefined, writtenBefore(script), there('x'), { files }).changes).toEqual([
      'delete a.md: removed',
    ]);
  });

  test('where git turns line ends into CRLF, that makes no difference', () => {
    const files = { ...FILES, crlf: true };
    expect(planned(A, NEW, writtenBefore(NEW), there('new\r\n'), { files }).changes).toEqual([]);
    expect(planned(A, NEW, writtenBefore(NEW), there('new\r\nmore\r\n'), { files }).changes).toEqual([
      'update a.md: drifted',
    ]);
    expect(planned(A, NEW, writtenBefore(NEW), there('new\r\n')).changes).toEqual(['update a.md: drifted']);
  });

  test('the policy is asked', () => {
    const rule = { onDrift: 'leave', onConflict: 'overwrite', prune: false } as const;
    expect(planned(A, NEW, writtenBefore(NEW), there('drift\n'), { rule }).changes).toEqual(['conflict a.md: drifted']);
    expect(planned(A, NEW, EMPTY, there('theirs\n'), { rule })).toEqual({
      changes: ['update a.md: changed'],
      write: 'new\n',
    });
    expect(planned(A, undefined, OLD, there('old\n'), { rule })).toEqual({
      changes: ['forget a.md: removed'],
      write: undefined,
    });
  });
});

describe('a seed', () => {
  const seed = seedFile(A, 'start\n');
  const seeded = writtenBefore(seed);

  test.each<[string, DesiredDocument | undefined, Inventory, ActualFile, string[], string | undefined]>([
    ['is created where there is nothing', seed, EMPTY, ABSENT, ['create a.md: new'], 'start\n'],
    ['is not created where there is something', seed, EMPTY, there('theirs\n'), [], undefined],
    ['is not created over a link', seed, EMPTY, { kind: 'link', to: 'x' }, [], undefined],
    ['is never touched again', seed, seeded, there('changed\n'), [], undefined],
    ['is not made again when it was deleted', seed, seeded, ABSENT, [], undefined],
    [
      'is forgotten when it is no longer wanted, and stays',
      undefined,
      seeded,
      there('start\n'),
      ['forget a.md: removed'],
      undefined,
    ],
    ['is given away when it was a file of ours', seed, OLD, there('old\n'), ['forget a.md: removed'], undefined],
  ])('%s', (_, desired, last, file, changes, write) => {
    expect(planned(A, desired, last, file)).toEqual({ changes, write });
  });
});

const S = '.claude/settings.json';
const at = (pointer: string): string => `${S}#${pointer}`;

describe('fields', () => {
  const wanted = fields(S, { env: { A: '1' }, permissions: { deny: ['x'] } });
  const before = writtenBefore(wanted);
  const whole = '{\n  "env": {\n    "A": "1"\n  },\n  "permissions": {\n    "deny": [\n      "x"\n    ]\n  }\n}\n';

  test('a file of only ours is made whole', () => {
    const changes = [`create ${at('/env/A')}: new`, `create ${at('/permissions/deny/x')}: new`];
    expect(planned(S, wanted, EMPTY, ABSENT)).toEqual({ changes, write: whole });
  });

  test('a file of somebody else gets our fields, and keeps its own', () => {
    const note = planned(S, wanted, EMPTY, there('{"mine": [1,  2], "permissions": {"deny": ["y"]}}'));
    expect(note.write).toBe('{"mine": [1,  2], "permissions": {"deny": ["y", "x"]}, "env": { "A": "1" }}');
  });

  test('each field is decided for itself', () => {
    const file = there('{"env": {"A": "2", "B": "mine"}, "permissions": {"deny": ["x", "y"]}}');
    expect(planned(S, wanted, EMPTY, file)).toEqual({
      changes: [`conflict ${at('/env/A')}: foreign`, `adopt ${at('/permissions/deny/x')}: same`],
      write: undefined,
    });
    expect(planned(S, wanted, before, file)).toEqual({
      changes: [`update ${at('/env/A')}: drifted`],
      write: '{"env": {"A": "1", "B": "mine"}, "permissions": {"deny": ["x", "y"]}}',
    });
  });

  test('what is no longer wanted goes, what others wrote stays', () => {
    const file = there('{"env": {"A": "1"}, "mine": 1, "permissions": {"deny": ["x", "y"]}}');
    expect(planned(S, undefined, before, file)).toEqual({
      changes: [`delete ${at('/env/A')}: removed`, `delete ${at('/permissions/deny/x')}: removed`],
      write: '{"mine": 1, "permissions": {"deny": ["y"]}}',
    });
  });

  test('the file goes with the last field in it', () => {
    expect(planned(S, undefined, before, there(whole)).write).toBeNull();
  });

  test('a changed field that we no longer want stays, and stays recorded', () => {
    const one = writtenBefore(fields(S, { env: { A: '1' } }));
    expect(planned(S, undefined, one, there('{"env": {"A": "9"}}')).changes).toEqual([
      `conflict ${at('/env/A')}: drifted`,
    ]);
    expect(planned(S, undefined, one, there('{}')).changes).toEqual([`forget ${at('/env/A')}: removed`]);
  });

  test('the values of both sides are in the change', () => {
    const answer = planDocument(question(S, wanted, before, there('{"env": {"A": "9"}}')));
    expect(answer.changes[0]?.values).toEqual({ before: '9', after: '1' });
    expect(answer.changes[1]?.values).toEqual({ before: undefined, after: 'x' });
  });

  test.each<[string, ActualFile, string]>([
    ['has a comma too many', there('{"a": 1,}'), 'is not valid JSON (line 1, column 9)'],
    ['is empty', there(''), 'is not valid JSON (line 1, column 1)'],
    ['is a list', there('[]'), 'is valid JSON, but not an object'],
    ['is not UTF-8', there(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), 'is not UTF-8'],
    ['has a key twice', there('{"env": {}, "env": {}}'), 'has the key "env" twice'],
  ])('a file that %s is left alone as a whole, and so is what we know of it', (_, file, detail) => {
    const answer = planDocument(question(S, wanted, before, file));
    expect(answer.changes).toMatchObject([{ address: S, action: 'conflict', reason: 'unreadable', detail }]);
    expect([answer.write, answer.record]).toEqual([undefined, before]);
  });

  test('a key that stands twice is no trouble while there is nothing to write', () => {
    const file = there('{"x": 1, "x": 2, "env": {"A": "1"}, "permissions": {"deny": ["x"]}}');
    expect(planned(S, wanted, before, file).changes).toEqual([]);
  });

  test.each([
    ['{"env": "all", "permissions": {"deny": ["x"]}}', EMPTY, 'foreign'],
    ['{"env": ["A"], "permissions": {"deny": ["x"]}}', before, 'drifted'],
    [
      '{"env": [], "permissions": {"deny": ["x"]}}',
      writtenBefore(fields(S, { env: { A: '0' } })),
      'drifted-and-changed',
    ],
  ])(
    'in %s another value stands where the parent of our field should be: a conflict, and nothing is forgotten',
    (text, last, reason) => {
      const answer = planDocument(question(S, wanted, last, there(text)));
      expect(noted(answer).changes[0]).toBe(`conflict ${at('/env/A')}: ${reason}`);
      const address = fieldAddress(S as RelPath, '/env/A');
      expect(answer.record.get(address)).toBe(last.get(address));
      expect(answer.write).toBeUndefined();
    },
  );

  test('a field of ours whose parent somebody replaced is forgotten when it is no longer wanted', () => {
    const one = writtenBefore(fields(S, { env: { A: '1' } }));
    expect(planned(S, undefined, one, there('{"env": "mine"}')).changes).toEqual([`forget ${at('/env/A')}: removed`]);
  });

  test('another version of the file gets the same change, whatever is right here already', () => {
    const answer = planDocument(
      question(S, wanted, before, there('{"env": {"A": "9"}, "permissions": {"deny": ["x"]}, "unstaged": 1}')),
    );
    const redone = answer.redo?.(bytesOf('{"env": {"A": "9"}}'));
    expect(textOf(redone ?? bytesOf(''))).toBe('{"env": {"A": "1"}, "permissions": { "deny": [ "x" ] }}');
    expect(textOf(answer.redo?.(new Uint8Array()) ?? bytesOf(''))).toContain('"A": "1"');
  });

  test('an inventory that calls a field a seed makes no trouble', () => {
    const odd = new Map([[fieldAddress(S as RelPath, '/env/B'), 'seed' as const]]);
    const answer = planDocument(question(S, wanted, odd, there(whole)));
    expect(textOf(answer.redo?.(bytesOf('{}')) ?? bytesOf(''))).toBe(whole.trimEnd());
  });
});

const C = 'CLAUDE.md';
const MARK = `${C}#block:reconcile`;

describe('a block', () => {
  const wanted = block(C, 'new');
  const old = writtenBefore(block(C, 'old'));
  const withText = (text: string): string => {
    const document = block(C, text);
    return document.form === 'block' ? textOf(document.whole) : '';
  };

  test.each<[string, DesiredDocument | undefined, Inventory, ActualFile, string[], string | null | undefined]>([
    ['makes its file', wanted, EMPTY, ABSENT, [`create ${MARK}: new`], withText('new')],
    [
      'joins a file',
      wanted,
      EMPTY,
      there('# Mine\n'),
      [`create ${MARK}: new`],
      `# Mine\n\n${withText('new').replace('sep=0', 'sep=1')}`,
    ],
    ['is adopted', wanted, EMPTY, there(`${withText('new')}mine\n`), [`adopt ${MARK}: same`], undefined],
    [
      'is left alone when it is somebody’s',
      wanted,
      EMPTY,
      there(withText('x')),
      [`conflict ${MARK}: foreign`],
      undefined,
    ],
    [
      'is repaired in its place',
      wanted,
      writtenBefore(wanted),
      there(`a\n${withText('x')}b\n`),
      [`update ${MARK}: drifted`],
      `a\n${withText('new')}b\n`,
    ],
    [
      'is made again in a file that stays',
      wanted,
      writtenBefore(wanted),
      there('mine'),
      [`create ${MARK}: drifted`],
      `mine\n\n${withText('new').replace('sep=0', 'sep=2')}`,
    ],
    ['is updated', wanted, old, there(withText('old')), [`update ${MARK}: changed`], withText('new')],
    [
      'is left alone when both sides changed',
      wanted,
      old,
      there(withText('x')),
      [`conflict ${MARK}: drifted-and-changed`],
      undefined,
    ],
    ['takes an empty file with it', undefined, old, there(withText('old')), [`delete ${MARK}: removed`], null],
    [
      'leaves a file with more in it',
      undefined,
      old,
      there(`${withText('old')}mine\n`),
      [`delete ${MARK}: removed`],
      'mine\n',
    ],
    ['stays when somebody changed it', undefined, old, there(withText('x')), [`conflict ${MARK}: drifted`], undefined],
    ['is forgotten when it is gone', undefined, old, there('mine\n'), [`forget ${MARK}: removed`], undefined],
    [
      'is the same with CRLF',
      wanted,
      writtenBefore(wanted),
      there(withText('new').replaceAll('\n', '\r\n')),
      [],
      undefined,
    ],
  ])('%s', (_, desired, last, file, changes, write) => {
    expect(planned(C, desired, last, file)).toEqual({ changes, write });
  });

  test.each<[string, ActualFile, string]>([
    [
      'damaged markers',
      there('<!-- reconcile:end reconcile -->\n'),
      'has a damaged block "reconcile" (0 begin and 1 end markers)',
    ],
    ['UTF-16', there(Uint8Array.of(0xff, 0xfe, 0x41, 0)), 'is not UTF-8 text'],
    ['a NUL', there('a\0b'), 'is not UTF-8 text'],
  ])('a file with %s is left alone', (_, file, detail) => {
    const answer = planDocument(question(C, wanted, old, file));
    expect(answer.changes).toMatchObject([{ action: 'conflict', reason: 'unreadable', detail }]);
    expect([answer.write, answer.record]).toEqual([undefined, old]);
  });

  test('bytes outside that are no UTF-8 survive', () => {
    const answer = planDocument(question(C, wanted, EMPTY, there(Uint8Array.of(0xe9, 0x0a))));
    expect(answer.write?.after?.bytes.slice(0, 2)).toEqual(Uint8Array.of(0xe9, 0x0a));
  });

  test('a text that is made of markers is delivered, and stable', () => {
    const tricky = block(C, '<!-- reconcile:end reconcile -->\n<!-- reconcile:begin reconcile sep=0 x -->');
    expect(planned(C, tricky, EMPTY, there('# Mine\n')).changes).toEqual([`create ${MARK}: new`]);
  });

  test('another version of the file gets the same change; one with damaged markers is refused', () => {
    const answer = planDocument(question(C, wanted, old, there(`${withText('old')}unstaged\n`)));
    expect(textOf(answer.redo?.(bytesOf(withText('old'))) ?? bytesOf(''))).toBe(withText('new'));
    expect(() => answer.redo?.(bytesOf('<!-- reconcile:end reconcile -->\n'))).toThrow('damaged block');
  });
});

describe('what is no file', () => {
  const inTheWay: [string, ActualFile, string, string][] = [
    [
      'a link',
      { kind: 'link', to: 'AGENTS.md' },
      'not-a-file',
      'is a link to AGENTS.md; a link is never written through',
    ],
    ['a folder', { kind: 'directory' }, 'not-a-file', 'is a folder'],
    ['a pipe', { kind: 'special' }, 'not-a-file', 'is neither a file nor a folder'],
    ['a linked parent', { kind: 'unreachable', because: 'docs is a link' }, 'not-a-file', 'docs is a link'],
    ['something unreadable', { kind: 'unreadable', because: 'permission denied' }, 'unreadable', 'permission denied'],
  ];

  test.each(inTheWay)('%s where a file, fields or a block are wanted is a conflict', (_, file, reason, detail) => {
    for (const document of [wholeFile(C, 'x'), fields(S, { a: 1 }), block(C, 'x')]) {
      const answer = planDocument(question(document.path, document, writtenBefore(document), file));
      expect(answer.changes).toMatchObject([{ action: 'conflict', reason, detail, address: document.path }]);
      expect([answer.write, answer.record]).toEqual([undefined, writtenBefore(document)]);
    }
  });

  test.each(inTheWay)('%s where nothing is wanted any more is not touched', (_, file, reason) => {
    const answer = planDocument(question(A, undefined, OLD, file));
    const action = reason === 'unreadable' ? 'conflict' : 'forget';
    expect(answer.changes.map((change) => change.action)).toEqual([action]);
    expect([answer.write, answer.record.size]).toEqual([undefined, action === 'forget' ? 0 : 1]);
  });
});

describe('a field whose shape changes', () => {
  test.each([
    ['an object becomes a text', { statusLine: { type: 'command', command: 'x' } }, { statusLine: 'off' }],
    ['a text becomes an object', { statusLine: 'off' }, { statusLine: { type: 'command' } }],
    ['a set becomes an object', { x: ['a'] }, { x: { b: 1 } }],
    ['an object becomes a set', { x: { b: 1 } }, { x: ['a'] }],
    ['a list becomes a set', { x: [1, 'a'] }, { x: ['a'] }],
    ['a set becomes a list', { x: ['a', 'b'] }, { x: [1, 'a'] }],
  ])('%s: what we wrote goes first and makes room', (_, old, now) => {
    const file = there(JSON.stringify({ mine: 1, ...old }));
    const { write } = planned(S, fields(S, now), writtenBefore(fields(S, old)), file);
    expect(JSON.parse(write ?? '')).toEqual({ mine: 1, ...now });
  });

  test('it does not make room by taking what is somebody’s', () => {
    const old = writtenBefore(fields(S, { statusLine: { type: 'command' } }));
    const file = there('{"statusLine": {"type": "command", "padding": 1}}');
    const note = planDocument(question(S, fields(S, { statusLine: 'off' }), old, file));
    expect(noted(note)).toEqual({
      changes: [`delete ${at('/statusLine/type')}: removed`, `conflict ${at('/statusLine')}: foreign`],
      write: '{"statusLine": {"padding": 1}}',
    });
    const twice = there('{"statusLine": {"type": "command", "type": "command"}}');
    expect(planDocument(question(S, fields(S, { statusLine: 'off' }), old, twice)).changes).toMatchObject([
      { reason: 'unreadable', detail: 'has the key "type" twice' },
    ]);
  });
});

describe('a path whose form changes', () => {
  test('what it was before is given up, and that is said', () => {
    expect(planned(C, block(C, 'x'), writtenBefore(wholeFile(C, 'old\n')), there('old\n')).changes).toEqual([
      `create ${MARK}: new`,
      `forget ${C}: removed`,
    ]);
    expect(planned(S, wholeFile(S, '{}\n'), writtenBefore(fields(S, { a: 1 })), there('{"a": 1}')).changes).toEqual([
      `conflict ${S}: foreign`,
      `forget ${at('/a')}: removed`,
    ]);
  });
});

describe('the laws of one path', () => {
  const texts = fc.constantFrom(
    '',
    'x\n',
    '{}',
    '{"env": {"A": "1"}}',
    '{"env": "x"}',
    '{"env": ["A"]}',
    'a\r\n',
    '\0',
  );
  const documents = fc.oneof(
    texts.map((text) => wholeFile(S, text)),
    texts.map((text) => seedFile(S, text)),
    // A NUL makes a file binary; no memory holds one.
    texts.filter((text) => !text.includes('\0')).map((text) => block(S, text)),
    fc
      .constantFrom(
        { env: { A: '1' } },
        { env: { A: '2' }, permissions: { deny: ['x'] } },
        { env: 'x' },
        { env: ['A', 'x'] },
        { env: [1, 'A'] },
      )
      .map((d) => fields(S, d)),
  );
  const actuals = fc.oneof(
    fc.constant(ABSENT),
    fc.constant<ActualFile>({ kind: 'directory' }),
    texts.map((text) => there(text)),
    documents.map((document) => there('whole' in document ? document.whole : document.content)),
  );

  test('a second plan has nothing to write, whatever stood there and was written before', () => {
    fc.assert(
      fc.property(fc.option(documents, { nil: undefined }), fc.option(documents), actuals, (desired, last, actual) => {
        if (desired === undefined && last === null) return;
        planned(S, desired, last === null ? EMPTY : writtenBefore(last), actual);
      }),
    );
  });

  test('without a word in the inventory, nothing that is there is lost', () => {
    fc.assert(
      fc.property(documents, actuals, (desired, actual) => {
        const { write } = planDocument(question(S, desired, EMPTY, actual));
        if (actual.kind !== 'file' || write === undefined) return;
        expect(write.after).not.toBeNull();
        if (desired.form === 'block')
          expect(textOf(write.after?.bytes ?? bytesOf('')).startsWith(textOf(actual.bytes))).toBe(true);
        else expect(desired.form).toBe('fields');
      }),
    );
  });

  test('every id that is recorded is one that was wanted or written before', () => {
    fc.assert(
      fc.property(documents, fc.option(documents), actuals, (desired, last, actual) => {
        const before = last === null ? EMPTY : writtenBefore(last);
        const known = new Set<ContentId | 'seed'>([...before.values(), ...writtenBefore(desired).values()]);
        for (const id of planDocument(question(S, desired, before, actual)).record.values())
          expect(known).toContain(id);
      }),
    );
  });
});
