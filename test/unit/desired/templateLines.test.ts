import fc from 'fast-check';
import Mustache from 'mustache';
import { expect, test } from 'vitest';
import { templateLines } from '../../../src/core/desired/templateLines.ts';

const VARIABLES = { name: 'shop', none: '', several: 'x\ny\nz', features: ['a', 'b'], infrastructure: { host: 'db' } };

/** For each rendered line the line of the template. */
function mapped(source: string): (readonly [text: string, line: number])[] {
  const at = templateLines(source, VARIABLES);
  const text = Mustache.render(source, VARIABLES, {}, { escape: String });
  return text.split('\n').map((line, index) => [line, at(index + 1)]);
}

test('lines of text, values and sections are told by the lines of the template', () => {
  expect(
    mapped(
      '# {{name}}\n\n{{#features}}\n- {{.}}\n{{/features}}\n{{! a note\nof two lines }}\nat {{infrastructure.host}}\nend',
    ),
  ).toEqual([
    ['# shop', 1],
    ['', 2],
    ['- a', 4],
    ['- b', 4],
    ['at db', 8],
    ['end', 9],
  ]);
});

test('a value of several lines is told by the line of its tag, and what follows by its own', () => {
  expect(mapped('a\n<{{several}}>\nb')).toEqual([
    ['a', 1],
    ['<x', 2],
    ['y', 2],
    ['z>', 2],
    ['b', 3],
  ]);
});

test('what is left out takes its lines with it', () => {
  expect(mapped('{{#none}}\nno\n{{/none}}\n{{^none}}\nyes\n{{/none}}\nend')).toEqual([
    ['yes', 5],
    ['end', 7],
  ]);
});

test('other delimiters, and a line beyond the text', () => {
  expect(mapped('{{=<% %>=}}\n<%name%>\nend')).toEqual([
    ['shop', 2],
    ['end', 3],
  ]);
  expect(templateLines('a\nb', {})(99)).toBe(2);
});

test('every line of text that a template has once is told by its own line, whatever stands around it', () => {
  const part = fc.constantFrom(
    '{{name}}',
    'say {{several}} so',
    '{{#features}}\n{{.}}\n{{/features}}',
    '{{#none}}\nnever\n{{/none}}',
    '{{! note }}',
    '',
    '  {{name}}',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.array(part, { maxLength: 6 }), (before, after) => {
      const source = [...before, 'THE LINE', ...after].join('\n');
      const found = mapped(source).filter(([text]) => text === 'THE LINE');
      expect(found).toEqual([['THE LINE', source.split('\n').indexOf('THE LINE') + 1]]);
    }),
  );
});
