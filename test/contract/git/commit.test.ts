import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import type { CommitRequest } from '../../../src/ports/git.ts';
import { committed, makeWorkshop, read, rel, request, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

let count = 0;
function fresh(files?: Record<string, string>, init?: string[]): AbsPath {
  count += 1;
  return shop.repository(`commit-${count}`, files, init);
}

/** What the last commit changed: `M path`. */
function lastCommit(root: AbsPath): string[] {
  const listed = shop
    .git(root, 'show', '--format=', '--name-status', '--no-renames', '-z', '--root', 'HEAD')
    .split('\0');
  const changes: string[] = [];
  for (let at = 0; at + 1 < listed.length; at += 2) changes.push(`${listed[at]} ${listed[at + 1]}`);
  return changes;
}

/** All that is the person's: index entries with flags, staged and unstaged changes. */
function personal(root: AbsPath): string[] {
  return [
    shop.git(root, 'ls-files', '-s', '-v', '-z'),
    shop.git(root, 'diff', '--cached', '--no-ext-diff'),
    shop.git(root, 'diff', '--no-ext-diff'),
    shop.git(root, 'status', '--porcelain=v2', '--untracked-files=all'),
  ];
}

function leftovers(root: AbsPath): string[] {
  return readdirSync(`${root}/.git`).filter((name) => name.startsWith('reconcile-') || name.endsWith('.lock'));
}

async function commitOf(wanted: CommitRequest): Promise<string | undefined> {
  const id = await git.commit(wanted);
  expect(leftovers(wanted.root)).toEqual([]);
  return id;
}

/** Writes the texts and commits them. */
async function commitFiles(root: AbsPath, files: Record<string, string>): Promise<string | undefined> {
  write(root, files);
  return commitOf(request(root, files));
}

describe('what a commit holds', () => {
  test('new, changed, executable and deleted files, and the message as given', async () => {
    const root = fresh({ a: 'one', gone: 'x', tool: 'x', other: 'y' });
    write(root, { a: 'two', 'new/b': 'b', other: 'changed by the person' });
    rmSync(`${root}/gone`);
    chmodSync(`${root}/tool`, 0o755);
    const wanted = request(root, { a: 'two', 'new/b': 'b', gone: null });
    const files = new Map([...wanted.files, [rel('tool'), committed('x', '100755')] as const]);
    const id = await commitOf({ ...wanted, files });
    expect(id).toBe(shop.git(root, 'rev-parse', 'HEAD').trim());
    expect(lastCommit(root)).toEqual(['M a', 'D gone', 'A new/b', 'M tool']);
    expect(shop.git(root, 'ls-tree', 'HEAD', 'tool')).toMatch(/^100755/);
    expect(shop.git(root, 'log', '-1', '--format=%B%an <%ae>')).toBe(
      'chore: reconcile\n\nReconcile-Run: r1\nAda <ada@example.org>\n',
    );
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M other\n');
  });

  test('a message keeps comment lines, blank lines and non-ASCII letters', async () => {
    const root = fresh({ a: 'one' });
    write(root, { a: 'two' });
    const message = 'größe\n\n# not a comment\n\n\n  indented\n';
    await commitOf({ ...request(root, { a: 'two' }), message });
    expect(shop.git(root, 'cat-file', 'commit', 'HEAD').split('\n\n').slice(1).join('\n\n')).toBe(message);
  });

  test('nothing is committed when HEAD holds it all', async () => {
    const root = fresh({ a: 'one' });
    const before = shop.git(root, 'rev-parse', 'HEAD');
    expect(await commitOf(request(root, { a: 'one' }))).toBeUndefined();
    expect(await commitOf(request(root, { missing: null }))).toBeUndefined();
    expect(await commitOf(request(root, {}))).toBeUndefined();
    expect(await commitOf(request(root, { a: 'one' }, {}, ['a']))).toBeUndefined();
    write(root, { b: 'untracked' });
    shop.git(root, 'add', 'b');
    expect(await commitOf(request(root, { a: 'one' }))).toBeUndefined();
    expect(shop.git(root, 'rev-parse', 'HEAD')).toBe(before);
    expect(shop.git(root, 'status', '--porcelain')).toBe('A  b\n');
  });

  test('the first commit of an unborn branch', async () => {
    const root = fresh();
    write(root, { staged: 'by the person' });
    shop.git(root, 'add', 'staged');
    expect(await commitFiles(root, { a: 'one', 'd/b': 'two' })).toMatch(/^[0-9a-f]{40}$/);
    expect(lastCommit(root)).toEqual(['A a', 'A d/b']);
    expect(shop.git(root, 'status', '--porcelain')).toBe('A  staged\n');
  });

  test('the first commit of an unborn branch with content that the worktree does not have', async () => {
    const root = fresh();
    write(root, { a: 'ours and more' });
    await commitOf(request(root, { a: 'ours' }, {}, ['a']));
    expect(shop.git(root, 'show', 'HEAD:a')).toBe('ours');
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M a\n');
  });

  test('on a detached HEAD, in a linked worktree, a submodule and a separate git folder', async () => {
    const root = fresh({ a: 'one' });
    shop.git(root, 'checkout', '-q', '--detach');
    expect(await commitFiles(root, { a: 'two' })).toBeDefined();
    expect(shop.git(root, 'rev-parse', 'main').trim()).not.toBe(shop.git(root, 'rev-parse', 'HEAD').trim());
    const linked = `${root}-linked` as AbsPath;
    shop.git(root, 'worktree', 'add', '-q', '-b', 'linked', linked);
    write(linked, { a: 'three', b: 'new' });
    expect(await git.commit(request(linked, { a: 'three', b: 'new' }))).toBe(
      shop.git(linked, 'rev-parse', 'linked').trim(),
    );
    write(linked, { a: 'ours and more' });
    expect(await git.commit(request(linked, { a: 'ours' }, {}, ['a']))).toBe(
      shop.git(linked, 'rev-parse', 'linked').trim(),
    );
    shop.git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', linked, 'sub');
    const sub = `${root}/sub` as AbsPath;
    write(sub, { b: 'changed' });
    expect(await git.commit(request(sub, { b: 'changed' }))).toBe(shop.git(sub, 'rev-parse', 'HEAD').trim());
    const separate = fresh({ a: 'one' }, ['--separate-git-dir', `${shop.folder}/elsewhere.git`]);
    write(separate, { a: 'two' });
    expect(await git.commit(request(separate, { a: 'two' }))).toBeDefined();
  });

  test('in a SHA-256 repository', async () => {
    const root = fresh({ a: 'one', b: 'x' }, ['--object-format=sha256']);
    expect(await commitFiles(root, { a: 'two', c: 'new' })).toMatch(/^[0-9a-f]{64}$/);
    write(root, { b: 'ours and more' });
    await commitOf(request(root, { b: 'ours', c: null }, {}, ['b', 'c']));
    expect(shop.git(root, 'show', 'HEAD:b')).toBe('ours');
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M b\n?? c\n');
  });

  test('names with spaces, line breaks, quotes, leading dashes, globs and non-ASCII letters', async () => {
    const names = [
      'a b',
      'a\nb',
      '"q"',
      "it's",
      '-dash',
      '--amend',
      '*',
      '[ab]',
      ':(top)x',
      ':x',
      'größe',
      '日本/ä b',
      '!x',
      '#x',
      '\u{1F600}',
    ];
    const files = Object.fromEntries(names.map((name) => [name, 'one']));
    const root = fresh({ ab: 'stays', a: 'stays' });
    write(root, { ab: 'changed by the person' });
    await commitFiles(root, files);
    expect(lastCommit(root).sort()).toEqual(names.map((name) => `A ${name}`).sort());
    await commitFiles(root, Object.fromEntries(names.map((name) => [name, 'two'])));
    expect(lastCommit(root).sort()).toEqual(names.map((name) => `M ${name}`).sort());
    await commitOf(request(root, Object.fromEntries(names.map((name) => [name, 'three'])), {}, names));
    expect(shop.git(root, 'show', 'HEAD:-dash')).toBe('three');
    expect(shop.git(root, 'show', 'HEAD:ab')).toBe('stays');
    await Promise.all(names.map((name) => git.inspect(root, [rel(name)])));
    expect((await git.inspect(root, [rel('*')])).get(rel('*'))).toMatchObject({
      tracked: true,
      unstaged: true,
      staged: false,
    });
  });

  test('more paths than fit into the arguments of a command', async () => {
    const folder = 'f'.repeat(200);
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`${folder}/${index}`, `${index}`]));
    const root = fresh({ a: 'one' });
    await commitFiles(root, files);
    expect(lastCommit(root)).toHaveLength(1200);
    const status = await git.inspect(root, Object.keys(files).map(rel));
    expect([...status.values()].every((path) => path.tracked && !path.staged && !path.unstaged)).toBe(true);
  });

  test('ignored files only when that is asked for; tracked ones always', async () => {
    const root = fresh({ '.gitignore': '.claude\n', '.claude/tracked': 'one' });
    write(root, { '.claude/a': 'x' });
    const before = personal(root);
    await expect(commitOf(request(root, { '.claude/a': 'x' }))).rejects.toThrow(
      /ignored by one of your .gitignore files/,
    );
    expect(personal(root)).toEqual(before);
    await commitFiles(root, { '.claude/tracked': 'two' });
    expect(lastCommit(root)).toEqual(['M .claude/tracked']);
    await commitOf(request(root, { '.claude/a': 'x' }, { ignored: true }));
    expect(lastCommit(root)).toEqual(['A .claude/a']);
  });

  test('the executable bit where core.fileMode is off', async () => {
    const root = fresh({ a: 'one', tool: 'x' });
    shop.git(root, 'config', 'core.fileMode', 'false');
    write(root, { a: 'two', tool: 'y', plain: 'p' });
    const files = new Map([
      [rel('a'), committed('two')],
      [rel('tool'), committed('y', '100755')],
      [rel('plain'), committed('p')],
    ]);
    await commitOf({ ...request(root, {}), files });
    expect(shop.git(root, 'ls-tree', '--format=%(objectmode) %(path)', 'HEAD')).toBe(
      '100644 a\n100644 plain\n100755 tool\n',
    );
    expect(shop.git(root, 'status', '--porcelain')).toBe('');
    write(root, { tool: 'z' });
    await commitOf({ ...request(root, {}), files: new Map([[rel('tool'), committed('z', '100755')]]) });
    expect(shop.git(root, 'ls-tree', 'HEAD', 'tool')).toMatch(/^100755/);
  });

  test('line ends as git stores them, whatever core.autocrlf and core.safecrlf say', async () => {
    const root = fresh({ a: 'one\n' });
    shop.git(root, 'config', 'core.autocrlf', 'true');
    shop.git(root, 'config', 'core.safecrlf', 'true');
    write(root, { a: 'two\r\n', lf: 'lf\n' });
    await commitOf(request(root, { a: 'two\n', lf: 'lf\n' }));
    expect(shop.git(root, 'show', 'HEAD:a')).toBe('two\n');
    expect(shop.git(root, 'show', 'HEAD:lf')).toBe('lf\n');
    expect(read(root, 'a')).toBe('two\r\n');
    expect(shop.git(root, 'status', '--porcelain')).toBe('');
  });
});

describe("what is the person's stays as it is", () => {
  const TEN = Array.from({ length: 10 }, (_, line) => `line ${line}\n`).join('');

  test('a partly staged file, a staged new file, an intent-to-add and a staged deletion elsewhere', async () => {
    const root = fresh({ a: 'one', partly: TEN, deleted: 'x', moved: 'y' });
    write(root, { partly: TEN.replace('line 1\n', 'staged\n') });
    shop.git(root, 'add', 'partly');
    write(root, {
      partly: TEN.replace('line 1\n', 'staged\n').replace('line 8\n', 'unstaged\n'),
      added: 'n',
      intended: 'i',
    });
    shop.git(root, 'add', 'added');
    shop.git(root, 'add', '-N', 'intended');
    shop.git(root, 'rm', '-q', '--cached', 'deleted');
    const interesting = (all: string[]): string[] =>
      all.map((text) => text.replace(/[^\0\n]*\bours\b[^\0\n]*[\0\n]/g, ''));
    const before = interesting(personal(root));
    await commitFiles(root, { 'ours/a': 'new' });
    expect(lastCommit(root)).toEqual(['A ours/a']);
    expect(interesting(personal(root))).toEqual(before);
    await commitFiles(root, { 'ours/a': 'newer' });
    await commitOf(request(root, { 'ours/a': 'apart' }, {}, ['ours/a']));
    expect(lastCommit(root)).toEqual(['M ours/a']);
    write(root, { 'ours/a': 'apart' });
    expect(interesting(personal(root))).toEqual(before);
  });

  test("a person's unstaged lines around ours stay unstaged", async () => {
    const root = fresh({ 'CLAUDE.md': TEN, b: 'b', c: 'c' });
    const theirs = TEN.replace('line 8\n', 'theirs\n');
    const ours = TEN.replace('line 1\n', 'ours\n');
    write(root, { 'CLAUDE.md': theirs.replace('line 1\n', 'ours\n'), b: 'b2', staged: 's' });
    rmSync(`${root}/c`);
    shop.git(root, 'add', 'staged');
    const id = await commitOf(request(root, { 'CLAUDE.md': ours, b: 'b2', c: null }, {}, ['CLAUDE.md']));
    expect(id).toBe(shop.git(root, 'rev-parse', 'HEAD').trim());
    expect(lastCommit(root)).toEqual(['M CLAUDE.md', 'M b', 'D c']);
    expect(shop.git(root, 'show', 'HEAD:CLAUDE.md')).toBe(ours);
    expect(shop.git(root, 'diff', '-U0')).toMatch(/^-line 8\n\+theirs$/m);
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M CLAUDE.md\nA  staged\n');
  });

  test('paths marked skip-worktree or assume-unchanged are committed and keep their marks', async () => {
    const root = fresh({ skipped: 'one', assumed: 'one', a: 'one' });
    shop.git(root, 'update-index', '--skip-worktree', 'skipped');
    shop.git(root, 'update-index', '--assume-unchanged', 'assumed');
    write(root, { skipped: 'theirs', assumed: 'theirs' });
    const paths = ['skipped', 'assumed', 'a'].map(rel);
    const hidden = [...(await git.inspect(root, paths)).values()].map((path) => path.hidden);
    expect(hidden).toEqual([true, true, false]);
    await commitOf(request(root, { skipped: 'ours', assumed: 'ours' }));
    expect(shop.git(root, 'show', 'HEAD:skipped')).toBe('ours');
    expect(shop.git(root, 'ls-files', '-v')).toBe('H a\nh assumed\nS skipped\n');
    expect(read(root, 'skipped')).toBe('theirs');
  });

  test('a sparse checkout stays sparse', async () => {
    for (const index of [[], ['--sparse-index']]) {
      const root = fresh({ 'in/a': 'one', 'out/b': 'one', 'out/deep/c': 'one' });
      shop.git(root, 'sparse-checkout', 'set', '--cone', ...index, 'in');
      expect(existsSync(`${root}/out`)).toBe(false);
      await commitFiles(root, { 'in/a': 'two', 'in/new': 'n' });
      await commitOf(request(root, { 'out/b': 'two' }, {}, ['out/b']));
      expect(lastCommit(root)).toEqual(['M out/b']);
      await commitFiles(root, { '.claude/x': 'new outside of the cone' });
      expect(lastCommit(root)).toEqual(['A .claude/x']);
      expect(shop.git(root, 'ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n')).toContain('out/deep/c');
      expect(existsSync(`${root}/out`)).toBe(false);
      expect(shop.git(root, 'status', '--porcelain')).toBe('');
    }
  });

  test('a split index works like any other', async () => {
    const root = fresh({ a: 'one', b: 'one' });
    shop.git(root, 'update-index', '--split-index');
    write(root, { b: 'staged' });
    shop.git(root, 'add', 'b');
    await commitFiles(root, { a: 'two', c: 'new' });
    await commitOf(request(root, { a: 'three' }, {}, ['a']));
    expect(shop.git(root, 'status', '--porcelain')).toBe(' M a\nM  b\n');
  });

  test('a shallow clone can be committed to', async () => {
    const origin = fresh({ a: 'one' });
    write(origin, { a: 'two' });
    shop.git(origin, 'commit', '-qam', 'second');
    const root = `${origin}-shallow` as AbsPath;
    shop.git(shop.folder, 'clone', '-q', '--depth', '1', `file://${origin}`, root);
    await commitFiles(root, { a: 'three', b: 'new' });
    expect(lastCommit(root)).toEqual(['M a', 'A b']);
  });

  test('messages prepared by merge --squash and cherry-pick -n wait for the next commit of the person', async () => {
    const root = fresh({ a: 'one', b: 'one' });
    shop.git(root, 'checkout', '-q', '-b', 'side');
    write(root, { b: 'two' });
    shop.git(root, 'commit', '-qam', 'side');
    shop.git(root, 'checkout', '-q', 'main');
    shop.git(root, 'merge', '-q', '--squash', 'side');
    const prepared = read(root, '.git/SQUASH_MSG');
    await commitFiles(root, { a: 'two' });
    expect(lastCommit(root)).toEqual(['M a']);
    expect(read(root, '.git/SQUASH_MSG')).toBe(prepared);
    expect(shop.git(root, 'status', '--porcelain')).toBe('M  b\n');
  });
});

describe('while something else is going on', () => {
  test('a merge, cherry-pick or revert is not ended by our commit', async () => {
    for (const operation of ['merge', 'cherry-pick', 'revert'] as const) {
      const root = fresh({ a: 'one', b: 'one' });
      shop.git(root, 'checkout', '-q', '-b', 'side');
      write(root, { b: 'side' });
      shop.git(root, 'commit', '-qam', 'side');
      if (operation !== 'revert') shop.git(root, 'checkout', '-q', 'main');
      write(root, { b: 'other' });
      shop.git(root, 'commit', '-qam', 'other');
      shop.tryGit(root, operation === 'revert' ? ['revert', 'HEAD~1'] : [operation, 'side']);
      const before = personal(root);
      write(root, { new: 'n' });
      for (const apart of [[], ['new']]) {
        await expect(git.commit(request(root, { new: 'n' }, {}, apart))).rejects.toThrow(
          `a ${operation} is in progress`,
        );
      }
      rmSync(`${root}/new`);
      expect(personal(root)).toEqual(before);
    }
  });

  test('a commit is possible in a bisect and in a stopped rebase for who wants it', async () => {
    const root = fresh({ a: 'one' });
    shop.git(root, 'bisect', 'start');
    expect(await commitFiles(root, { a: 'two' })).toBeDefined();
    shop.git(root, 'bisect', 'reset');
    shop.tryGit(root, ['rebase', '-i', '--root'], { GIT_SEQUENCE_EDITOR: 'sed -i s/pick/edit/' });
    expect(await commitFiles(root, { b: 'new' })).toBeDefined();
  });

  test('an index lock stops it with the way out', async () => {
    const root = fresh({ a: 'one' });
    writeFileSync(`${root}/.git/index.lock`, '');
    write(root, { a: 'two' });
    await expect(git.commit(request(root, { a: 'two' }))).rejects.toThrow(
      `when none runs, remove ${root}/.git/index.lock`,
    );
    rmSync(`${root}/.git/index.lock`);
  });

  test('a lock on the branch stops it, and nothing stays behind in the index', async () => {
    const root = fresh({ a: 'one' });
    writeFileSync(`${root}/.git/refs/heads/main.lock`, '');
    write(root, { new: 'n' });
    const before = personal(root);
    await expect(git.commit(request(root, { new: 'n' }))).rejects.toThrow(/another git command/);
    expect(personal(root)).toEqual(before);
  });

  test('a damaged index is told with the way out', async () => {
    const root = fresh({ a: 'one' });
    writeFileSync(`${root}/.git/index`, 'DIRCgarbage');
    write(root, { a: 'two' });
    await expect(commitOf(request(root, { a: 'two' }))).rejects.toThrow(/rm .git\/index && git reset/);
  });

  test('two commits asked for at once in one repository come one after the other', async () => {
    const root = fresh({ a: 'one', b: 'one' });
    write(root, { a: 'two', b: 'two', c: 'new' });
    const ids = await Promise.all(
      ['a', 'b', 'c'].map((path) => git.commit(request(root, { [path]: read(root, path) }))),
    );
    expect(new Set(ids).size).toBe(3);
    expect(shop.git(root, 'rev-list', '--count', 'HEAD').trim()).toBe('4');
  });

  test('no repository, a damaged one, and a bare one are told apart', async () => {
    mkdirSync(`${shop.folder}/none`);
    const none = `${shop.folder}/none` as AbsPath;
    await expect(git.commit(request(none, { a: 'x' }))).rejects.toThrow('there is no git repository');
    writeFileSync(`${none}/.git`, 'gitdir: gone\n');
    await expect(git.commit(request(none, { a: 'x' }))).rejects.toThrow('which is not there');
    await expect(git.commit(request(fresh(undefined, ['--bare']), { a: 'x' }))).rejects.toThrow('bare');
  });
});
