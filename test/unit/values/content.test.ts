import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blobId,
  bytesOf,
  fileContentId,
  isBinary,
  latin1Of,
  sameBytes,
  textOf,
} from '../../../src/core/values/content.ts';

describe('content ids', () => {
  test.each([
    ['', 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
    ['hello\n', 'ce013625030ba8dba906f756967f9e9ca394464a'],
    ['hello world\n', '3b18e512dba79e4c8300dd08aeb37f8e728b8dad'],
  ])('%j has the id that git gives it', (text, id) => {
    expect(blobId(bytesOf(text))).toBe(id);
  });

  test('the id follows the bytes, not the array', () => {
    const bytes = bytesOf('abc');
    expect(blobId(bytes)).toBe(blobId(bytes));
    expect(blobId(bytes)).toBe(blobId(Buffer.from('xabcx').subarray(1, 4)));
    expect(blobId(bytes)).not.toBe(blobId(bytesOf('abd')));
  });

  test('of a file the mode counts', () => {
    const id = blobId(bytesOf(''));
    expect(fileContentId('100755', id)).toBe(`100755 ${id}`);
    expect(fileContentId('100755', id)).not.toBe(fileContentId('100644', id));
  });
});

describe('bytes and texts', () => {
  const bytes = fc.uint8Array();

  test('read as Latin-1, no byte is lost', () => {
    fc.assert(fc.property(bytes, (all) => sameBytes(Buffer.from(latin1Of(all), 'latin1'), all)));
  });

  test('two arrays are the same when every byte is', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(sameBytes(a, b)).toBe(JSON.stringify([...a]) === JSON.stringify([...b]));
        expect(sameBytes(a, a.slice())).toBe(true);
      }),
    );
  });

  test('UTF-8 comes back as it was, with its BOM', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => textOf(bytesOf(`\ufeff${text}`)) === `\ufeff${text}`),
    );
    expect(textOf(Uint8Array.of(0xff, 0x41))).toBe('\ufffdA');
  });

  test('binary is what git takes for it: a NUL in the first 8000 bytes', () => {
    const withNulAt = (at: number): Uint8Array => new Uint8Array(9000).fill(65).fill(0, at, at + 1);
    expect([isBinary(withNulAt(0)), isBinary(withNulAt(7999)), isBinary(withNulAt(8000))]).toEqual([true, true, false]);
    expect(isBinary(new Uint8Array())).toBe(false);
  });
});
