import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkpoint, filesOf, git, ok, put, repository, thereAndBack, untouched } from './worktree.ts';

describe('rollback and redo restore exactly', () => {
  test('content, new, changed and deleted files, deep folders and binary bytes', () => {
    const dir = repository({ 'a.txt': 'a\n', 'deep/er/b.txt': 'b\n', 'gone.txt': 'gone\n' });
    put(
      dir,
      'bytes.bin',
      Uint8Array.from({ length: 512 }, (_, at) => at % 256),
    );
    put(dir, 'empty', '');
    thereAndBack(dir, () => {
      put(dir, 'a.txt', 'changed\r\n');
      put(dir, 'bytes.bin', Uint8Array.from([0, 255, 10, 13]));
      fs.rmSync(path.join(dir, 'deep'), { recursive: true });
      fs.rmSync(path.join(dir, 'gone.txt'));
      put(dir, 'new/folder/file', 'new');
    });
  });

  test('names with spaces, newlines, quotes, leading dashes, other scripts, and bytes that are not UTF-8', () => {
    const dir = repository();
    const odd = [
      'with space.txt',
      'new\nline.txt',
      '"quoted" \\ back.txt',
      '-rf',
      ':(top)x',
      'ünï/日本.md',
      'tab\there',
      '*.txt',
    ];
    for (const name of odd) put(dir, name, `one ${name}`);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${dir}/latin-`), Buffer.from([0xe9, 0xff])]), 'not UTF-8');
    thereAndBack(dir, () => {
      for (const name of odd.slice(0, 4)) fs.rmSync(path.join(dir, name));
      for (const name of odd.slice(4)) put(dir, name, 'two');
      fs.rmSync(Buffer.concat([Buffer.from(`${dir}/latin-`), Buffer.from([0xe9, 0xff])]));
    });
  });

  test('the executable bit, alone', () => {
    const dir = repository({ 'run.sh': '#!/bin/sh\n' });
    put(dir, 'new.sh', 'x', 0o755);
    thereAndBack(dir, () => {
      fs.chmodSync(path.join(dir, 'run.sh'), 0o755);
      fs.chmodSync(path.join(dir, 'new.sh'), 0o644);
    });
  });

  test('links: dangling, to a folder, retargeted, and swapped with files and folders', () => {
    const dir = repository({ 'folder/inside.txt': 'inside\n', 'file.txt': 'file\n', 'other/x': 'x' });
    fs.symlinkSync('nowhere', path.join(dir, 'dangling'));
    fs.symlinkSync('folder', path.join(dir, 'to-folder'));
    thereAndBack(dir, () => {
      fs.rmSync(path.join(dir, 'dangling'));
      put(dir, 'dangling/now/a-folder', 'x');
      fs.rmSync(path.join(dir, 'to-folder'));
      fs.symlinkSync('other', path.join(dir, 'to-folder'));
      fs.rmSync(path.join(dir, 'folder'), { recursive: true });
      fs.symlinkSync('other', path.join(dir, 'folder'));
      fs.rmSync(path.join(dir, 'file.txt'));
      fs.mkdirSync(path.join(dir, 'file.txt'));
      put(dir, 'file.txt/was-a-file', 'x');
    });
  });

  test('bytes that a filter would change: line endings, ident and a clean/smudge program', () => {
    const dir = repository({ '.gitattributes': '* text=auto\n*.id ident\n*.up filter=up\n', 'unix.txt': 'a\nb\n' });
    git(dir, 'config', 'filter.up.clean', 'tr a-z A-Z');
    git(dir, 'config', 'filter.up.smudge', 'tr A-Z a-z');
    git(dir, 'config', 'filter.up.required', 'true');
    git(dir, 'config', 'core.autocrlf', 'true');
    put(dir, 'dos.txt', 'a\r\nb\r\n');
    put(dir, 'mixed.txt', 'a\r\nb\n');
    put(dir, 'x.id', '$Id$\n');
    put(dir, 'x.up', 'MiXed\n');
    thereAndBack(dir, () => {
      put(dir, 'dos.txt', 'a\nb\n');
      put(dir, 'unix.txt', 'a\r\nb\r\n');
      put(dir, 'x.id', '$Id: other $\n');
      put(dir, 'x.up', 'other\n');
    });
  });

  test('a file that changed again and again and kept its size', () => {
    const dir = repository({ 'same.txt': 'aaaa' });
    for (const text of ['bbbb', 'cccc', 'dddd']) {
      put(dir, 'same.txt', text);
      ok(checkpoint(dir, ['save', text]));
    }
    put(dir, 'same.txt', 'eeee');
    for (const [n, text] of [
      ['2', 'cccc'],
      ['1', 'bbbb'],
      ['3', 'dddd'],
    ] as const) {
      ok(checkpoint(dir, ['rollback', n]));
      expect(fs.readFileSync(path.join(dir, 'same.txt'), 'utf8')).toBe(text);
    }
  });

  test('any tree into any other tree and back', () => {
    const name = fc.constantFrom('a', 'b', 'a/b', 'a/c', 'b/a/c', 'c d', 'e\n', 'f/g/h', 'f');
    const body = fc.oneof(
      fc.record({
        kind: fc.constant('file' as const),
        text: fc.constantFrom('', 'x', 'x\r\n', '\0\xff'),
        mode: fc.constantFrom(0o644, 0o755),
      }),
      fc.record({
        kind: fc.constant('link' as const),
        text: fc.constantFrom('a', '../f', 'nowhere'),
        mode: fc.constant(0),
      }),
    );
    const tree = fc.array(fc.tuple(name, body), { maxLength: 7 });
    const fill = (dir: string, entries: [string, { kind: 'file' | 'link'; text: string; mode: number }][]): void => {
      for (const each of fs.readdirSync(dir)) if (each !== '.git') fs.rmSync(path.join(dir, each), { recursive: true });
      const taken: string[] = [];
      for (const [file, { kind, text, mode }] of entries) {
        if (taken.some((other) => other === file || other.startsWith(`${file}/`) || file.startsWith(`${other}/`)))
          continue;
        taken.push(file);
        if (kind === 'file') put(dir, file, text, mode);
        else {
          fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
          fs.symlinkSync(text, path.join(dir, file));
        }
      }
    };
    fc.assert(
      fc.property(tree, tree, fc.boolean(), (one, two, stage) => {
        const dir = repository({});
        fill(dir, one);
        if (stage) git(dir, 'add', '-A');
        const before = filesOf(dir);
        ok(checkpoint(dir, ['save']));
        fill(dir, two);
        const after = filesOf(dir);
        const rest = untouched(dir);
        ok(checkpoint(dir, ['rollback', '1']));
        expect(filesOf(dir)).toEqual(before);
        if (checkpoint(dir, ['list']).out.includes('redo')) ok(checkpoint(dir, ['redo']));
        expect(filesOf(dir)).toEqual(after);
        expect(untouched(dir)).toBe(rest);
      }),
      { numRuns: 20 },
    );
  });
});
