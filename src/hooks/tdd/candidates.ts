import { baseName, extension, folderOf, type Language, stem, under } from './language.ts';

const SCRIPT_FAMILIES = [
  ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'],
  ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts'],
] as const;
const SCRIPT_TEST_ROOTS = ['test', 'tests', '__tests__', 'spec', 'test/unit', 'tests/unit'];
const PYTHON_TEST_ROOTS = ['tests', 'test', 'tests/unit', 'test/unit'];

/**
 * The places where a test of `path` (relative to the repository) is looked for, the most usual first, without duplicates.
 * The first one is what a reason names as the file to write.
 */
export function testCandidates(path: string, language: Language): string[] {
  return [...new Set(candidates(path, language))].filter((candidate) => candidate !== path);
}

function candidates(path: string, language: Language): string[] {
  switch (language) {
    case 'typescript':
      return scriptCandidates(path);
    case 'python':
      return pythonCandidates(path);
    case 'rust':
      return rustCandidates(path);
    case 'go':
      return goCandidates(path);
    case 'java':
      return javaCandidates(path);
  }
}

interface Split {
  /** The package folder: what stands before the source root. */
  root: string;
  /** The folder inside the source root. */
  inner: string;
}

/** Splits at the first source root: `packages/a/src/x/y.ts` has root `packages/a` and inner `x`. */
function splitAt(path: string, roots: readonly string[]): Split {
  const folders = folderOf(path).split('/');
  const at = folders.findIndex((folder) => roots.includes(folder));
  if (at < 0) return { root: '', inner: folderOf(path) };
  return { root: folders.slice(0, at).join('/'), inner: folders.slice(at + 1).join('/') };
}

function scriptCandidates(path: string): string[] {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ['src', 'lib', 'app']);
  const own = extension(baseName(path));
  const family = SCRIPT_FAMILIES[own.includes('ts') ? 0 : 1];
  // The file's own flavour first: `x.tsx` is most likely tested by `x.test.tsx`.
  const extensions = [own, ...family.filter((other) => other !== own)];
  // `thing/index.ts` is usually tested under the folder's name.
  const names = stem(path) === 'index' && folder !== '' ? ['index', baseName(folder)] : [stem(path)];
  const places = [folder, under(folder, '__tests__'), under(folder, 'test'), under(folder, 'tests')];
  for (const tests of SCRIPT_TEST_ROOTS) {
    const full = under(root, tests);
    places.push(under(full, inner), full, under(full, folder));
    if (root !== '') places.push(under(tests, folder), under(tests, under(root, inner)));
  }
  const found: string[] = [];
  for (const place of places) {
    for (const name of names) {
      for (const ext of extensions)
        found.push(under(place, `${name}.test.${ext}`), under(place, `${name}.spec.${ext}`));
    }
  }
  // Files in `__tests__` need no suffix.
  for (const name of names) for (const ext of extensions) found.push(under(folder, `__tests__/${name}.${ext}`));
  return found;
}

function pythonCandidates(path: string): string[] {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ['src', 'lib', 'app']);
  const name = stem(path);
  const withoutPackage = inner.split('/').slice(1).join('/');
  const places: string[] = [];
  for (const tests of PYTHON_TEST_ROOTS) {
    const full = under(root, tests);
    places.push(full, under(full, inner), under(full, withoutPackage), under(tests, folder));
    const parent = folderOf(folder);
    if (parent !== '') places.push(under(parent, tests));
  }
  places.push(folder, under(folder, 'tests'), under(folder, 'test'));
  const names = [`test_${name}.py`, `${name}_test.py`];
  // `pkg/sub/parse.py` is also tested by `tests/test_sub_parse.py`.
  if (folder !== '') names.push(`test_${baseName(folder)}_${name}.py`);
  if (name === '__main__') names.push(`test_${baseName(folder)}.py`, 'test_main.py', 'test_cli.py');
  return places.flatMap((place) => names.map((file) => under(place, file)));
}

function rustCandidates(path: string): string[] {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ['src']);
  const name = stem(path) === 'mod' ? baseName(folder) : stem(path);
  const crate = ['lib', 'main'].includes(name) ? ['integration', 'integration_test', 'integration_tests', 'cli'] : [];
  const found: string[] = [];
  for (const file of [name, ...crate]) {
    found.push(under(root, `tests/${file}.rs`), under(root, `tests/${file}/main.rs`));
    found.push(
      under(root, `tests/test_${file}.rs`),
      under(root, `tests/${file}_test.rs`),
      under(root, `tests/${file}_tests.rs`),
    );
  }
  if (inner !== '')
    found.push(under(root, `tests/${inner}/${name}.rs`), under(root, `tests/${inner.replaceAll('/', '_')}_${name}.rs`));
  found.push(under(folder, `${name}/tests.rs`), under(folder, `${name}/test.rs`), under(folder, 'tests.rs'));
  found.push(under(folder, `${name}_test.rs`), under(folder, `${name}_tests.rs`), under(folder, 'tests/mod.rs'));
  return found;
}

function goCandidates(path: string): string[] {
  const folder = folderOf(path);
  const name = stem(path);
  const found = [`${name}_test.go`, `${name}_internal_test.go`, `${name}_external_test.go`];
  // Go tests belong to the package: one file named after its folder often tests all of it.
  if (folder !== '') found.push(`${baseName(folder)}_test.go`);
  // `parse_linux.go` is tested by `parse_test.go`.
  const platformless = name.replace(/_(linux|darwin|windows|unix|freebsd|amd64|arm64)$/, '');
  found.push(`${platformless}_test.go`);
  return found.map((file) => under(folder, file));
}

function javaCandidates(path: string): string[] {
  const name = stem(path);
  const folder = folderOf(path);
  const maven = /^(?:(.*)\/)?src\/main\/java(?:\/(.*))?$/.exec(folder);
  const { root, inner } = splitAt(path, ['src']);
  const folders = maven
    ? ['src/test/java', 'src/integrationTest/java'].map((tests) => under(under(maven[1] ?? '', tests), maven[2] ?? ''))
    : [under(under(root, 'test'), inner), under(under(root, 'tests'), inner)];
  const names = [`${name}Test.java`, `${name}Tests.java`, `Test${name}.java`, `${name}IT.java`, `${name}Spec.java`];
  return [...folders, folder].flatMap((place) => names.map((file) => under(place, file)));
}
