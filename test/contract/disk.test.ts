import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../../src/adapters/disk/disk.ts';
import { realLister } from '../../src/adapters/disk/lister.ts';
import { memoryDisk } from '../../src/adapters/disk/memory.ts';
import { bytesOf, textOf } from '../../src/core/values/content.ts';
import type { AbsPath, RelPath } from '../../src/core/values/paths.ts';
import { DiskError, type DiskWriter } from '../../src/ports/disk.ts';

interface Bench {
  readonly disk: DiskWriter;
  /** An empty folder. */
  readonly root: AbsPath;
  link(path: AbsPath, to: string): void;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

function realBench(): Bench {
  const root = fs.realpathSync(fs.mkdtempSync(`${os.tmpdir()}/reconcile-disk-`)) as AbsPath;
  made.push(root);
  return { disk: realDisk(), root, link: (path, to) => fs.symlinkSync(to, path) };
}

function memoryBench(): Bench {
  const disk = memoryDisk();
  disk.makeDirectory('/root' as AbsPath);
  return { disk, root: '/root' as AbsPath, link: (path, to) => disk.link(path, to) };
}

let umask = 0;
beforeEach(() => {
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
});

/** The code of the DiskError that an operation ends in, or undefined when it ends well. */
function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(DiskError);
    return (error as DiskError).code;
  }
}

describe.each([
  ['the disk of this machine', realBench],
  ['the disk in memory', memoryBench],
])('%s', (_, make) => {
  let bench: Bench;
  let disk: DiskWriter;
  const at = (path: string): AbsPath => `${bench.root}/${path}` as AbsPath;
  const write = (path: string, text: string, permissions = 0o644): void =>
    disk.createFile(at(path), bytesOf(text), permissions);
  const shown = (path: string): string => {
    const node = disk.read(at(path));
    if (node.kind === 'file') return `${textOf(node.bytes)} ${node.permissions.toString(8)}`;
    return node.kind === 'link' ? `link to ${node.to}` : node.kind;
  };

  beforeEach(() => {
    bench = make();
    disk = bench.disk;
  });

  test('tells what stands at a path', () => {
    write('file', 'text');
    disk.makeDirectory(at('folder'));
    bench.link(at('link'), 'file');
    bench.link(at('dangling'), 'nowhere');
    expect(['file', 'folder', 'link', 'dangling', 'none', 'file/below', 'none/below'].map(shown)).toEqual([
      'text 644',
      'directory',
      'link to file',
      'link to nowhere',
      'absent',
      'absent',
      'absent',
    ]);
    expect(['file', 'folder', 'link', 'none', 'file/below'].map((path) => disk.kind(at(path)))).toEqual([
      'file',
      'directory',
      'link',
      'absent',
      'absent',
    ]);
  });

  test('gives back the expected array itself when the content is equal, a copy of its own when not', () => {
    write('a', 'same');
    const expected = bytesOf('same');
    const read = (wanted?: Uint8Array): Uint8Array | undefined => {
      const node = disk.read(at('a'), wanted);
      return node.kind === 'file' ? node.bytes : undefined;
    };
    expect(read(expected)).toBe(expected);
    expect(textOf(read(bytesOf('samE')) ?? expected)).toBe('same');
    expect(textOf(read(bytesOf('same and more')) ?? expected)).toBe('same');
    const [one, two] = [read(), read()];
    one?.fill(0);
    expect(textOf(two ?? bytesOf(''))).toBe('same');
    expect(textOf(read() ?? bytesOf(''))).toBe('same');
  });

  test('reads any bytes of any length, one file after another', () => {
    const sizes = [0, 1, 255, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 700_000];
    for (const size of sizes) {
      const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + size) & 0xff);
      disk.createFile(at(`f${size}`), bytes, 0o644);
    }
    for (const size of [...sizes].reverse()) {
      const node = disk.read(at(`f${size}`));
      if (node.kind !== 'file') throw new Error(`f${size} is a ${node.kind}`);
      expect(node.bytes.length).toBe(size);
      expect(node.bytes.every((byte, index) => byte === ((index * 31 + size) & 0xff))).toBe(true);
    }
  });

  test('lists names sorted by their characters, through a link too, and nothing where no folder is', () => {
    disk.makeDirectory(at('folder'));
    for (const name of ['b', 'a', 'B', 'ü', '10', '9', '.dot']) write(`folder/${name}`, '');
    bench.link(at('link'), 'folder');
    expect(disk.list(at('folder'))).toEqual(['.dot', '10', '9', 'B', 'a', 'b', 'ü']);
    expect(disk.list(at('link'))).toEqual(disk.list(at('folder')));
    expect(['none', 'folder/a', 'folder/a/x'].map((path) => disk.list(at(path)))).toEqual([[], [], []]);
  });

  test('gives the names in a folder with what stands there, links not followed', () => {
    for (const path of ['folder', 'folder/empty', 'folder/A']) disk.makeDirectory(at(path));
    write('folder/b', 'x');
    bench.link(at('folder/to-b'), 'b');
    bench.link(at('folder/to-none'), 'nowhere');
    bench.link(at('link'), 'folder');
    const entries = [
      { name: 'A', kind: 'directory' },
      { name: 'b', kind: 'file' },
      { name: 'empty', kind: 'directory' },
      { name: 'to-b', kind: 'link' },
      { name: 'to-none', kind: 'link' },
    ];
    expect(disk.folder(at('folder'))).toEqual(entries);
    expect(disk.folder(at('link'))).toEqual(entries);
    const empty = ['none', 'folder/b', 'folder/b/x', 'folder/empty', 'folder/to-none'];
    expect(empty.map((path) => disk.folder(at(path)))).toEqual(empty.map(() => []));
  });

  test('follows links on the way and never at the end', () => {
    disk.makeDirectory(at('folder'));
    bench.link(at('link'), 'folder');
    bench.link(at('twice'), `${bench.root}/link`);
    write('twice/a', 'x');
    expect([shown('folder/a'), shown('link/a'), shown('twice')]).toEqual([
      'x 644',
      'x 644',
      `link to ${bench.root}/link`,
    ]);
    disk.remove(at('link'));
    expect([shown('link'), shown('folder/a'), shown('twice/a')]).toEqual(['absent', 'x 644', 'absent']);
  });

  test('resolves a path, or says that it leads nowhere', () => {
    disk.makeDirectory(at('folder'));
    write('folder/a', '');
    bench.link(at('link'), 'folder');
    bench.link(at('up'), 'folder/../link/a');
    bench.link(at('dangling'), 'nowhere');
    bench.link(at('loop'), 'loop');
    expect(['link/a', 'up', 'folder'].map((path) => disk.realPath(at(path)))).toEqual([
      at('folder/a'),
      at('folder/a'),
      at('folder'),
    ]);
    expect(['none', 'dangling', 'loop', 'loop/x', 'folder/a/x'].map((path) => disk.realPath(at(path)))).toEqual(
      Array(5).fill(undefined),
    );
  });

  test('behind links that lead in a circle there is nothing', () => {
    bench.link(at('a'), 'b');
    bench.link(at('b'), 'a');
    expect([shown('a'), shown('a/x'), disk.kind(at('a/x')), disk.look(at('a/x'))]).toEqual([
      'link to b',
      'absent',
      'absent',
      { kind: 'absent' },
    ]);
    expect(disk.list(at('a'))).toEqual([]);
    expect(codeOf(() => disk.remove(at('a/x')))).toBeUndefined();
    expect(disk.removeDirectory(at('a/x'))).toBe(false);
    expect(codeOf(() => disk.makeDirectory(at('a')))).toBe('ENOTDIR');
  });

  test('creates a file that was not there, and refuses anything that was', () => {
    write('file', 'mine');
    disk.makeDirectory(at('folder'));
    bench.link(at('link'), 'file');
    bench.link(at('dangling'), 'nowhere');
    for (const path of ['file', 'folder', 'link', 'dangling'])
      expect([path, codeOf(() => write(path, 'other'))]).toEqual([path, 'EEXIST']);
    expect([shown('file'), shown('nowhere')]).toEqual(['mine 644', 'absent']);
    expect(codeOf(() => write('none/a', ''))).toBe('ENOENT');
    expect(codeOf(() => write('file/a', ''))).toBe('ENOTDIR');
  });

  test('0666 and 0777 are what the umask leaves, other permissions are meant as they are', () => {
    for (const permissions of [0o666, 0o777, 0o644, 0o755, 0o600, 0o664, 0o400])
      write(permissions.toString(8), '', permissions);
    expect(['666', '777', '644', '755', '600', '664', '400'].map((name) => shown(name).trim())).toEqual([
      '644',
      '755',
      '644',
      '755',
      '600',
      '664',
      '400',
    ]);
  });

  test('a renamed file replaces a file or a link in one step, and never a folder', () => {
    write('new', 'new', 0o755);
    write('old', 'old');
    write('kept', 'kept');
    disk.makeDirectory(at('folder'));
    disk.rename(at('new'), at('old'));
    expect([shown('new'), shown('old')]).toEqual(['absent', 'new 755']);
    bench.link(at('link'), 'kept');
    disk.rename(at('old'), at('link'));
    expect([shown('old'), shown('link'), shown('kept')]).toEqual(['absent', 'new 755', 'kept 644']);
    expect(codeOf(() => disk.rename(at('kept'), at('folder')))).toBe('EISDIR');
    expect(codeOf(() => disk.rename(at('none'), at('x')))).toBe('ENOENT');
    expect(codeOf(() => disk.rename(at('kept'), at('none/x')))).toBe('ENOENT');
    expect(shown('kept')).toBe('kept 644');
  });

  test('renaming soon does the same, and is done when it says so', async () => {
    write('new', 'new');
    write('old', 'old');
    disk.makeDirectory(at('folder'));
    await disk.renameSoon(at('new'), at('old'));
    expect([shown('new'), shown('old')]).toEqual(['absent', 'new 644']);
    await expect(disk.renameSoon(at('old'), at('folder'))).rejects.toMatchObject({ name: 'DiskError', code: 'EISDIR' });
    await expect(disk.renameSoon(at('none'), at('x'))).rejects.toMatchObject({ name: 'DiskError', code: 'ENOENT' });
  });

  test('removes a file or a link, does nothing where there is none, and refuses a folder', () => {
    write('file', '');
    bench.link(at('link'), 'file');
    disk.makeDirectory(at('folder'));
    disk.remove(at('link'));
    expect([shown('link'), disk.kind(at('file'))]).toEqual(['absent', 'file']);
    for (const path of ['none', 'none/x', 'file/x'])
      expect([path, codeOf(() => disk.remove(at(path)))]).toEqual([path, undefined]);
    expect(codeOf(() => disk.remove(at('folder')))).toBe('EISDIR');
    disk.remove(at('file'));
    expect(shown('file')).toBe('absent');
  });

  test('makes a folder, does nothing where one is, and refuses where something else is', () => {
    disk.makeDirectory(at('folder'));
    disk.makeDirectory(at('folder'));
    bench.link(at('link'), 'folder');
    disk.makeDirectory(at('link'));
    expect([shown('folder'), shown('link')]).toEqual(['directory', 'link to folder']);
    write('file', '');
    bench.link(at('to file'), 'file');
    bench.link(at('dangling'), 'nowhere');
    for (const path of ['file', 'to file', 'dangling'])
      expect([path, codeOf(() => disk.makeDirectory(at(path)))]).toEqual([path, 'ENOTDIR']);
    expect(codeOf(() => disk.makeDirectory(at('none/x')))).toBe('ENOENT');
    expect(shown('dangling')).toBe('link to nowhere');
  });

  test('removes a folder only when it is empty, and tells', () => {
    disk.makeDirectory(at('full'));
    disk.makeDirectory(at('empty'));
    write('full/a', '');
    bench.link(at('link'), 'empty');
    expect(
      ['full', 'none', 'full/a', 'full/a/x', 'link', 'empty', 'empty'].map((path) => disk.removeDirectory(at(path))),
    ).toEqual([false, false, false, false, false, true, false]);
    expect([shown('full/a'), shown('empty')]).toEqual([' 644', 'absent']);
  });

  test('a file that became a folder, and a folder that became a file, are what they are now', () => {
    write('a', 'text');
    const expected = bytesOf('text');
    disk.remove(at('a'));
    disk.makeDirectory(at('a'));
    write('a/b', 'below');
    expect(disk.read(at('a'), expected)).toEqual({ kind: 'directory' });
    disk.remove(at('a/b'));
    disk.removeDirectory(at('a'));
    write('a', 'text');
    expect([shown('a'), shown('a/b')]).toEqual(['text 644', 'absent']);
  });

  test('names with blanks, quotes, newlines and any script are names', () => {
    const names = [' ', 'a b', '"', "'", 'line\nbreak', '한국어', 'ü', 'u\u0308', '\\', '*', '🦊', '-rf'];
    for (const name of names) write(name, name);
    expect(disk.list(bench.root)).toEqual([...names].sort());
    for (const name of names) expect(shown(name)).toBe(`${name} 644`);
  });

  test('a look tells the stamp that reading gives, and the same as long as nothing changed', () => {
    write('a', 'text');
    const node = disk.read(at('a'));
    const look = disk.look(at('a'));
    expect(look).toMatchObject({ kind: 'file', permissions: 0o644, stamp: { size: 4 } });
    expect(node).toMatchObject({ permissions: 0o644, stamp: look.kind === 'file' ? look.stamp : undefined });
    expect(disk.look(at('a'))).toEqual(look);
  });

  test('another file in its place has another stamp, though its content is the same', () => {
    write('a', 'text');
    write('b', 'text');
    const before = disk.look(at('a'));
    disk.rename(at('b'), at('a'));
    expect(disk.look(at('a'))).not.toEqual(before);
  });

  test('a look at what is not a file tells what it is', () => {
    disk.makeDirectory(at('folder'));
    bench.link(at('link'), 'folder');
    expect(['folder', 'link', 'none', 'folder/none'].map((path) => disk.look(at(path)))).toEqual(
      ['directory', 'link', 'absent', 'absent'].map((kind) => ({ kind })),
    );
  });

  test('files and folders can be flushed together, what is not there cannot', async () => {
    bench.disk.createFile(at('flushed'), bytesOf('x'), 0o644);
    await expect(disk.flush([bench.root, at('flushed')])).resolves.toBeUndefined();
    await expect(disk.flush([bench.root, at('none')])).rejects.toMatchObject({ name: 'DiskError', code: 'ENOENT' });
  });
});

type Step = readonly ['make' | 'write' | 'remove' | 'rmdir' | 'rename' | 'link', string, string];
const PATHS = ['a', 'b', 'a/c', 'a/d', 'a/c/e'];
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom('make', 'write', 'remove', 'rmdir', 'rename', 'link'),
    fc.constantFrom(...PATHS),
    fc.constantFrom(...PATHS),
  ) as fc.Arbitrary<Step>,
  { maxLength: 12 },
);

/** What a step gives: its answer, or `refused`. */
function taken(bench: Bench, [verb, path, other]: Step): string {
  const at = (relative: string): AbsPath => `${bench.root}/${relative}` as AbsPath;
  // Folders are never renamed and links only made where nothing is: nobody here does anything else.
  if (verb === 'rename' && (bench.disk.kind(at(path)) === 'directory' || path === other)) return 'left out';
  if (verb === 'link' && bench.disk.kind(at(path)) !== 'absent') return 'left out';
  try {
    if (verb === 'make') bench.disk.makeDirectory(at(path));
    else if (verb === 'write') bench.disk.createFile(at(path), bytesOf(other), 0o644);
    else if (verb === 'remove') bench.disk.remove(at(path));
    else if (verb === 'rmdir') return String(bench.disk.removeDirectory(at(path)));
    else if (verb === 'rename') bench.disk.rename(at(path), at(other));
    else bench.link(at(path), other);
    return 'done';
  } catch {
    return 'refused';
  }
}

function seen(bench: Bench): string[] {
  return PATHS.map((path) => {
    const node = bench.disk.read(`${bench.root}/${path}` as AbsPath);
    const real = bench.disk.realPath(`${bench.root}/${path}` as AbsPath);
    const names = bench.disk.list(`${bench.root}/${path}` as AbsPath).join(' ');
    const what = node.kind === 'file' ? textOf(node.bytes) : node.kind === 'link' ? `to ${node.to}` : node.kind;
    return `${path}: ${what} (${names}) ${real?.slice(bench.root.length)}`;
  });
}

describe('the disk in memory', () => {
  test('does whatever the disk of this machine does, through any history', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const [real, memory] = [realBench(), memoryBench()];
        for (const step of history) {
          const answers = [taken(real, step), taken(memory, step)];
          expect(answers[1]).toBe(answers[0]);
          expect(seen(memory)).toEqual(seen(real));
        }
        fs.rmSync(real.root, { recursive: true });
      }),
      { numRuns: 150 },
    );
  });

  test('a copy is a disk of its own', () => {
    const disk = memoryDisk();
    disk.createFile('/a' as AbsPath, bytesOf('x'), 0o644);
    const copy = disk.copy();
    copy.remove('/a' as AbsPath);
    expect([disk.kind('/a' as AbsPath), copy.kind('/a' as AbsPath)]).toEqual(['file', 'absent']);
  });
});

describe('the disk of this machine, besides', () => {
  const disk = realDisk();

  test('a pipe is special, and reading it does not wait for a writer', () => {
    const { root } = realBench();
    const pipe = `${root}/pipe` as AbsPath;
    execFileSync('mkfifo', [pipe]);
    expect([disk.read(pipe), disk.kind(pipe)]).toEqual([{ kind: 'special' }, 'special']);
    expect(disk.folder(root as AbsPath)).toEqual([{ name: 'pipe', kind: 'special' }]);
  });

  test('a device and a socket are special', async () => {
    expect(disk.read('/dev/null' as AbsPath)).toEqual({ kind: 'special' });
    const { root } = realBench();
    const { createServer } = await import('node:net');
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(`${root}/socket`, resolve));
    expect([disk.read(`${root}/socket` as AbsPath), disk.kind(`${root}/socket` as AbsPath)]).toEqual([
      { kind: 'special' },
      'special',
    ]);
    await new Promise((resolve) => void server.close(resolve));
  });

  test('a name that is too long is an error that says so, in every operation', () => {
    const { root } = realBench();
    const path = `${root}/${'n'.repeat(256)}` as AbsPath;
    const longest = `${root}/${'n'.repeat(255)}` as AbsPath;
    expect(codeOf(() => disk.read(path))).toBe('ENAMETOOLONG');
    expect(codeOf(() => disk.kind(path))).toBe('ENAMETOOLONG');
    expect(codeOf(() => disk.createFile(path, bytesOf(''), 0o644))).toBe('ENAMETOOLONG');
    expect(codeOf(() => disk.createFile(longest, bytesOf(''), 0o644))).toBeUndefined();
    expect(() => disk.read(path)).toThrow(`cannot read ${path}: the name is too long (ENAMETOOLONG)`);
  });

  test('the umask decides for new files, and does not narrow permissions that are meant as they are', () => {
    const { root } = realBench();
    process.umask(0o077);
    const modeOf = (permissions: number): string => {
      const path = `${root}/${permissions}` as AbsPath;
      disk.createFile(path, bytesOf(''), permissions);
      return (fs.statSync(path).mode & 0o777).toString(8);
    };
    expect([0o666, 0o777, 0o644, 0o755].map(modeOf)).toEqual(['600', '700', '644', '755']);
  });

  test('a file larger than any configuration is reported, not read', () => {
    const { root } = realBench();
    const path = `${root}/large` as AbsPath;
    fs.writeFileSync(path, '');
    fs.truncateSync(path, 65 * 1024 * 1024);
    expect(() => disk.read(path)).toThrow('more than any configuration file');
  });

  test('a file that seems empty but is not, as those of /proc, is read to its end', () => {
    const node = disk.read('/proc/self/status' as AbsPath);
    expect(node.kind === 'file' && textOf(node.bytes)).toContain('Pid:');
  });

  /** Runs as somebody without special rights: to the super-user nothing is denied. */
  function asNobody(run: () => void): void {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      run();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  test('without permission, reading and writing are errors that say so', () => {
    const { root } = realBench();
    const secret = `${root}/secret` as AbsPath;
    const inside = `${root}/closed/inside` as AbsPath;
    fs.writeFileSync(secret, 'x');
    fs.mkdirSync(`${root}/closed`);
    for (const path of [secret, `${root}/closed`]) fs.chmodSync(path, 0);
    fs.chmodSync(root, 0o555);
    asNobody(() => {
      expect(() => disk.read(secret)).toThrow(`cannot read ${secret}: permission denied (EACCES)`);
      expect(codeOf(() => disk.read(inside))).toBe('EACCES');
      expect(codeOf(() => disk.kind(inside))).toBe('EACCES');
      expect(codeOf(() => disk.list(`${root}/closed` as AbsPath))).toBe('EACCES');
      expect(codeOf(() => disk.folder(`${root}/closed` as AbsPath))).toBe('EACCES');
      expect(codeOf(() => disk.realPath(inside))).toBe('EACCES');
      expect(codeOf(() => disk.createFile(`${root}/new` as AbsPath, bytesOf(''), 0o644))).toBe('EACCES');
      expect(codeOf(() => disk.makeDirectory(`${root}/new` as AbsPath))).toBe('EACCES');
      expect(codeOf(() => disk.remove(secret))).toBe('EACCES');
      expect(codeOf(() => disk.rename(secret, `${root}/other` as AbsPath))).toBe('EACCES');
      expect(codeOf(() => realLister.files(root))).toBe('EACCES');
    });
    fs.chmodSync(root, 0o755);
    expect(disk.kind(secret)).toBe('file');
  });

  test('what no file system takes is an error of the disk', () => {
    expect(codeOf(() => disk.createFile('/proc/none' as AbsPath, bytesOf(''), 0o644))).toMatch(/^E/);
    expect(codeOf(() => disk.makeDirectory('/proc/none' as AbsPath))).toMatch(/^E/);
    expect(codeOf(() => disk.rename('/proc/version' as AbsPath, '/proc/none' as AbsPath))).toMatch(/^E/);
  });
});

describe('listing the files below a folder', () => {
  test('gives files and links, sorted, hidden ones too; links are not followed, folders are not listed', () => {
    const { root } = realBench();
    for (const folder of ['a', 'a/.b', 'empty']) fs.mkdirSync(`${root}/${folder}`);
    for (const file of ['a/.b/c', 'a/x', 'A', 'a-b', '.dot', 'star*', 'back\\slash', 'br[a]ck', 'sp ace', 'ü'])
      fs.writeFileSync(`${root}/${file}`, '');
    fs.symlinkSync('a', `${root}/to-folder`);
    fs.symlinkSync('nowhere', `${root}/dangling`);
    fs.symlinkSync('..', `${root}/a/up`);
    const expected = [
      'a/.b/c',
      'a/x',
      'A',
      'a-b',
      '.dot',
      'star*',
      'back\\slash',
      'br[a]ck',
      'sp ace',
      'ü',
      'to-folder',
      'dangling',
      'a/up',
    ];
    expect(realLister.files(root)).toEqual([...expected].sort() as RelPath[]);
  });

  test('gives nothing for an empty folder', () => {
    expect(realLister.files(realBench().root)).toEqual([]);
  });

  test('a folder that is not there is an error', () => {
    const { root } = realBench();
    expect(codeOf(() => realLister.files(`${root}/none` as AbsPath))).toBe('ENOENT');
  });
});
