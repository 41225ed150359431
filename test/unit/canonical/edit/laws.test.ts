import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Document, isCollection, parse, parseDocument, visit } from 'yaml';
import { type Edit, editedData } from '../../../../src/core/canonical/edit/data.ts';
import { editCanonical } from '../../../../src/core/canonical/edit/edit.ts';
import type { Json } from '../../../../src/core/values/json.ts';

const name = fc.constantFrom('a', 'b', 'repositories', 'global', 'x-y', 'no', '1.0', 'ü', 'a b');
const scalar = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    '',
    'no',
    '~/a',
    '# no',
    'a: b',
    '[x',
    '- a',
    'two\nlines\n',
    'kept\n\n',
    ' lead',
    'tail ',
    '{}',
    '*a',
    '1.0',
    'tdd/',
    "it's",
    '"q"',
  ),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const root = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

interface Layout {
  readonly flow: readonly boolean[];
  readonly comments: readonly boolean[];
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly crlf: boolean;
  readonly finalLine: boolean;
  readonly end: string;
}
const layout: fc.Arbitrary<Layout> = fc.record({
  flow: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  comments: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  crlf: fc.boolean(),
  finalLine: fc.boolean(),
  end: fc.constantFrom('', '\n# the end\n', '# the end\n'),
});

/** The data as somebody may have written it: brackets here and there, comments, blank lines, another indentation. */
function written(data: Json, { flow, comments, indent, indentSeq, crlf, finalLine, end }: Layout): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  let at = 0;
  visit(document, {
    Collection(key, node) {
      if (key !== null && flow[at++ % flow.length]) node.flow = true;
    },
    Node(key, node) {
      at++;
      if (key === null || isCollection(node)) return;
      if (comments[at % comments.length]) node.comment = ` note ${at}`;
      if (comments[(at + 3) % comments.length] && key !== 'value') node.commentBefore = ` above ${at}`;
      if (comments[(at + 5) % comments.length] && key === 'key') node.spaceBefore = true;
    },
  });
  let text = document.toString({ indent, indentSeq, lineWidth: 0 }) + end;
  if (!finalLine && !/[|>][+-]?\d*/.test(text)) text = text.replace(/\n$/, '');
  return crlf ? text.replaceAll('\n', '\r\n') : text;
}

/** Paths of the data: of everything that is there, and of keys that are not. */
function pathsOf(data: Json, at: (string | number)[] = []): (string | number)[][] {
  const own = at.length === 0 ? [] : [at];
  if (Array.isArray(data)) return [...own, ...data.flatMap((item, index) => pathsOf(item as Json, [...at, index]))];
  if (typeof data !== 'object' || data === null) return own;
  const inner = Object.entries(data).flatMap(([key, item]) => pathsOf(item as Json, [...at, key]));
  return [...own, ...inner, [...at, 'new'], [...at, 'new', 'deep']];
}

const edits = root.chain((data) =>
  fc.record({
    data: fc.constant<Json>(data),
    layout,
    path: fc.constantFrom(...pathsOf(data)),
    what: fc.constantFrom('set', 'append', 'remove' as const),
    value,
  }),
);

function editOf({ path, what, value: to }: { path: (string | number)[]; what: string; value: Json }): Edit {
  return what === 'set' ? { set: path, value: to } : what === 'append' ? { append: path, value: to } : { remove: path };
}

function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (short.startsWith(letter, at)) at += letter.length;
  return at === short.length;
}

describe('an edit of any file, written in any way', () => {
  let done = 0;
  let refused = 0;
  test('gives the edited data, or is refused; what is new leaves every other byte', () => {
    fc.assert(
      fc.property(edits, (sample) => {
        const text = written(sample.data, sample.layout);
        const read = parseDocument(text);
        // What its writer made wrong is none of ours.
        fc.pre(read.errors.length === 0);
        const data = read.toJS() as Json;
        const edit = editOf(sample);
        const wanted = editedData(data, edit);
        const result = editCanonical(text, [edit], { file: 'canonical.yaml' });
        if ('problems' in result) {
          // Only what cannot be meant is refused, or what stands where no key is.
          if (wanted !== undefined && JSON.stringify(wanted) !== '{}') refused++;
          return;
        }
        done++;
        expect(parse(result.text)).toEqual(wanted);
        const isNew = 'append' in edit || ('set' in edit && editedData(data, { remove: edit.set }) === undefined);
        const replacesEmpty = /\[\s*\]|\{\s*\}|\bnull\b/.test(text);
        if (isNew && !replacesEmpty) expect(isWithin(text, result.text), result.text).toBe(true);
        for (const comment of sample.layout.end === '' ? [] : ['# the end']) expect(result.text).toContain(comment);
        if (text.includes('\r\n')) expect(result.text.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      { numRuns: 1000 },
    );
    // Or the law would have said little.
    expect(done).toBeGreaterThan(300);
    expect(refused / (done + refused)).toBeLessThan(0.05);
  });
});
