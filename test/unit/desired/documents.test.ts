import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBlock } from '../../../src/core/actual/block.ts';
import { blockDocument, fieldsDocument, fileDocument } from '../../../src/core/desired/documents.ts';
import { entriesOf } from '../../../src/core/desired/state.ts';
import { blobId, bytesOf, latin1Of, textOf } from '../../../src/core/values/content.ts';
import { type Field, fieldId } from '../../../src/core/values/fields.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

const ORIGIN = { selector: 's' };

describe('desired documents', () => {
  test('the id of a file has its mode, the blob is without', () => {
    const document = fileDocument('file', 'a#.sh' as RelPath, bytesOf('x'), '100755', ORIGIN, true);
    const [entry] = entriesOf(document);
    expect(entry).toEqual({
      address: 'a%23.sh',
      id: `100755 ${blobId(bytesOf('x'))}`,
      blob: blobId(bytesOf('x')),
      origin: ORIGIN,
    });
  });

  test('fields have an address each, and of one pointer the last', () => {
    const field = (value: string): Field => ({ kind: 'value', keys: ['env', 'A'], value });
    const path = '.claude/settings.json' as RelPath;
    const document = fieldsDocument(
      path,
      [
        { field: field('1'), origin: ORIGIN },
        { field: field('2'), origin: ORIGIN },
      ],
      true,
    );
    expect(entriesOf(document).map(({ address, id }) => [address, id])).toEqual([[`${path}#/env/A`, fieldId('2')]]);
    expect('whole' in document && textOf(document.whole)).toBe('{\n  "env": {\n    "A": "2"\n  }\n}\n');
  });

  test.each([
    ['x', 'x\n'],
    ['x\n\n\n', 'x\n'],
    ['a\r\nb\r\n', 'a\nb\n'],
    ['a\r\r\nb', 'a\nb\n'],
    ['a\r', 'a\n'],
    ['', '\n'],
  ])('a block of %j holds %j', (text, body) => {
    expect(blockDocument('C.md' as RelPath, 'b', text, ORIGIN, true)).toMatchObject({ text: body });
  });

  test('what a block says is what will be found in its file, with its id', () => {
    const lines = fc
      .array(fc.oneof(fc.constantFrom('\r', '<!-- reconcile:end b -->', 'ü 한 🦊'), fc.string()))
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(lines, (text) => {
        const document = blockDocument('C.md' as RelPath, 'b', text, ORIGIN, true);
        const found = document.form === 'block' ? findBlock(latin1Of(document.whole), 'b') : undefined;
        if (found?.state !== 'found') throw new Error('the block is lost');
        expect(blobId(Buffer.from(found.text, 'latin1'))).toBe(entriesOf(document)[0]?.blob);
      }),
    );
  });
});
