import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRepository } from '../../../src/hooks/common/git.ts';
import { addableFiles } from '../../../src/hooks/safety/files.ts';
import { isSecretFile, mayHoldSecret } from '../../../src/hooks/safety/secret-files.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-addable-')));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@x.test', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const secrets = (): string[] => addableFiles(findRepository(root)!).filter(isSecretFile);

describe('secrets that git add would take up', () => {
  test.each([
    ['at the top', { '.env': 'A=b' }, ['.env']],
    ['deep down', { 'a/b/c/server.pem': 'x', 'a/x.ts': '' }, ['a/b/c/server.pem']],
    ['known by their folder', { 'home/.aws/config': 'x' }, ['home/.aws/config']],
    ['none', { 'src/a.ts': '', 'docs/b.md': '' }, []],
    ['a sample is none', { '.env.example': '' }, []],
    ['ignored ones are none', { '.gitignore': '.env\nkeys/\n', '.env': 'x', 'keys/a.pem': 'x', 'a.ts': '' }, []],
    [
      'in an ignored folder',
      { '.gitignore': '/node_modules/\nbuild\n', 'node_modules/a/.env': 'x', 'build/x.pem': '' },
      [],
    ],
    ['in a folder that only seems ignored', { '.gitignore': 'build\n!build\n', 'build/x.pem': '' }, ['build/x.pem']],
    ['in a folder that is ignored elsewhere', { '.gitignore': 'a/build\n', 'build/x.pem': '' }, ['build/x.pem']],
    ['where a pattern means a file', { '.gitignore': '*.pem\n', 'build/x.key': '' }, ['build/x.key']],
  ])('%s', (_what, files, expected) => {
    write(files);
    expect(secrets()).toEqual(expected);
  });

  test('a tracked one that has changed, in a folder that is ignored', () => {
    write({ '.gitignore': 'build/\n', 'build/x.pem': 'x' });
    git('add', '-f', 'build/x.pem');
    git('commit', '-q', '-m', 'key');
    expect(secrets()).toEqual([]);
    write({ 'build/x.pem': 'other' });
    expect(secrets()).toEqual(['build/x.pem']);
  });

  test('an ignore file that is a link holds for git no more than for the guard', () => {
    write({ 'ignore.txt': 'build/\n', 'build/x.pem': 'x' });
    symlinkSync('ignore.txt', join(root, '.gitignore'));
    expect(secrets()).toEqual(['build/x.pem']);
  });

  test('one in a worktree that is too large to look through', () => {
    write(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`a${i}/b.ts`, ''])));
    write({ 'z/deep/er/.env': 'x' });
    expect(secrets()).toEqual(['z/deep/er/.env']);
  });
});

test('the quick look at the names in a folder misses no secret', () => {
  const names = fc.constantFrom(
    '.env',
    '.env.local',
    'prod.env',
    'a.pem',
    'ID_RSA',
    'id_ed25519',
    '.npmrc',
    'credentials.json',
    'secrets.yaml',
    'x.auto.tfvars',
    'client_secret.a.json',
    'vault-pass.txt',
    'kubeconfig',
    'wallet.dat',
    'a.ts',
    'README.md',
    '.env.example',
    'x\n.env',
    'terraform.tfvars',
  );
  fc.assert(
    fc.property(fc.array(names, { maxLength: 5 }), (found) => {
      if (found.some((name) => isSecretFile(name))) expect(mayHoldSecret(found)).toBe(true);
    }),
  );
  for (const path of ['.aws/credentials', '.ssh/id', '.kube/config', '.docker/config.json', '.config/gcloud/x']) {
    expect(isSecretFile(path)).toBe(true);
    expect(path.split('/').some((name) => mayHoldSecret([name]))).toBe(true);
  }
});
