// How the hooks are built: each one self-contained file of the library.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inHalves } from './hooks.halves.mjs';
import { judged } from './hooks.lines.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const BUILTIN = new RegExp(`^(${builtinModules.join('|')})$`);
const LOADED = new Set(['node:fs', 'node:path']);

/**
 * Gives a hook what it uses of Node when it first calls it. An `import` of node:fs reads each of its exports, which loads the streams,
 * and one of node:child_process loads the network: together they are a tenth of the whole run, for hooks that mostly use neither.
 */
const builtinsWhenUsed = {
  name: 'builtins-when-used',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin', sideEffects: false }));
    // A package that asks for a module of Node by `require` would find none in a module.
    bundle.onResolve({ filter: BUILTIN }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace: 'builtin-whole' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'builtin-whole' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    // Delivered beside the hooks, and loaded by the one that needs it.
    bundle.onResolve({ filter: /\/redis\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './redis-store.mjs', external: true } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const module = createRequire(import.meta.url)(path);
      const names = Object.keys(module).filter((name) => 'value' in Object.getOwnPropertyDescriptor(module, name));
      const given = `process.getBuiltinModule(${JSON.stringify(path)})`;
      const exports = names.map((name) => {
        // Node has loaded these two for itself already. What is no function may differ between machines: it is asked for there.
        const whole = LOADED.has(path) || typeof module[name] !== 'function';
        const value = whole ? `/* @__PURE__ */ (() => ${given}.${name})()` : `(...words) => ${given}.${name}(...words)`;
        return `export const ${name} = ${value};`;
      });
      return { contents: exports.join('\n'), loader: 'js' };
    });
  },
};

// What a hook loads from beside it, and only where it is set to.
const BESIDE = { 'redis-store': at('src/hooks/handover/redis.ts') };

// What a hook needs for few of its runs. V8 reads through every function of a file before the first line runs, and that took a guard
// longer than its work; it does not read comments. So such a part stands in one, at the end of the file, and is run from there: first a function for
// what it runs often, then the texts of what it runs seldom.
const PART = /\/safety\/(?:smart|git)\.ts$/;
const PART_BEGINS = '/* The rest of this program, which the code above runs from here when it needs it (see readPart).';
const SELDOM = '\n/// Compiled when it is called:\n';
// What would end the comment, and what stands for it in there.
const [ENDS, STANDS] = ['*/', '*@/'];

// Reads the part of the file that it stands in. The build puts in for `PART_LINE` the number of the lines before it, so that an error names the
// right one, and for `PART_LENGTH` how long it is: a guard whose file was cut or added to fails, and so asks, whatever it is asked about.
const PART_READER = `
  function readPart() {
    const whole = process.getBuiltinModule('node:fs').readFileSync(import.meta.filename, 'latin1').replaceAll('\\r\\n', '\\n');
    const begins = ${JSON.stringify(`
${PART_BEGINS}
`)};
    const code = whole.slice(whole.indexOf(begins) + begins.length, whole.lastIndexOf(${JSON.stringify(ENDS)}));
    if (code.length !== PART_LENGTH) throw new Error('its file was changed');
    const [often, ...seldom] = code.replaceAll(${JSON.stringify(STANDS)}, ${JSON.stringify(ENDS)}).split(${JSON.stringify(SELDOM)});
    const options = { filename: import.meta.filename, lineOffset: PART_LINE };
    return process.getBuiltinModule('node:vm').runInThisContext(often, options)(seldom);
  }
  export const { explain, judge, verdict } = readPart();`;

const SHARED = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  write: false,
  // Not minified: it is delivered into other people's repositories, who should be able to read it.
  minify: false,
};

/**
 * The shell's parser is more than half of a part. It is nobody's to read here, so that it stands in it minified: a tenth less to compile.
 * The bundler would print it on many lines again, so it is put in the place of a name afterwards.
 */
const PARSER = {
  name: 'parser',
  setup(bundle) {
    bundle.onResolve({ filter: /^unbash$/ }, ({ path }) => ({ path, namespace: 'parser', sideEffects: false }));
    bundle.onLoad({ filter: /.*/, namespace: 'parser' }, () => ({
      contents: 'export const { forEachChild, parse } = SHELL_PARSER;',
    }));
  },
};

async function parserCode() {
  const stdin = { contents: "export { forEachChild, parse } from 'unbash';", resolveDir: at('.') };
  const minified = { minify: true, format: 'iife', globalName: 'parser', charset: 'ascii' };
  const { outputFiles } = await build({ ...SHARED, ...minified, stdin });
  const { version, repository } = JSON.parse(readFileSync(at('node_modules/unbash/package.json'), 'utf8'));
  const about = `unbash ${version} (${repository.url}), minified.\n\n${readFileSync(at('node_modules/unbash/LICENSE'), 'utf8')}`;
  return `/* ${about}*/ (() => {${outputFiles[0].text.trim()}return parser})()`;
}

/** Takes out the parts that are imported when they are needed, and puts readers in their place. Their code is given by path. */
function partsApart(parts) {
  return {
    name: 'parts-apart',
    setup(bundle) {
      bundle.onResolve({ filter: PART }, ({ path, kind, resolveDir }) =>
        kind === 'dynamic-import'
          ? { path: relative(at('.'), resolve(resolveDir, path)), namespace: 'part' }
          : undefined,
      );
      bundle.onLoad({ filter: /.*/, namespace: 'part' }, async ({ path }) => {
        const built = await build({
          ...SHARED,
          entryPoints: [at(path)],
          format: 'iife',
          globalName: 'part',
          plugins: [PARSER, builtinsWhenUsed],
          charset: 'ascii',
          banner: { js: "(() => {\n'use strict';" },
          footer: { js: 'return part;\n})()' },
        });
        const parser = await parserCode();
        const whole = built.outputFiles[0].text.replace('SHELL_PARSER', () => parser);
        const { often, seldom } = inHalves(whole, judged);
        parts.set(path, [often, ...seldom].join(SELDOM));
        return { contents: PART_READER, loader: 'js' };
      });
    },
  };
}

/** Builds hooks by their names in src/hooks into a folder, and what they load from beside them. */
export async function buildHooks(names, outdir) {
  const parts = new Map();
  const { outputFiles, metafile } = await build({
    ...SHARED,
    metafile: true,
    format: 'esm',
    plugins: [partsApart(parts), builtinsWhenUsed],
    entryPoints: {
      ...Object.fromEntries(names.map((name) => [name, at(`src/hooks/${name}.ts`)])),
      ...BESIDE,
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    charset: 'utf8',
    banner: {
      js: '#!/usr/bin/env node\n// Built from src/hooks of the reconcile project. Changes made here are overwritten.',
    },
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, text } of outputFiles) {
    const output = Object.entries(metafile.outputs).find(([name]) => resolve(name) === path)[1];
    const part = Object.keys(output.inputs).find((input) => input.startsWith('part:'));
    writeFileSync(path, part === undefined ? text : withPart(text, parts.get(part.slice('part:'.length))));
  }
}

/** A hook with its part behind it. Everything is ASCII, so that it is read as it stands, without being decoded. */
function withPart(text, part) {
  if (part.includes(STANDS)) throw new Error(`${STANDS} stands in a part of a hook`);
  const hidden = ascii(part).replaceAll(ENDS, STANDS);
  const head = `${ascii(text)}\n${PART_BEGINS}\n`;
  const lines = head.split('\n').length - 1;
  return `${head.replace('PART_LENGTH', String(hidden.length)).replace('PART_LINE', String(lines))}${hidden}${ENDS}\n`;
}

/** What is left of other characters is in comments and texts, where an escape is as good. */
function ascii(code) {
  return code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
