import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderTemplate } from '../../../src/core/desired/template.ts';
import { placeText } from '../../../src/core/values/problem.ts';

const VARIABLES = {
  name: 'nautilus_dev',
  test_command: '',
  features: ['ci', 'docs'],
  labels: { team: 'core <&> "x"' },
  infrastructure: { questdb: { host: 'localhost', http_port: 9000 }, redis: null, hosts: [{ ip: '1' }, { ip: '2' }] },
};

function render(source: string): string {
  const result = renderTemplate(source, VARIABLES, 'memory/base.md.mustache');
  if ('problems' in result) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.text;
}

function wrong(source: string): string[] {
  const result = renderTemplate(source, VARIABLES, 't');
  if ('text' in result) return [];
  return result.problems.map((p) => `${placeText(p.place)} ${p.message} ${p.remedy ?? ''}`.trimEnd());
}

describe('a template', () => {
  test.each([
    [
      'names are put in',
      'Project {{name}}: {{infrastructure.questdb.host}}:{{infrastructure.questdb.http_port}}',
      'Project nautilus_dev: localhost:9000',
    ],
    [
      'nothing is escaped for HTML',
      '{{labels.team}} {{{labels.team}}} {{& labels.team}}',
      'core <&> "x" core <&> "x" core <&> "x"',
    ],
    ['an empty text is there', '[{{test_command}}]', '[]'],
    ['null is empty', '[{{infrastructure.redis}}]', '[]'],
    [
      'a section on a text is shown when it is not empty',
      '{{#name}}yes{{/name}}{{#test_command}}no{{/test_command}}',
      'yes',
    ],
    ['a section sees its own text', '{{#name}}<{{.}}>{{/name}}', '<nautilus_dev>'],
    [
      'an inverted section is shown for what is empty',
      '{{^test_command}}none{{/test_command}}{{^name}}no{{/name}}',
      'none',
    ],
    ['a list of texts', '{{#features}}- {{.}}\n{{/features}}', '- ci\n- docs\n'],
    [
      'a list of objects',
      '{{#infrastructure.hosts}}{{ip}} at {{name}};{{/infrastructure.hosts}}',
      '1 at nautilus_dev;2 at nautilus_dev;',
    ],
    [
      'an object opens its names',
      '{{#infrastructure}}{{#questdb}}{{host}}{{/questdb}}{{/infrastructure}}',
      'localhost',
    ],
    ['a section on a line of its own leaves no line', 'a\n{{#name}}\nb\n{{/name}}\nc\n', 'a\nb\nc\n'],
    ['comments go', 'a{{! not this }}b', 'ab'],
    ['other delimiters', '{{=<% %>=}}<%name%> {{name}}', 'nautilus_dev {{name}}'],
  ])('%s', (_, source, text) => {
    expect(render(source)).toBe(text);
  });

  test.each([
    ['Hello {{nam}}', 't:1:7 unknown variable "nam". Did you mean "name"?'],
    [
      '\n  {{infrastructure.questdb.hots}}',
      't:2:3 unknown variable "infrastructure.questdb.hots". Did you mean "infrastructure.questdb.host"?',
    ],
    [
      '{{#unheard}}{{/unheard}}',
      't:1:1 unknown variable "unheard". Known are features, infrastructure.hosts, infrastructure.questdb.host, infrastructure.questdb.http_port, infrastructure.redis, labels.team, name, test_command.',
    ],
    ['{{^unheard}}x{{/unheard}}', 't:1:1 unknown variable "unheard".'],
    ['{{#infrastructure.hosts}}{{port}}{{/infrastructure.hosts}}', 't:1:26 unknown variable "port".'],
    ['{{> header}}', 't:1:1 unknown variable "> header".'],
    ['{{toString}} ', 't:1:1 unknown variable "toString".'],
    ['{{name.length}}', 't:1:1 unknown variable "name.length".'],
    ['a\n{{#name}}', 't:2:10 is not a template: Unclosed section "name".'],
    ['{{name', 't:1:7 is not a template: Unclosed tag.'],
    ['{{/name}}', 't:1:1 is not a template: Unopened section "name".'],
  ])('%j is refused: %s', (source, message) => {
    const problems = wrong(source);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(message), problems[0]).toBe(true);
  });

  test('everything that is wrong is told at once', () => {
    expect(wrong('{{a1}} {{name}}\n{{#features}}{{b2}}{{/features}}')).toHaveLength(2);
  });

  test('a text without tags is itself, whatever it holds', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('{{'));
    fc.assert(fc.property(plain, (text) => render(text) === text));
  });

  test('put into JSON with its escape, any text comes back', () => {
    const forJson = (text: string): string => JSON.stringify(text).slice(1, -1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const result = renderTemplate('{"a": "{{value}}"}', { value }, 't', forJson);
        expect('text' in result && JSON.parse(result.text)).toEqual({ a: value });
      }),
    );
  });
});
