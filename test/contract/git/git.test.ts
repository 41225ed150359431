import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import { type BlobId, textOf } from '../../../src/core/values/content.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import type { CommitId } from '../../../src/core/values/target.ts';
import { type BranchRequest, GitError } from '../../../src/ports/git.ts';
import { committed, makeWorkshop, read, rel, request, write, writeHook } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

let count = 0;
function fresh(files?: Record<string, string>, init?: string[]): AbsPath {
  count += 1;
  return shop.repository(`git-${count}`, files, init);
}

function idOf(root: string, name = 'HEAD'): CommitId {
  return shop.git(root, 'rev-parse', name).trim() as CommitId;
}

function folder(name: string): AbsPath {
  return `${shop.folder}/${name}` as AbsPath;
}

describe('create', () => {
  test('makes a repository whose first commit will be on the branch, also in a folder that has files', async () => {
    const root = folder('created/deep');
    mkdirSync(root, { recursive: true });
    writeFileSync(`${root}/a`, 'one');
    await git.create(root, 'trunk');
    expect(git.open(root)).toMatchObject({ kind: 'repository', state: { branch: 'trunk' } });
    expect(await git.commit(request(root, { a: 'one' }))).toBe(idOf(root, 'trunk'));
    await expect(git.create(root, 'trunk')).rejects.toThrow('there is a git repository');
  });

  test("uses the person's template, and refuses a branch name that cannot be", async () => {
    mkdirSync(folder('template/hooks'), { recursive: true });
    writeFileSync(folder('template/hooks/pre-commit'), '#!/bin/sh\nexit 0\n');
    const templated = makeGit({ environment: { ...shop.environment, GIT_TEMPLATE_DIR: folder('template') } });
    await templated.create(folder('templated'), 'main');
    expect(existsSync(folder('templated/.git/hooks/pre-commit'))).toBe(true);
    await expect(git.create(folder('bad'), '--bare')).rejects.toThrow(GitError);
  });
});

describe('clone', () => {
  test('clones, on the branch that is asked for', async () => {
    const origin = fresh({ a: 'one' });
    shop.git(origin, 'branch', 'other');
    await git.clone(origin, folder('clones/a'), undefined, 30_000);
    await git.clone(`file://${origin}`, folder('clones/b'), 'other', 30_000);
    expect(git.open(folder('clones/a'))).toMatchObject({ state: { branch: 'main', defaultBranch: 'main' } });
    expect(git.open(folder('clones/b'))).toMatchObject({ state: { branch: 'other', defaultBranch: 'main' } });
  });

  test('says why it could not, and leaves nothing behind', async () => {
    await expect(git.clone(folder('nowhere'), folder('clones/c'), undefined, 30_000)).rejects.toThrow('does not exist');
    expect(existsSync(folder('clones/c'))).toBe(false);
    const option = '--upload-pack=touch owned';
    await expect(git.clone(option, folder('clones/d'), undefined, 30_000)).rejects.toThrow(GitError);
    expect(existsSync(folder('clones/owned'))).toBe(false);
    mkdirSync(folder('clones/full'));
    writeFileSync(folder('clones/full/a'), 'x');
    await expect(git.clone(fresh({ a: 'x' }), folder('clones/full'), undefined, 30_000)).rejects.toThrow(
      'not an empty directory',
    );
  });
});

describe('inspect', () => {
  test('tells tracked, staged, unstaged, unmerged and unknown paths apart', async () => {
    const root = fresh({ same: 'x', unstaged: 'x', staged: 'x', both: 'x', gone: 'x', untracked: 'x' });
    shop.git(root, 'rm', '-q', '--cached', 'untracked');
    write(root, { unstaged: 'y', staged: 'y', both: 'y', added: 'n', intended: 'n' });
    shop.git(root, 'add', 'staged', 'both', 'added');
    shop.git(root, 'add', '-N', 'intended');
    write(root, { both: 'z' });
    rmSync(`${root}/gone`);
    const paths = ['same', 'unstaged', 'staged', 'both', 'gone', 'untracked', 'added', 'intended', 'nothing'].map(rel);
    const status = await git.inspect(root, paths);
    const letters = paths.map((path) => {
      const { tracked, staged, unstaged, unmerged, hidden } = status.get(path)!;
      return `${path} ${tracked ? 't' : '-'}${staged ? 's' : '-'}${unstaged ? 'u' : '-'}${unmerged || hidden ? '!' : '-'}`;
    });
    expect(letters).toEqual([
      'same t---',
      'unstaged t-u-',
      'staged ts--',
      'both tsu-',
      'gone t-u-',
      'untracked -s--',
      'added ts--',
      'intended t-u-',
      'nothing ----',
    ]);
  });

  test('a conflict is unmerged, and a new executable bit is a change', async () => {
    const root = fresh({ a: 'one\n', tool: 'x' });
    shop.git(root, 'checkout', '-q', '-b', 'side');
    write(root, { a: 'side\n' });
    shop.git(root, 'commit', '-qam', 'side');
    shop.git(root, 'checkout', '-q', 'main');
    write(root, { a: 'main\n' });
    shop.git(root, 'commit', '-qam', 'main');
    shop.tryGit(root, ['merge', 'side']);
    chmodSync(`${root}/tool`, 0o755);
    const status = await git.inspect(root, ['a', 'tool'].map(rel));
    expect(status.get(rel('a'))).toMatchObject({ tracked: true, unmerged: true });
    expect(status.get(rel('tool'))).toMatchObject({ staged: false, unstaged: true });
  });

  test('writes nothing, not even the times that the index remembers', async () => {
    const root = fresh({ a: 'one' });
    write(root, { a: 'one' });
    const before = readFileSync(`${root}/.git/index`);
    const time = statSync(`${root}/.git/index`).mtimeMs;
    await git.inspect(root, [rel('a')]);
    await git.isDirty(root);
    expect(readFileSync(`${root}/.git/index`).equals(before)).toBe(true);
    expect(statSync(`${root}/.git/index`).mtimeMs).toBe(time);
  });

  test('works while another git command holds the lock, before the first commit, and on no path', async () => {
    const root = fresh({ a: 'one' });
    writeFileSync(`${root}/.git/index.lock`, '');
    expect((await git.inspect(root, [rel('a')])).get(rel('a'))?.tracked).toBe(true);
    expect((await git.inspect(fresh(), [rel('a')])).get(rel('a'))?.tracked).toBe(false);
    expect((await git.inspect(root, [])).size).toBe(0);
  });
});

describe('reading commits', () => {
  test('files come byte for byte, with their mode; what is no file is left out', async () => {
    const root = fresh();
    const bytes = Buffer.from([0, 255, 10, 13, 10, 0, 0xc3, 0x28]);
    write(root, { 'd/text': 'größe\n', 'd/tool': '#!', empty: '', 'a\nb "c"': 'odd' });
    writeFileSync(`${root}/binary`, bytes);
    chmodSync(`${root}/d/tool`, 0o755);
    symlinkSync('d', `${root}/link`);
    shop.git(root, 'add', '-A');
    shop.git(root, 'commit', '-qm', 'first');
    const first = idOf(root);
    write(root, { 'd/text': 'later' });
    shop.git(root, 'commit', '-qam', 'second');
    const paths = ['d/text', 'd/tool', 'empty', 'a\nb "c"', 'binary', 'd', 'link', 'none', '*'].map(rel);
    const files = await git.filesAt(root, first, paths);
    expect([...files.keys()].sort()).toEqual(['a\nb "c"', 'binary', 'd/text', 'd/tool', 'empty']);
    expect(files.get(rel('binary'))?.bytes).toEqual(bytes);
    expect(textOf(files.get(rel('d/text'))!.bytes)).toBe('größe\n');
    expect([files.get(rel('d/tool'))?.mode, files.get(rel('empty'))?.mode]).toEqual(['100755', '100644']);
    expect(await git.filesAt(root, first, [])).toEqual(new Map());
  });

  test('contents come by their ids, but for those that are not there', async () => {
    const root = fresh({ a: 'one', b: 'two' });
    const id = (path: string) => shop.git(root, 'rev-parse', `HEAD:${path}`).trim() as BlobId;
    const [one, two] = [id('a'), id('b')];
    const found = await git.blobs(root, [one, 'f'.repeat(40) as BlobId, two]);
    expect([...found].map(([blob, bytes]) => [blob, textOf(bytes)])).toEqual([
      [one, 'one'],
      [two, 'two'],
    ]);
    expect(await git.blobs(root, [])).toEqual(new Map());
  });

  test('the commits that changed a file come newest first, and no more than asked for', async () => {
    const root = fresh({ a: 'one', '*': 'star' });
    const first = idOf(root);
    write(root, { a: 'two' });
    shop.git(root, 'commit', '-qam', 'second');
    const second = idOf(root);
    write(root, { '*': 'changed' });
    shop.git(root, 'commit', '-qam', 'third');
    expect(await git.commitsOf(root, rel('a'), 9)).toEqual([second, first]);
    expect(await git.commitsOf(root, rel('a'), 1)).toEqual([second]);
    expect(await git.commitsOf(root, rel('*'), 9)).toHaveLength(2);
    expect(await git.commitsOf(root, rel('none'), 9)).toEqual([]);
    expect(await git.commitsOf(fresh(), rel('a'), 9)).toEqual([]);
  });

  test('two paths with the same content, and many large ones', async () => {
    const large = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`f${index}`, `${index % 20}`.repeat(100_000)]),
    );
    const root = fresh(large);
    const files = await git.filesAt(root, idOf(root), Object.keys(large).map(rel));
    expect([...files].every(([path, file]) => textOf(file.bytes) === large[path])).toBe(true);
    expect(files.size).toBe(30);
  });

  test('links and submodules of a commit', async () => {
    const inner = fresh({ a: 'x' });
    const root = fresh({ 'd/plain': 'x' });
    symlinkSync('plain', `${root}/d/link`);
    shop.git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'd/sub');
    shop.git(root, 'add', '-A');
    shop.git(root, 'commit', '-qm', 'second');
    const expected = new Map([
      [rel('d/link'), 'link'],
      [rel('d/sub'), 'submodule'],
    ]);
    expect(await git.specialAt(root, idOf(root))).toEqual(expected);
    expect(await git.specialAt(inner, idOf(inner))).toEqual(new Map());
  });

  test('what is no commit is an error, and never an option', async () => {
    const root = fresh({ a: 'x' });
    await expect(git.filesAt(root, '--help' as CommitId, [rel('a')])).rejects.toThrow('is not the id of a commit');
    await expect(git.filesAt(root, 'f'.repeat(40) as CommitId, [rel('a')])).rejects.toThrow(GitError);
    await expect(git.specialAt(root, 'main' as CommitId)).rejects.toThrow('is not the id of a commit');
  });

  test('the commits since another one, newest first, with parents and trailers', async () => {
    const root = fresh({ a: 'one' });
    const base = idOf(root);
    write(root, { a: 'two' });
    const second = (await git.commit({
      ...request(root, { a: 'two' }),
      message: 's\n\nbody: no trailer\n\nReconcile-Run: r2\nOther: a: b\n',
    }))!;
    write(root, { a: 'three' });
    shop.git(root, 'commit', '-qam', 'third without trailers');
    const third = idOf(root);
    expect(await git.commitsSince(root, base, third)).toEqual([
      { id: third, parent: second, trailers: new Map() },
      {
        id: second,
        parent: base,
        trailers: new Map([
          ['Reconcile-Run', 'r2'],
          ['Other', 'a: b'],
        ]),
      },
    ]);
    expect(await git.commitsSince(root, third, third)).toEqual([]);
    expect(await git.commitsSince(root, undefined, third)).toHaveLength(3);
    expect((await git.commitsSince(root, undefined, base))[0]?.parent).toBeUndefined();
  });

  test('a repository is dirty when anything differs from HEAD', async () => {
    const root = fresh({ a: 'one', '.gitignore': 'ignored\n' });
    write(root, { ignored: 'x' });
    expect(await git.isDirty(root)).toBe(false);
    write(root, { 'new/b': 'x' });
    expect(await git.isDirty(root)).toBe(true);
    rmSync(`${root}/new`, { recursive: true });
    write(root, { a: 'two' });
    expect(await git.isDirty(root)).toBe(true);
    shop.git(root, 'commit', '-qam', 'second');
    expect(await git.isDirty(root)).toBe(false);
  });
});

describe('branches', () => {
  function onBranch(
    root: AbsPath,
    files: Record<string, string | null>,
    more: Partial<BranchRequest> = {},
  ): BranchRequest {
    const base = idOf(root, 'main');
    return {
      root,
      branch: 'reconcile/update',
      base,
      files: request(root, files).files,
      message: 'm\n\nX: y',
      expected: undefined,
      ...more,
    };
  }

  test('a commit on a branch touches neither worktree, nor index, nor HEAD', async () => {
    const root = fresh({ a: 'one', gone: 'x', 'd/b': 'y' });
    write(root, { a: 'changed by the person', staged: 's' });
    shop.git(root, 'add', 'staged');
    const before = [
      readFileSync(`${root}/.git/index`).toString('hex'),
      idOf(root),
      shop.git(root, 'status', '--porcelain'),
    ];
    const files = new Map([
      ...onBranch(root, { a: 'two', gone: null, 'new/größe\n': 'n' }).files,
      [rel('tool'), committed('t', '100755')] as const,
    ]);
    const id = await git.commitBranch(onBranch(root, {}, { files }));
    expect(await git.branchTip(root, 'reconcile/update')).toBe(id);
    const names = shop.git(root, 'diff-tree', '-r', '-z', '--name-status', '--no-renames', 'main', id);
    expect(names).toBe('M\0a\0D\0gone\0A\0new/größe\n\0A\0tool\0');
    expect(shop.git(root, 'log', '-1', '--format=%P %an %B', id)).toBe(`${idOf(root)} Ada m\n\nX: y\n\n`);
    expect(shop.git(root, 'ls-tree', id, 'tool')).toMatch(/^100755/);
    expect([
      readFileSync(`${root}/.git/index`).toString('hex'),
      idOf(root),
      shop.git(root, 'status', '--porcelain'),
    ]).toEqual(before);
    expect(shop.git(root, 'fsck', '--no-dangling')).toBe('');
  });

  test('the branch moves only from where it was expected', async () => {
    const root = fresh({ a: 'one' });
    const first = await git.commitBranch(onBranch(root, { a: 'two' }));
    await expect(git.commitBranch(onBranch(root, { a: 'three' }))).rejects.toThrow('was expected not to exist');
    const second = await git.commitBranch(onBranch(root, { a: 'three' }, { expected: first }));
    expect(shop.git(root, 'rev-list', '--count', `main..${second}`).trim()).toBe('1');
    await expect(git.commitBranch(onBranch(root, { a: 'four' }, { expected: first }))).rejects.toThrow(
      `was expected at ${first}`,
    );
    expect(await git.branchTip(root, 'reconcile/update')).toBe(second);
  });

  test('no empty commit is made', async () => {
    const root = fresh({ a: 'one' });
    await expect(git.commitBranch(onBranch(root, { a: 'one', b: null }))).rejects.toThrow('no empty commit');
    expect(await git.branchTip(root, 'reconcile/update')).toBeUndefined();
  });

  test('a branch that is checked out anywhere, or being rebased, is not moved', async () => {
    const root = fresh({ a: 'one' });
    const base = idOf(root);
    await expect(git.commitBranch(onBranch(root, { a: 'two' }, { branch: 'main', expected: base }))).rejects.toThrow(
      'is checked out',
    );
    shop.git(root, 'worktree', 'add', '-q', '-b', 'elsewhere', `${root}-linked`);
    const linked = `${root}-linked` as AbsPath;
    for (const from of [root, linked]) {
      for (const branch of ['main', 'elsewhere']) {
        await expect(git.moveBranch(from, branch, base, undefined)).rejects.toThrow('is checked out');
      }
    }
    shop.tryGit(root, ['rebase', '-i', '--root'], { GIT_SEQUENCE_EDITOR: 'sed -i s/pick/edit/' });
    await expect(git.moveBranch(linked, 'main', base, undefined)).rejects.toThrow('is checked out');
  });

  test('a branch is moved or deleted only from where it is expected', async () => {
    const root = fresh({ a: 'one' });
    const base = idOf(root);
    const id = await git.commitBranch(onBranch(root, { a: 'two' }, { branch: 'b' }));
    await expect(git.moveBranch(root, 'b', base, undefined)).rejects.toThrow(
      `is at ${id}, but was expected at ${base}`,
    );
    await git.moveBranch(root, 'b', id, base);
    expect(await git.branchTip(root, 'b')).toBe(base);
    await git.moveBranch(root, 'b', base, undefined);
    expect(await git.branchTip(root, 'b')).toBeUndefined();
    await expect(git.branchTip(root, '../../HEAD')).rejects.toThrow('cannot be the name of a branch');
  });

  test('hooks do not run, and a SHA-256 or a bare repository works too', async () => {
    const root = fresh({ a: 'one' }, ['--object-format=sha256']);
    writeHook(root, 'pre-commit', ['exit 1']);
    expect(await git.commitBranch(onBranch(root, { a: 'two' }))).toMatch(/^[0-9a-f]{64}$/);
    const bare = `${root}-bare` as AbsPath;
    shop.git(root, 'clone', '-q', '--bare', root, bare);
    expect(await git.commitBranch(onBranch(bare, { a: 'two' }, { branch: 'b' }))).toBe(idOf(bare, 'b'));
  });
});

describe('after a run that was killed', () => {
  test('only marks without content are taken back', async () => {
    const root = fresh({ a: 'one' });
    for (const index of [[], ['--split-index']]) {
      write(root, { ours: 'o', staged: 's', empty: '' });
      if (index.length > 0) shop.git(root, 'update-index', ...index);
      shop.git(root, 'add', '-N', 'ours');
      shop.git(root, 'add', 'staged', 'empty');
      await git.withdraw(root, ['ours', 'staged', 'empty', 'a', 'never'].map(rel));
      expect(shop.git(root, 'status', '--porcelain')).toBe('A  empty\nA  staged\n?? ours\n');
      expect(read(root, 'ours')).toBe('o');
    }
  });

  test('an index lock that nobody holds is removed', () => {
    const root = fresh({ a: 'one' });
    expect(git.removeDeadLock(root)).toBe(false);
    writeFileSync(`${root}/.git/index.lock`, '');
    expect(git.removeDeadLock(root)).toBe(true);
    expect(existsSync(`${root}/.git/index.lock`)).toBe(false);
    expect(git.removeDeadLock(folder('no-repository'))).toBe(false);
  });

  test('an index lock stays while a git command works there, or a program has it open', async () => {
    const root = fresh({ a: 'one' });
    const busy = spawn('git', ['cat-file', '--batch'], {
      cwd: root,
      env: shop.environment,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    busy.stdin.write('HEAD\n');
    await once(busy.stdout, 'data');
    writeFileSync(`${root}/.git/index.lock`, '');
    expect(git.removeDeadLock(root)).toBe(false);
    busy.stdin.end();
    await once(busy, 'close');
    const holder = spawn('sh', ['-c', `exec 3>>"${root}/.git/index.lock"; echo ready; read line`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(holder.stdout, 'data');
    expect(git.removeDeadLock(root)).toBe(false);
    holder.stdin.end();
    await once(holder, 'close');
    expect(git.removeDeadLock(root)).toBe(true);
  });
});
