// Builds dist/: one ESM entry with lazy chunks, and the hooks, each one self-contained file of the library.
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const shared = { bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning' };

rmSync(at('dist'), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { reconcile: at('src/main.ts') },
  outdir: at('dist'),
  outExtension: { '.js': '.mjs' },
  splitting: true,
  minify: true,
  // The CommonJS builds that Node would choose start slower than the ESM ones, and one of them cannot be bundled.
  alias: {
    yaml: at('node_modules/yaml/browser/dist/index.js'),
    'jsonc-parser': at('node_modules/jsonc-parser/lib/esm/main.js'),
  },
  // Packages in CommonJS ask for `require`, which ESM does not have.
  banner: { js: "#!/usr/bin/env node\nimport { createRequire as reconcileRequire } from 'node:module';const require = reconcileRequire(import.meta.url);" },
});
chmodSync(at('dist/reconcile.mjs'), 0o755);

const hooks = readdirSync(at('src/hooks')).filter((name) => name.endsWith('.ts'));
await build({
  ...shared,
  entryPoints: hooks.map((name) => at(`src/hooks/${name}`)),
  outdir: at('desired-state/hooks'),
  outExtension: { '.js': '.mjs' },
  // Not minified: it is delivered into other people's repositories, who should be able to read it.
  minify: false,
  charset: 'utf8',
  banner: { js: '#!/usr/bin/env node\n// Built from src/hooks of the reconcile project. Changes made here are overwritten.' },
});
for (const name of hooks) chmodSync(at(`desired-state/hooks/${name.replace(/\.ts$/, '.mjs')}`), 0o755);
