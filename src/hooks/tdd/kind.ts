import { baseName, languageOf, stem } from './language.ts';

/** What a file is for. Only `production` files need a test. */
export type FileKind = 'test' | 'config' | 'exempt' | 'other' | 'production';

// Whole path segments, compared exactly: `src/contest/x.ts` is not a test and `src/reconfig/x.ts` is not configuration.
const TEST_SEGMENTS = new Set([
  'test',
  'tests',
  '__tests__',
  '__mocks__',
  '__fixtures__',
  'spec',
  'specs',
  'e2e',
  'fixtures',
  'testdata',
  'test-utils',
  'testing',
]);
const EXEMPT_SEGMENTS = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'generated',
  '__generated__',
  'migrations',
  'examples',
  'scripts',
  'bench',
  'benches',
  'benchmarks',
  'docs',
  '.venv',
  'venv',
  '.git',
  '.claude',
]);
const CONFIG_NAMES = new Set([
  'setup.py',
  'noxfile.py',
  'build.rs',
  'conf.py',
  'manage.py',
  'gulpfile.js',
  'Gruntfile.js',
]);
const EXEMPT_NAMES = new Set(['__init__.py', 'package-info.java', 'module-info.java', 'doc.go']);

/** Classifies a path relative to its repository (`/` separators), from its name and whole folder names only. */
export function fileKind(path: string): FileKind {
  const language = languageOf(path);
  if (!language) return 'other';
  const folders = path.split('/').slice(0, -1);
  if (folders.some((folder) => TEST_SEGMENTS.has(folder)) || isTestName(baseName(path))) return 'test';
  if (isConfigName(baseName(path))) return 'config';
  if (EXEMPT_NAMES.has(baseName(path)) || folders.some((folder) => EXEMPT_SEGMENTS.has(folder))) return 'exempt';
  if (/\.d\.[mc]?ts$/.test(path) || path.endsWith('.min.js')) return 'exempt';
  if (/(_pb2(_grpc)?\.py|\.pb\.go|_generated\.(go|rs|py|ts))$/.test(path)) return 'exempt';
  return 'production';
}

/** Whether a file name alone says that the file is a test, by its language's convention. */
function isTestName(name: string): boolean {
  switch (languageOf(name)) {
    case 'typescript':
      return /\.(test|spec|cy|e2e|test-d|bench|stories)\.[mc]?[jt]sx?$/.test(name);
    case 'python':
      return /^test_.*\.py$|_test\.py$|^conftest\.py$|^tests?\.py$/.test(name);
    case 'rust':
      return /^tests?\.rs$|_tests?\.rs$/.test(name);
    case 'go':
      return name.endsWith('_test.go');
    case 'java':
      return /(Tests?|IT|TestCase|Spec)$/.test(stem(name)) || /^Test[A-Z0-9]/.test(name);
    case undefined:
      return false;
  }
}

function isConfigName(name: string): boolean {
  // `vite.config.ts`, `.eslintrc.cjs`, `jest.setup.js`: read by a tool, not by the product.
  return /\.(config|setup|conf)\.[mc]?[jt]s$/.test(name) || name.startsWith('.') || CONFIG_NAMES.has(name);
}
