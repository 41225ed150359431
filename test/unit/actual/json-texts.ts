import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/core/values/json.ts';

/** JSON documents in the many ways in which people and programs lay them out. */

const NAMES = [
  'env',
  'permissions',
  'deny',
  'a/b',
  'a~b',
  '#',
  '50%',
  'ключ',
  '한국어',
  '',
  ' ',
  '__proto__',
  'constructor',
  '"',
  '\\',
  '1',
];
const keys = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);

const scalars: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1.5,
    1e300,
    '',
    'x',
    'Bash(rm:*)',
    'a "quoted" \\ word',
    'line\nbreak',
    '\u2028',
    '🦊',
  ),
  fc.string({ maxLength: 6 }),
  fc.integer(),
);

/** An object with exactly these entries, `__proto__` among them. */
function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries);
}

const objects = (values: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.uniqueArray(fc.tuple(keys, values), { maxLength: 4, selector: ([key]) => key }).map(objectOf);

export const jsonValues: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    objects(tie('value')),
  ),
})).value;

const handlers: fc.Arbitrary<JsonObject> = fc.record({
  type: fc.constant('command'),
  command: fc.constantFrom('node', 'python3', './run.sh', 'a/b c'),
  timeout: fc.constantFrom(5, 10),
});

const groups: fc.Arbitrary<JsonObject> = fc.record(
  { matcher: fc.constantFrom('Bash', '*', '', 'Write|Edit'), hooks: fc.array(handlers, { maxLength: 2 }) },
  { requiredKeys: ['hooks'] },
);

const texts = fc.array(fc.constantFrom('Read(./.env)', 'Bash(rm:*)', 'a/b', '~', 'ключ'), { maxLength: 3 });

/** A document as `settings.json` really looks, with anything else beside it. */
export const documents: fc.Arbitrary<JsonObject> = fc
  .tuple(
    objects(jsonValues),
    fc.record(
      {
        env: objects(fc.string({ maxLength: 5 })),
        permissions: fc.record({ allow: texts, deny: texts }, { requiredKeys: [] }),
        hooks: fc.record(
          { PreToolUse: fc.array(groups, { maxLength: 2 }), Stop: fc.array(groups, { maxLength: 2 }) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([foreign, known]) => objectOf([...Object.entries(foreign), ...Object.entries(known)] as [string, Json][]));

export interface LaidOut {
  readonly document: JsonObject;
  readonly text: string;
  /** True when every value stands on a line of its own. */
  readonly inLines: boolean;
}

/** How one text is laid out: `blank` gives the blanks at a place, `depth` steps deep. */
interface Style {
  readonly inLines: boolean;
  readonly bom: boolean;
  readonly final: string;
  readonly between: (depth: number) => string;
  readonly colon: string;
  readonly trailing: string;
}

const EOL = fc.constantFrom('\n', '\r\n');
const styles: fc.Arbitrary<Style> = fc
  .record({
    bom: fc.boolean(),
    eol: EOL,
    unit: fc.constantFrom('\t', '  ', '    ', ' '),
    kind: fc.constantFrom('lines', 'lines', 'one line', 'spaced line', 'wild'),
    trailing: fc.constantFrom('', '', '  '),
    final: fc.constantFrom('', '\n', '\r\n', '  \n\n'),
    colon: fc.constantFrom(': ', ':', ' : '),
    noise: fc.infiniteStream(fc.constantFrom('', ' ', '\n', '\r\n  ', '\t', '\n\n')),
  })
  .map(({ bom, eol, unit, kind, trailing, final, colon, noise }) => {
    const between = (depth: number): string => {
      if (kind === 'wild') return noise.next().value as string;
      if (kind === 'lines') return eol + unit.repeat(depth);
      return kind === 'one line' ? '' : ' ';
    };
    return { inLines: kind === 'lines', bom, final, between, colon, trailing: kind === 'lines' ? trailing : '' };
  });

function layOut(value: Json, depth: number, style: Style): string {
  const isList = Array.isArray(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = isList
    ? value.map((item) => layOut(item, depth + 1, style))
    : Object.entries(value as JsonObject).map(
        ([key, item]) => JSON.stringify(key) + style.colon + layOut(item, depth + 1, style),
      );
  const [begin, end] = isList ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return begin + (depth % 2 === 0 ? '' : ' ') + end;
  const lines = parts.map((part) => style.between(depth + 1) + part);
  return begin + lines.join(`,${style.trailing}`) + style.trailing + style.between(depth) + end;
}

/** Documents with a text of each. */
export const laidOut: fc.Arbitrary<LaidOut> = fc.tuple(documents, styles).map(([document, style]) => {
  const text = (style.bom ? '\ufeff' : '') + layOut(document, 0, style) + style.final;
  return { document, text, inLines: style.inLines };
});
