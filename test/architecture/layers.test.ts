import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { broken, type Law, layerOf } from './check.ts';
import { readModule } from './modules.ts';
import { LAYERS, PERMISSIONS } from './rules.ts';

const ROOT = `${import.meta.dirname}/../..`;

function sourceFiles(): Map<string, string> {
  const names = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return new Map(names.sort().map((name) => [`src/${name}`, readFileSync(`${ROOT}/src/${name}`, 'utf8')]));
}

test('every file of src/ keeps to the layers, and reaches outside only where it may', () => {
  expect(broken(sourceFiles(), { layers: LAYERS, permissions: PERMISSIONS })).toEqual([]);
});

test('every import of src/ was seen, also those of types, those that re-export and those at run time', () => {
  const files = sourceFiles();
  for (const [path, text] of files) {
    // What a plain search finds at the beginnings of lines is the least that the reader must have found.
    const plain = [...text.matchAll(/^(?:import|export)\b[^'"`;=]*?from '([^']+)'/gm)].map((match) => match[1]);
    const seen = readModule(path, text).imports.map((entry) => entry.specifier);
    expect(seen, path).toEqual(expect.arrayContaining(plain));
  }
  expect(files.size).toBeGreaterThan(100);
});

test('every layer of the table has files', () => {
  const used = new Set([...sourceFiles().keys()].map((path) => layerOf(path, LAYERS)?.of));
  expect(LAYERS.map((layer) => layer.of).filter((of) => !used.has(of))).toEqual([]);
});

/** The layers of the project over a made-up set of files, with no permission but the given ones. */
function check(files: Readonly<Record<string, string>>, permissions: Law['permissions'] = {}): string[] {
  return broken(new Map(Object.entries(files)), { layers: LAYERS, permissions });
}

const VALUES = { 'src/core/values/paths.ts': 'export type AbsPath = string;' };

describe('an import against the layers is told with its reason', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['a plain import', `import { apply } from '../../engine/apply.ts';\napply();`],
    ['a type', `import type { Report } from '../../engine/apply.ts';\nexport type R = Report;`],
    ['a type among values', `import { type Report } from '../../engine/apply.ts';\nexport type R = Report;`],
    ['all of a file', `import * as all from '../../engine/apply.ts';\nall.apply();`],
    ['only its effect', `import '../../engine/apply.ts';\nexport const a = 1;`],
    ['a re-export', `export { apply } from '../../engine/apply.ts';\nexport const a = 1;`],
    ['a re-export of everything', `export * from '../../engine/apply.ts';\nexport const a = 1;`],
    ['a re-export of a type', `export type { Report } from '../../engine/apply.ts';\nexport const a = 1;`],
    ['an import at run time', `export const a = () => import('../../engine/apply.ts');`],
    ['an import at run time in a template', 'export const a = () => import(`../../engine/apply.ts`);'],
    ['the type of an import', `export type A = import('../../engine/apply.ts').Report;`],
    ['an import at run time inside a text', `export const a = \`\${(await import('../../engine/apply.ts')).b}\`;`],
    ['an import with attributes', `import a from '../../engine/apply.ts' with { type: 'json' };\na();`],
    [
      'an import over several lines',
      `import {\n  // the verb\n  apply as run,\n} from "../../engine/apply.ts";\nrun();`,
    ],
    [
      'an import behind a regular expression',
      `export const q = /['"]/;\nimport { a } from '../../engine/apply.ts';\na();`,
    ],
    ['an import on the same line', `export const b = 1; import { a } from '../../engine/apply.ts'; a();`],
  ];
  for (const [form, text] of forms) {
    test(form, () => {
      const files = { 'src/core/plan/a.ts': text, 'src/engine/apply.ts': 'export const apply = 1;' };
      expect(check(files)).toEqual([
        expect.stringMatching(
          /^src\/core\/plan\/a\.ts:\d+ {2}imports src\/engine\/apply\.ts, which it may not, because core\/ is pure/,
        ),
      ]);
    });
  }
});

describe('what is no import is taken for none', () => {
  const texts: readonly (readonly [string, string])[] = [
    [
      'a comment',
      `// import { a } from '../../engine/apply.ts';\n/* import('../../engine/apply.ts') */\nexport const a = 1;`,
    ],
    ['a text', `export const a = "import { a } from '../../engine/apply.ts'";`],
    ['a template', "export const a = `\nimport { a } from '../../engine/apply.ts';\n`;"],
    ['a regular expression', `export const a = /import('..\\/..\\/engine\\/apply.ts')/;`],
    ['a method', `export const a = loader.import('../../engine/apply.ts');`],
    ['the address of the file', 'export const a = import.meta.dirname;'],
    ['a division between quotes', `export const a = '1'.length / 2, b = "import '../../engine/apply.ts'".length / 2;`],
  ];
  for (const [what, text] of texts) test(what, () => expect(check({ 'src/core/plan/a.ts': text })).toEqual([]));
});

test('what the table allows is allowed', () => {
  const files = {
    ...VALUES,
    'src/ports/disk.ts': `import type { AbsPath } from '../core/values/paths.ts';\nexport type D = AbsPath;`,
    'src/adapters/disk/disk.ts': `import type { D } from '../../ports/disk.ts';\nimport { b } from './b.ts';\nexport const d = b as D;`,
    'src/adapters/disk/b.ts': `export const b = '';`,
  };
  expect(check(files)).toEqual([]);
});

test('an adapter that imports its sibling is told so', () => {
  const files = {
    'src/adapters/disk/a.ts': `import { b } from '../git/b.ts';\nexport const a = b;`,
    'src/adapters/git/b.ts': 'export const b = 1;',
  };
  expect(check(files)).toEqual([expect.stringContaining('src/adapters/git/b.ts, its sibling')]);
});

test('a hook that takes something of the core is told that it is delivered alone', () => {
  const files = {
    ...VALUES,
    'src/hooks/safety/a.ts': `import type { AbsPath } from '../../core/values/paths.ts';\nexport type A = AbsPath;`,
  };
  expect(check(files)).toEqual([expect.stringContaining('it brings nothing of the engine with it')]);
});

test('a package is for the folders that are named for it', () => {
  const files = {
    'src/core/canonical/a.ts': `import { parse } from 'yaml';\nexport const a = parse;`,
    'src/core/desired/a.ts': `import { parse } from 'yaml';\nexport const a = parse;`,
    'src/core/plan/b.ts': `import { randomUUID } from 'node:crypto';\nexport const b = randomUUID;`,
    'src/engine/c.ts': `import { createHash } from 'node:crypto';\nexport const c = createHash;`,
  };
  expect(check(files)).toEqual([
    expect.stringMatching(/^src\/core\/desired\/a\.ts:1 {2}imports the package yaml/),
    expect.stringMatching(/^src\/core\/plan\/b\.ts:1 {2}takes randomUUID from node:crypto/),
  ]);
});

test('a cycle is told with the way round it, also when it goes through types only', () => {
  const files = {
    'src/core/values/a.ts': `import type { B } from './b.ts';\nexport type A = B;`,
    'src/core/values/b.ts': `import type { C } from './c.ts';\nexport type B = C;`,
    'src/core/values/c.ts': `import type { A } from './a.ts';\nexport type C = A;`,
  };
  expect(check(files)).toEqual([
    expect.stringContaining(
      'src/core/values/a.ts → src/core/values/b.ts → src/core/values/c.ts → src/core/values/a.ts',
    ),
  ]);
});

test('a barrel is told, and a file that adds something of its own is none', () => {
  const files = {
    'src/core/values/a.ts': 'export const a = 1;',
    'src/core/values/barrel.ts': `export { a } from './a.ts';\nexport type * from './a.ts';`,
    'src/core/values/more.ts': `export { a } from './a.ts';\nexport const b = 2;`,
  };
  expect(check(files)).toEqual([expect.stringMatching(/^src\/core\/values\/barrel\.ts {2}only passes on/)]);
});

test('a default export is told, however it is written', () => {
  const files = {
    'src/core/values/a.ts': 'export default function a() {}',
    'src/core/values/b.ts': 'const b = 1;\nexport { b as default };',
    'src/core/values/c.ts': `export { d as default } from './d.ts';\nexport const c = 1;`,
    'src/core/values/d.ts': `const d = 1; export { d };\nswitch (d) { default: }`,
  };
  expect(check(files).map((sentence) => sentence.split('  ')[0])).toEqual([
    'src/core/values/a.ts:1',
    'src/core/values/b.ts:2',
    'src/core/values/c.ts:1',
  ]);
});

describe('what reaches outside is told where nobody has allowed it', () => {
  const reaches: readonly (readonly [string, string])[] = [
    ['process.env', `export const a = process.env['HOME'];`],
    ['process', 'const { env } = process;\nexport const a = env;'],
    ['process.exit', 'export const a = () => process.exit(1);'],
    ['Date.now', 'export const a = Date.now();'],
    ['new Date()', 'export const a = new Date();'],
    ['Math.random', 'export const a = Math.random();'],
    ['performance', 'export const a = performance.now();'],
    ['globalThis', `export const a = globalThis['process'];`],
    ['fetch', `export const a = fetch('https://example.org');`],
  ];
  for (const [what, text] of reaches) {
    test(what, () =>
      expect(check({ 'src/engine/a.ts': text })).toContainEqual(
        expect.stringContaining(`names ${what}, but disk, processes, time`),
      ),
    );
  }
});

test('a time that is given is no clock, and a name of a field is no process', () => {
  const text = `export const a = (ms: number) => new Date(ms).toISOString();\nexport const b = { process: 1 };\nexport const c = b.process;`;
  expect(check({ 'src/core/values/a.ts': text })).toEqual([]);
});

test('a module of Node for the disk needs a permission of the file beside that of its folder', () => {
  const files = { 'src/adapters/disk/a.ts': `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;` };
  expect(check(files)).toEqual([expect.stringMatching(/^src\/adapters\/disk\/a\.ts:1 {2}names node:fs, but/)]);
  expect(check(files, { 'src/adapters/disk/a.ts': { what: ['node:fs'], because: 'is the disk' } })).toEqual([]);
});

test('a permission that is not used is told', () => {
  const permissions = { 'src/core/values/paths.ts': { what: ['Date.now'], because: 'was needed once' } };
  expect(check(VALUES, permissions)).toEqual([expect.stringContaining('may name Date.now, but does not')]);
});

test('only main.ts may end the process, whatever else it is allowed', () => {
  const permissions = { 'src/engine/a.ts': { what: ['process'], because: 'thinks that it may' } };
  expect(check({ 'src/engine/a.ts': 'export const a = () => process.exit(1);' }, permissions)).toEqual([
    expect.stringContaining('ends the process, which only src/main.ts may'),
  ]);
});

test('what cannot be followed is told: require, a name made at run time, a file that is not there, a program', () => {
  const files = {
    'src/engine/a.ts': `export const a = require('./b.ts');`,
    'src/engine/b.ts': `export const b = (name: string) => import('./' + name);`,
    'src/engine/c.ts': `import { d } from './gone.ts';\nexport const c = d;`,
    'src/hooks/safety/d.ts': `import '../guard.ts';\nexport const d = 1;`,
    'src/hooks/guard.ts': 'console.log(1);',
    'src/other/e.ts': 'export const e = 1;',
  };
  expect(check(files).map((sentence) => sentence.replace(/ {2}(\S+ \S+).*/, ' $1'))).toEqual([
    'src/engine/a.ts:1 uses require,',
    'src/engine/b.ts:1 imports a',
    'src/engine/c.ts:1 imports src/engine/gone.ts,',
    'src/hooks/safety/d.ts:1 imports src/hooks/guard.ts,',
    'src/other/e.ts is in',
  ]);
});

test('a text that cannot be read is an error with its place, and is not passed over', () => {
  expect(() => check({ 'src/core/values/a.ts': `export const a = 1;\nexport const b = 'open` })).toThrow(
    'src/core/values/a.ts:2',
  );
});
