// Builds dist/: a small ESM entry, the program as one script whose parts are evaluated when they are first needed, and V8's compiled
// form of it; and the hooks, each one self-contained file of the library.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import fastGlob from 'fast-glob';
import { buildHooks } from './hooks.build.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Names what is built: the same sources and packages have the same name. */
function buildId() {
  const hash = createHash('sha256');
  for (const path of [...fastGlob.sync('src/**/*.ts', { cwd: at('.') }).sort(), 'package-lock.json']) {
    hash.update(path).update(readFileSync(at(path)));
  }
  return hash.digest('hex').slice(0, 16);
}

const shared = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };

rmSync(at('dist'), { recursive: true, force: true });
// Packages that few commands need: files of their own, read when they are first required.
const LAZY = ['simple-git', 'cron', 'diff', '@questdb/nodejs-client'];
await build({
  ...shared,
  format: 'cjs',
  minify: true,
  entryPoints: Object.fromEntries(LAZY.map((name) => [name, name])),
  outdir: at('dist'),
  outExtension: { '.js': '.cjs' },
});

const asFiles = {
  name: 'lazy-packages',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(${LAZY.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
    // commander would load it for commands that are programs of their own; there are none, and it takes 3 ms.
    bundle.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'none', namespace: 'none' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {};' }));
  },
};

await build({
  ...shared,
  plugins: [asFiles],
  format: 'cjs',
  entryPoints: [at('src/main.ts')],
  outfile: at('dist/main.cjs'),
  // A script outside the module loader has `require`, and no `import()`.
  supported: { 'dynamic-import': false },
  define: { BUILD_ID: JSON.stringify(buildId()), GIT_STARTER: 'gitStarter' },
  minify: true,
  // The builds of these two that Node would choose start slower, and one cannot be bundled.
  alias: {
    yaml: at('node_modules/yaml/browser/dist/index.js'),
    'jsonc-parser': at('node_modules/jsonc-parser/lib/esm/main.js'),
  },
  banner: {
    js: '(function (require, module) {const exports = module.exports;const gitStarter = () => require.resolve("./git-starter.cjs");',
  },
  footer: { js: '})' },
});
await build({
  ...shared,
  format: 'cjs',
  minify: true,
  entryPoints: [at('src/adapters/git/starter.ts')],
  outfile: at('dist/git-starter.cjs'),
});
copyFileSync(at('src/entry.mjs'), at('dist/reconcile.mjs'));
chmodSync(at('dist/reconcile.mjs'), 0o755);

const hooks = fastGlob
  .sync('*.ts', { cwd: at('src/hooks') })
  .map((name) => name.replace(/\.ts$/, ''))
  .sort();
await buildHooks(hooks, at('desired-state/hooks'));
for (const name of [...hooks, 'redis-store']) chmodSync(at(`desired-state/hooks/${name}.mjs`), 0o755);
compileAll();

/**
 * Runs this project's own canonical.yaml in a scratch home, and keeps what V8 compiled for each of the verbs that work over many repositories; what
 * is kept of a plan serves all others. Without git only the plan can be run.
 */
function compileAll() {
  const scratch = mkdtempSync(join(tmpdir(), 'reconcile-build-'));
  const config = ['--config', at('canonical.yaml')];
  try {
    compile(scratch, ['plan', ...config]);
    renameSync(at('dist/main.plan.cache'), at('dist/main.cache'));
    if (!hasGit()) return;
    compile(scratch, ['apply', '--yes', ...config]);
    compile(scratch, ['drift', ...config]);
    const repositories = readdirSync(scratch).filter((name) => existsSync(join(scratch, name, '.git')));
    compile(scratch, ['import', ...repositories, '--into', 'hub', '--dry-run']);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function hasGit() {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs one command, and keeps what V8 compiled for it: `main.VERB.cache`. */
function compile(scratch, words) {
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { setFlagsFromString } from 'node:v8';
    import { Script } from 'node:vm';
    setFlagsFromString('--interrupt-budget=400000');
    const { PROGRAM: path, CACHE: cache } = process.env;
    const script = new Script(readFileSync(path, 'utf8'), { filename: path });
    process.on('exit', () => writeFileSync(cache, script.createCachedData()));
    script.runInThisContext()(createRequire(path), { exports: {} });`;
  const person = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Build'],
      [`GIT_${who}_EMAIL`, 'build@example.com'],
    ]),
  );
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    RECONCILE_WORKSPACE: scratch,
    PROGRAM: at('dist/main.cjs'),
    CACHE: at(`dist/main.${words[0]}.cache`),
    ...person,
  };
  const { status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program, '--', 'reconcile', ...words],
    {
      cwd: scratch,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  // 2 is the answer of a drift that found something.
  if (status !== 0 && status !== 2) throw new Error(`the build could not run "reconcile ${words.join(' ')}"`);
}
