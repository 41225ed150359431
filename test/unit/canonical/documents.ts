import { readFileSync } from 'node:fs';
import fc from 'fast-check';

type Schema = {
  readonly [key: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
};

export const SCHEMA = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../../schemas/canonical.schema.json`, 'utf8'),
) as Schema & { $defs: Record<string, Schema> };

/** Documents that the JSON Schema accepts, with all its keys and forms. */
export const documents: fc.Arbitrary<unknown> = fc.option(values(SCHEMA), { nil: {}, freq: 20 });

const JUNK = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    0,
    -1,
    1.5,
    1e300,
    65536,
    'yes',
    '101%',
    '5d',
    'PreToolUse',
    'a b',
    'off',
    [],
    [null],
    {},
  ),
  fc.string({ maxLength: 8 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom<unknown>(['x'], [['x']], { path: 'x' }, { name: 'x', matcher: '' }, { reason: 1 }, [{ paths: [] }]),
);

/** The same document with something in it replaced, removed or added: mostly wrong. */
export function mutated(document: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(document, []);
  const keys = fc.oneof(
    fc.constantFrom('path', 'name', 'pre_tool_use', 'rules', 'x y', 'constructor'),
    fc.string({ maxLength: 6 }),
  );
  return fc
    .record({
      path: fc.constantFrom(...paths),
      how: fc.constantFrom('replace', 'remove', 'add'),
      junk: JUNK,
      key: keys,
    })
    .map(({ path, how, junk, key }) => {
      if (path.length === 0 && how !== 'add') return how === 'replace' ? junk : {};
      const copy = structuredClone(document);
      let holder = copy as Record<string, unknown>;
      for (const part of path.slice(0, -1)) holder = holder[part] as Record<string, unknown>;
      const last = path.at(-1);
      const inner: unknown = last === undefined ? holder : holder[last];
      if (how === 'add' && Array.isArray(inner)) inner.push(junk);
      else if (how === 'add' && typeof inner === 'object' && inner !== null && key !== '__proto__')
        Object.assign(inner, { [key]: junk });
      else if (how === 'remove' && !Array.isArray(holder)) delete holder[last!];
      else (holder as Record<string, unknown>)[last!] = junk;
      return copy;
    });
}

function pathsOf(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function values(written: Schema): fc.Arbitrary<unknown> {
  const ref = written['$ref'] as string | undefined;
  const schema = ref === undefined ? written : SCHEMA.$defs[ref.slice('#/$defs/'.length)]!;
  if (ref !== undefined) return fc.constant(null).chain(() => values(schema));
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(values));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? 'object'].flat() as string[];
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  const least = (schema['minimum'] ?? (schema['exclusiveMinimum'] === undefined ? undefined : 0.5)) as
    | number
    | undefined;
  const most = (schema['maximum'] ?? 1_000_000) as number;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: least ?? 0, max: most });
    case 'number':
      return fc.double({ min: least ?? -1_000_000, max: most, noNaN: true });
    case 'string': {
      const pattern = schema['pattern'] as string | undefined;
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
      return fc.string({ minLength: (schema['minLength'] ?? 0) as number, maxLength: 10 });
    }
    case 'array':
      return fc.array(schema.items === undefined ? fc.jsonValue({ maxDepth: 1 }) : values(schema.items), {
        minLength: (schema['minItems'] ?? 0) as number,
        maxLength: 3,
      });
    default:
      return ofKeys(schema);
  }
}

function ofKeys(schema: Schema): fc.Arbitrary<unknown> {
  const named: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [key, inner] of Object.entries(schema.properties ?? {})) named[key] = values(inner);
  const requiredKeys = (schema.required ?? []) as never[];
  const known = fc.record(named, { requiredKeys, noNullPrototype: true });
  const more = schema.additionalProperties;
  if (more === false || (more === true && schema.properties !== undefined)) return known;
  const key =
    schema.propertyNames === undefined
      ? fc.string({ minLength: 1, maxLength: 6 })
      : values({ type: 'string', ...schema.propertyNames });
  const usable = (key as fc.Arbitrary<string>).filter((name) => name !== '__proto__');
  return fc.dictionary(usable, typeof more === 'object' ? values(more) : fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 3,
    noNullPrototype: true,
  });
}
