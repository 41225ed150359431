// How the hooks are built: each one self-contained file of the library.
import { builtinModules, createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/** Builds hooks by their names in src/hooks into a folder, and what they load from beside them. */
export async function buildHooks(names, outdir) {
  await build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    format: 'esm',
    plugins: [builtinsWhenUsed],
    entryPoints: {
      ...Object.fromEntries(names.map((name) => [name, at(`src/hooks/${name}.ts`)])),
      ...BESIDE,
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    // Not minified: it is delivered into other people's repositories, who should be able to read it.
    minify: false,
    charset: 'utf8',
    banner: {
      js: '#!/usr/bin/env node\n// Built from src/hooks of the reconcile project. Changes made here are overwritten.',
    },
  });
}
