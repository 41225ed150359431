import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, read, rel, request, write, writeHook } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

let count = 0;
function fresh(files: Record<string, string> = { a: 'one\n' }): AbsPath {
  count += 1;
  return shop.repository(`surroundings-${count}`, files);
}

/** What a refused commit must leave exactly as it was. */
function personal(root: AbsPath): string[] {
  return [
    shop.git(root, 'ls-files', '-s', '-v'),
    shop.git(root, 'status', '--porcelain=v2'),
    shop.git(root, 'rev-parse', 'HEAD'),
  ];
}

function changed(root: AbsPath): string {
  return shop.git(root, 'show', '--format=', '--name-only', 'HEAD');
}

describe('hooks', () => {
  test('a pre-commit hook that fails stops the commit and is quoted, its last lines only', async () => {
    const root = fresh();
    writeHook(root, 'pre-commit', ['seq -f "hook line %g" 1 50', 'echo "lint: line 3 is wrong" >&2', 'exit 1']);
    write(root, { a: 'two\n', new: 'n\n' });
    const before = personal(root);
    for (const apart of [[], ['a']]) {
      const failed = git.commit(request(root, { a: 'two\n', new: 'n\n' }, {}, apart));
      await expect(failed).rejects.toThrow(
        /a hook of the repository \(pre-commit\) refused it:[\s\S]*…\n[\s\S]*lint: line 3 is wrong/,
      );
      await expect(failed).rejects.not.toThrow(/hook line 5\n/);
      expect(personal(root)).toEqual(before);
    }
  });

  test('a commit-msg hook may refuse, or change the message', async () => {
    const root = fresh();
    writeHook(root, 'commit-msg', ['grep -q allowed "$1" || exit 1', 'echo "Checked: yes" >> "$1"']);
    write(root, { a: 'two\n' });
    await expect(git.commit(request(root, { a: 'two\n' }))).rejects.toThrow('commit-msg');
    const id = await git.commit({ ...request(root, { a: 'two\n' }), message: 'allowed\n\nX: y\n' });
    expect(id).toBeDefined();
    expect(shop.git(root, 'log', '-1', '--format=%(trailers)')).toBe('X: y\nChecked: yes\n\n');
  });

  test('no hook runs when hooks are off', async () => {
    const root = fresh();
    const names = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'reference-transaction'];
    for (const name of names) writeHook(root, name, [`echo ${name} >> ${shop.folder}/ran`, 'exit 1']);
    shop.git(root, 'config', 'core.hooksPath', `${root}/.git/hooks`);
    write(root, { a: 'two\n' });
    expect(await git.commit(request(root, { a: 'two\n' }, { hooks: false }))).toBeDefined();
    expect(existsSync(`${shop.folder}/ran`)).toBe(false);
  });

  test('a hook that rewrites and adds what is committed leaves nothing staged', async () => {
    const root = fresh({ a: 'one\n', theirs: 'x\n' });
    writeHook(root, 'pre-commit', ['for file in a new; do', '  echo formatted >> $file', '  git add $file', 'done']);
    write(root, { a: 'two\n', new: 'n\n', theirs: 'y\n' });
    shop.git(root, 'add', 'theirs');
    await git.commit(request(root, { a: 'two\n', new: 'n\n' }));
    expect(shop.git(root, 'show', 'HEAD:a')).toBe('two\nformatted\n');
    expect(shop.git(root, 'status', '--porcelain')).toBe('M  theirs\n');
    expect(read(root, 'new')).toBe('n\nformatted\n');
  });

  test('a hook that edits without adding leaves its edits in the worktree', async () => {
    const root = fresh();
    writeHook(root, 'pre-commit', ['echo extra >> a']);
    write(root, { a: 'two\n' });
    await git.commit(request(root, { a: 'two\n' }));
    expect(shop.git(root, 'show', 'HEAD:a')).toBe('two\n');
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M a\n');
  });

  test('a hook that takes too long is ended with all it started, and leaves no lock', async () => {
    const root = fresh();
    writeHook(root, 'pre-commit', ['echo waiting >&2', 'sleep 1', `touch ${root}/late`]);
    write(root, { a: 'two\n', new: 'n\n' });
    const before = personal(root);
    const failed = git.commit(request(root, { a: 'two\n', new: 'n\n' }, { timeout: 300 }));
    await expect(failed).rejects.toThrow(/longer than 0.3 s and was ended\nwaiting/);
    expect(existsSync(`${root}/.git/index.lock`)).toBe(false);
    expect(personal(root)).toEqual(before);
    await sleep(1100);
    expect(existsSync(`${root}/late`)).toBe(false);
  });

  test('a commit that was made counts, also when the hook after it took too long', async () => {
    const root = fresh({ a: 'one\n', b: 'one\n' });
    writeHook(root, 'post-commit', ['exec sleep 30']);
    write(root, { a: 'two\n', new: 'n\n' });
    const id = await git.commit(request(root, { a: 'two\n', new: 'n\n' }, { timeout: 300 }));
    expect(id).toBe(shop.git(root, 'rev-parse', 'HEAD').trim());
    write(root, { b: 'ours and more\n' });
    await git.commit(request(root, { b: 'ours\n' }, { timeout: 300 }, ['b']));
    expect(shop.git(root, 'show', 'HEAD:b')).toBe('ours\n');
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M b\n');
  });

  test('what a hook leaves running in the background does not hold the commit up', async () => {
    const root = fresh();
    // It holds the hook's output open until somebody writes into the pipe, which nobody does before the commit is done.
    execFileSync('mkfifo', [`${root}/pipe`]);
    writeHook(root, 'post-commit', ['cat pipe &']);
    write(root, { a: 'two\n' });
    expect(await git.commit(request(root, { a: 'two\n' }))).toBeDefined();
    writeFileSync(`${root}/pipe`, 'end\n');
  });

  test('a hook sees ordinary git: path patterns work, and the encoding is kept', async () => {
    const root = fresh();
    writeHook(root, 'pre-commit', ["git diff --cached --name-only -- '*.md' > ../seen", 'echo "$LC_CTYPE" >> ../seen']);
    write(root, { 'x.md': 'x\n', y: 'y\n' });
    await git.commit(request(root, { 'x.md': 'x\n', y: 'y\n' }));
    expect(read(shop.folder, 'seen')).toBe('x.md\nC.UTF-8\n');
  });
});

describe('identity and signing', () => {
  test('nobody to commit as is told with the remedy', async () => {
    const root = fresh();
    const home = `${shop.folder}/nobody`;
    mkdirSync(home, { recursive: true });
    writeFileSync(`${home}/.gitconfig`, '[user]\n\tuseConfigOnly = true\n');
    const nobody = makeGit({ environment: { ...shop.environment, HOME: home } });
    write(root, { new: 'n\n' });
    const before = personal(root);
    await expect(nobody.commit(request(root, { new: 'n\n' }))).rejects.toThrow(/git config --global user.name/);
    expect(personal(root)).toEqual(before);
    const base = shop.git(root, 'rev-parse', 'HEAD').trim();
    const branch = {
      root,
      branch: 'b',
      base: base as never,
      files: request(root, { a: 'x' }).files,
      message: 'm',
      expected: undefined,
    };
    await expect(nobody.commitBranch(branch)).rejects.toThrow(/git config --global user.name/);
    expect(shop.git(root, 'branch', '--list', 'b')).toBe('');
  });

  test("identity from the person's environment counts", async () => {
    const root = fresh();
    const named = {
      GIT_AUTHOR_NAME: 'Author',
      GIT_AUTHOR_EMAIL: 'a@x',
      GIT_COMMITTER_NAME: 'Committer',
      GIT_COMMITTER_EMAIL: 'c@x',
    };
    write(root, { a: 'two\n' });
    await makeGit({ environment: { ...shop.environment, ...named } }).commit(request(root, { a: 'two\n' }));
    expect(shop.git(root, 'log', '-1', '--format=%an %ae %cn %ce')).toBe('Author a@x Committer c@x\n');
  });

  test('signing that fails is told, and can be turned off', async () => {
    const root = fresh();
    writeFileSync(`${shop.folder}/gpg`, '#!/bin/sh\necho "gpg: no secret key" >&2\nexit 2\n');
    chmodSync(`${shop.folder}/gpg`, 0o755);
    shop.git(root, 'config', 'commit.gpgSign', 'true');
    shop.git(root, 'config', 'gpg.program', `${shop.folder}/gpg`);
    write(root, { a: 'two\n', new: 'n\n' });
    const before = personal(root);
    const wanted = request(root, { a: 'two\n', new: 'n\n' });
    await expect(git.commit(wanted)).rejects.toThrow(/could not be signed[\s\S]*gpg failed to sign/);
    expect(personal(root)).toEqual(before);
    const base = before[2]!.trim() as never;
    const branch = { root, branch: 'b', base, files: wanted.files, message: 'm', expected: undefined };
    await expect(git.commitBranch(branch)).rejects.toThrow('could not be signed');
    expect(await git.commit(request(root, { a: 'two\n', new: 'n\n' }, { sign: 'never' }))).toBeDefined();
  });

  test('signing that hangs is ended', async () => {
    const root = fresh();
    writeFileSync(`${shop.folder}/hang`, `#!/bin/sh\nsleep 1\ntouch ${root}/late\n`);
    chmodSync(`${shop.folder}/hang`, 0o755);
    shop.git(root, 'config', 'commit.gpgSign', 'true');
    shop.git(root, 'config', 'gpg.program', `${shop.folder}/hang`);
    write(root, { a: 'two\n' });
    await expect(git.commit(request(root, { a: 'two\n' }, { timeout: 300 }))).rejects.toThrow('longer than 0.3 s');
    await sleep(1100);
    expect(existsSync(`${root}/late`)).toBe(false);
  });
});

describe('configuration and environment that would lead git astray', () => {
  test("another git's variables are not passed on", async () => {
    const other = fresh({ b: 'other\n' });
    const root = fresh();
    const misled = makeGit({
      environment: {
        ...shop.environment,
        GIT_DIR: `${other}/.git`,
        GIT_WORK_TREE: other,
        GIT_INDEX_FILE: `${other}/.git/index`,
        GIT_OBJECT_DIRECTORY: `${other}/.git/objects`,
        GIT_NAMESPACE: 'x',
        GIT_PREFIX: 'sub/',
        GIT_CONFIG_PARAMETERS: "'core.bare'='true'",
        GIT_LITERAL_PATHSPECS: '0',
        GIT_GLOB_PATHSPECS: '1',
        EDITOR: 'false',
        PAGER: 'false',
      },
    });
    const before = personal(other);
    write(root, { a: 'two\n', new: 'n\n' });
    const id = await misled.commit(request(root, { a: 'two\n', new: 'n\n' }));
    expect(id).toBe(shop.git(root, 'rev-parse', 'HEAD').trim());
    expect(changed(root)).toBe('a\nnew\n');
    expect(await misled.isDirty(root)).toBe(false);
    expect((await misled.inspect(root, [rel('a')])).get(rel('a'))?.tracked).toBe(true);
    expect(personal(other)).toEqual(before);
  });

  test('diff.external, colours, templates and other habits of the person change nothing', async () => {
    const root = fresh();
    const habits = {
      'diff.external': 'false',
      'color.ui': 'always',
      'color.diff': 'always',
      'color.status': 'always',
      'commit.template': '/nowhere',
      'commit.verbose': 'true',
      'commit.cleanup': 'strip',
      'core.commentChar': 'c',
      'core.editor': 'false',
      'core.pager': 'false',
      'core.quotePath': 'true',
      'apply.whitespace': 'error',
      'submodule.recurse': 'true',
      'status.showUntrackedFiles': 'no',
      'status.short': 'true',
      'status.relativePaths': 'false',
      'status.renames': 'true',
      'log.showSignature': 'true',
      'i18n.commitEncoding': 'ISO-8859-1',
      'gc.auto': '1',
      'alias.commit': '!false',
    };
    for (const [key, value] of Object.entries(habits)) shop.git(root, 'config', key, value);
    write(root, { a: 'two\n', größe: 'n\n' });
    expect(await git.isDirty(root)).toBe(true);
    const id = await git.commit({ ...request(root, { a: 'two\n', größe: 'n\n' }), message: 'chore: ä\n\nX: y\n' });
    expect(shop.git(root, 'cat-file', 'commit', 'HEAD').split('\n\n').slice(1)).toEqual(['chore: ä', 'X: y\n']);
    expect(await git.commit(request(root, { a: 'two\n' }))).toBeUndefined();
    expect((await git.inspect(root, [rel('größe')])).get(rel('größe'))?.tracked).toBe(true);
    expect(await git.commitsSince(root, undefined, id!)).toMatchObject([{ trailers: new Map([['X', 'y']]) }, {}]);
    expect(await git.isDirty(root)).toBe(false);
    write(root, { untracked: 'u\n' });
    expect(await git.isDirty(root)).toBe(true);
  });

  test("the person's GIT_CONFIG_COUNT settings are kept", async () => {
    const root = fresh();
    const environment = {
      ...shop.environment,
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'user.name',
      GIT_CONFIG_VALUE_0: 'Counted',
      GIT_CONFIG_KEY_1: 'credential.helper',
      GIT_CONFIG_VALUE_1: '',
      GIT_SSH_COMMAND: 'ssh -x',
      GIT_ASKPASS: 'true',
    };
    write(root, { a: 'two\n' });
    await makeGit({ environment }).commit(request(root, { a: 'two\n' }));
    expect(shop.git(root, 'log', '-1', '--format=%an')).toBe('Counted\n');
  });

  test('a folder of another owner is told with the remedy', async () => {
    const root = fresh();
    const bin = `${shop.folder}/bin`;
    mkdirSync(bin, { recursive: true });
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(`${bin}/git`, `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec ${real} "$@"\n`);
    chmodSync(`${bin}/git`, 0o755);
    const stranger = makeGit({ environment: { ...shop.environment, PATH: `${bin}:${shop.environment['PATH']}` } });
    write(root, { a: 'two\n' });
    const remedy = `git config --global --add safe.directory ${root}`;
    await expect(stranger.commit(request(root, { a: 'two\n' }))).rejects.toThrow(remedy);
    await expect(stranger.isDirty(root)).rejects.toThrow(remedy);
  });

  test('a machine without git is told so', async () => {
    const root = fresh();
    const none = makeGit({ environment: { ...shop.environment, PATH: `${shop.folder}/empty` } });
    write(root, { a: 'two\n' });
    await expect(none.commit(request(root, { a: 'two\n' }))).rejects.toThrow('git is not installed');
    await expect(none.filesAt(root, shop.git(root, 'rev-parse', 'HEAD').trim() as never, [rel('a')])).rejects.toThrow(
      'git is not installed',
    );
  });

  test('a repository inside another one is not mistaken for it', async () => {
    const outer = fresh({ 'inner/a': 'one\n' });
    const inner = `${outer}/inner` as AbsPath;
    mkdirSync(`${inner}/.git/objects`, { recursive: true });
    mkdirSync(`${inner}/.git/refs`);
    writeFileSync(`${inner}/.git/HEAD`, 'ref: refs/heads/main\n');
    writeFileSync(`${inner}/.git/config`, '[core]\n\trepositoryformatversion = 99\n');
    write(inner, { a: 'two\n' });
    const before = shop.git(outer, 'rev-parse', 'HEAD');
    await expect(git.commit(request(inner, { a: 'two\n' }))).rejects.toThrow(/repo version|not a git repository/i);
    expect(shop.git(outer, 'rev-parse', 'HEAD')).toBe(before);
    rmSync(`${inner}/.git`, { recursive: true });
  });
});

describe('git itself', () => {
  test('is found behind folders of PATH that have none which can be run', async () => {
    const root = fresh();
    const folder = `${shop.folder}/programs`;
    mkdirSync(folder);
    writeFileSync(`${folder}/git`, 'no program');
    writeFileSync(`${folder}/file`, '');
    const path = [folder, `${folder}/file`, `${folder}/nowhere`, shop.environment['PATH']].join(':');
    write(root, { a: 'two\n' });
    const elsewhere = makeGit({ environment: { ...shop.environment, PATH: path } });
    expect(await elsewhere.commit(request(root, { a: 'two\n' }))).toBeDefined();
    expect(changed(root)).toBe('a\n');
  });
});
