import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBlock, removeBlock, setBlock } from '../../../src/core/actual/block.ts';

const NAME = 'reconcile';
const BOM = '\u00ef\u00bb\u00bf';
const begin = (sep: number, name = NAME): string =>
  `<!-- reconcile:begin ${name} sep=${sep} written by reconcile, edit outside this block -->`;
const end = (name = NAME): string => `<!-- reconcile:end ${name} -->`;

describe('a block', () => {
  test.each([
    ['an empty file', '', `${begin(0)}\nX\n${end()}\n`],
    ['a file of only a BOM', BOM, `${BOM}${begin(0)}\nX\n${end()}\n`],
    ['a file that ends its last line', '# A\n', `# A\n\n${begin(1)}\nX\n${end()}\n`],
    ['a file that does not', '# A', `# A\n\n${begin(2)}\nX\n${end()}\n`],
    ['a CRLF file', '# A\r\n', `# A\r\n\r\n${begin(1)}\r\nX\r\n${end()}\r\n`],
    ['a CRLF file that does not end its last line', 'a\r\nb', `a\r\nb\r\n\r\n${begin(2)}\r\nX\r\n${end()}\r\n`],
    ['a file of both line ends', 'a\r\nb\n', `a\r\nb\n\n${begin(1)}\nX\n${end()}\n`],
    ['a file that begins with a bare newline', '\nb\r\n', `\nb\r\n\n${begin(1)}\nX\n${end()}\n`],
    ['a file that ends in a bare CR', 'a\r', `a\r\n\n${begin(2)}\nX\n${end()}\n`],
  ])('in %s goes to its end, and comes out again without a trace', (_, file, expected) => {
    const written = setBlock(file, NAME, 'X\n');
    expect(written).toBe(expected);
    expect(findBlock(written, NAME)).toMatchObject({ state: 'found', text: 'X\n' });
    expect(removeBlock(written, NAME)).toBe(file);
  });

  test('changes where it stands, between what others wrote', () => {
    const file = `# Top\n\n${begin(1)}\nold\n${end()}\n\n# Below\n`;
    expect(setBlock(file, NAME, 'new\n')).toBe(file.replace('old', 'new'));
    expect(removeBlock(file, NAME)).toBe('# Top\n\n# Below\n');
  });

  test('taken away, it does not let what was written behind it run into the line before it', () => {
    const file = `${setBlock('last line', NAME, 'X\n')}more\n`;
    expect(removeBlock(file, NAME)).toBe('last line\nmore\n');
    const crlf = `${setBlock('a\r\nlast', NAME, 'X\n')}more\r\n`;
    expect(removeBlock(crlf, NAME)).toBe('a\r\nlast\r\nmore\r\n');
  });

  test('has the same text in a file that was converted to CRLF, and leaves it as CRLF', () => {
    const converted = setBlock('# A\n', NAME, 'one\ntwo\n').replaceAll('\n', '\r\n');
    expect(findBlock(converted, NAME)).toMatchObject({ state: 'found', text: 'one\ntwo\n' });
    expect(setBlock(converted, NAME, 'one\ntwo\n')).toBe(converted);
    expect(removeBlock(converted, NAME)).toBe('# A\r\n');
  });

  test('is found when an editor took the final newline or the blank lines before it', () => {
    const file = `# A\n${begin(1)}\nX\n${end()}`;
    expect(findBlock(file, NAME)).toMatchObject({ state: 'found', text: 'X\n', end: file.length });
    expect(removeBlock(`${begin(2)}\nX\n${end()}\n`, NAME)).toBe('');
  });

  test('knows its name: another block of the same file is somebody else’s', () => {
    const file = setBlock(setBlock('# A\n', 'other', 'O\n'), NAME, 'X\n');
    expect(findBlock(file, 'other')).toMatchObject({ state: 'found', text: 'O\n' });
    expect(findBlock(file, 'oth.r')).toEqual({ state: 'absent' });
    expect(removeBlock(removeBlock(file, 'other'), NAME)).toBe('# A\n');
  });

  test('mentioned in the middle of a line is no block', () => {
    expect(findBlock(`see \`${begin(1)}\` and ${end()}\n`, NAME)).toEqual({ state: 'absent' });
  });
});

describe('damaged markers', () => {
  test.each([
    ['only a begin', `${begin(0)}\nX\n`],
    ['only an end', `X\n${end()}\n`],
    ['an end before the begin', `${end()}\nX\n${begin(0)}\n`],
    ['two blocks', `${begin(0)}\nX\n${end()}\n${begin(0)}\nX\n${end()}\n`],
    ['a begin within', `${begin(0)}\n${begin(0)}\nX\n${end()}\n`],
    ['a changed end', `${begin(0)}\nX\n${end()} \n`],
    ['a begin without its count', `<!-- reconcile:begin ${NAME} -->\nX\n${end()}\n`],
  ])('%s: nothing is guessed, and nothing is written', (_, file) => {
    const found = findBlock(file, NAME);
    expect(found.state).toBe('broken');
    if (found.state === 'broken')
      expect(found.wrong).toMatch(/^has a damaged block "reconcile" \(\d begin and \d end markers\)$/);
    expect(() => setBlock(file, NAME, 'Y\n')).toThrow('damaged block');
    expect(() => removeBlock(file, NAME)).toThrow('damaged block');
  });
});

// Any bytes read as Latin-1, with everything that could be mistaken for a boundary thrown in often.
const pieces = fc.constantFrom(
  '\n',
  '\r\n',
  '\r',
  'text',
  '# Title',
  '-->',
  '<!--',
  '<!-- reconcile:',
  '<!-- x -->',
  '<!-- \\reconcile:end x -->',
  '\u0085',
  BOM,
  '\u00ff',
  '\0',
  ' ',
);
const bytes = fc.uint8Array({ maxLength: 6 }).map((all) => Buffer.from(all).toString('latin1'));
const files = fc
  .tuple(fc.constantFrom('', BOM), fc.array(fc.oneof(pieces, bytes), { maxLength: 8 }))
  .map(([bom, parts]) => bom + parts.join(''))
  .filter((file) => findBlock(file, NAME).state === 'absent');

const lines = fc.oneof(
  fc.constantFrom(
    '',
    'text',
    end(),
    begin(0),
    begin(1),
    end('other'),
    '<!-- reconcile:end reconcile',
    '-->',
    '<!--',
    '\\',
    `\\${end()}`,
    `<!-- \\reconcile:end ${NAME} -->`,
    `<!-- \\\\reconcile:begin x -->`,
    ` ${end()}`,
    BOM + begin(0),
  ),
  bytes.map((text) => text.replace(/[\r\n]/g, '')),
);
const texts = fc.array(lines, { minLength: 1, maxLength: 5 }).map((all) => `${all.join('\n')}\n`);

describe('the laws of a block, over any bytes', () => {
  test('its text comes back, even when it is made of markers', () => {
    fc.assert(
      fc.property(files, texts, (file, text) => {
        expect(findBlock(setBlock(file, NAME, text), NAME)).toMatchObject({ state: 'found', text });
      }),
    );
  });

  test('what is outside survives byte for byte, and so does what comes behind', () => {
    fc.assert(
      fc.property(files, texts, files, (file, text, behind) => {
        const written = setBlock(file, NAME, text);
        expect(written.startsWith(file)).toBe(true);
        const found = findBlock(written + behind, NAME);
        if (found.state !== 'found') throw new Error('the block is lost');
        expect(setBlock(written + behind, NAME, 'new\n').endsWith(behind)).toBe(true);
        expect((written + behind).slice(0, found.start)).toBe(file);
        expect((written + behind).slice(found.end)).toBe(behind);
      }),
    );
  });

  test('set and taken away, the file is what it was', () => {
    fc.assert(fc.property(files, texts, (file, text) => removeBlock(setBlock(file, NAME, text), NAME) === file));
  });

  test('set twice is set once, and the last text wins', () => {
    fc.assert(
      fc.property(files, texts, texts, (file, first, second) => {
        const once = setBlock(file, NAME, second);
        expect(setBlock(once, NAME, second)).toBe(once);
        expect(setBlock(setBlock(file, NAME, first), NAME, second)).toBe(once);
      }),
    );
  });

  test('what was taken away with text behind it loses nothing but the block', () => {
    fc.assert(
      fc.property(files, texts, files, (file, text, behind) => {
        const left = removeBlock(setBlock(file, NAME, text) + behind, NAME);
        expect([`${file}${behind}`, `${file}\n${behind}`, `${file}\r\n${behind}`]).toContain(left);
      }),
    );
  });
});
