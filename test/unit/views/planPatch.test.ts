import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inventoryBytes } from '../../../src/core/inventory/inventory.ts';
import type { FileSide, FileWrite } from '../../../src/core/plan/plan.ts';
import { fieldAddress } from '../../../src/core/values/address.ts';
import { blobId, type ContentId, latin1Of } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { planPatch } from '../../../src/core/views/planPatch.ts';
import { file, lines, side, target } from './build.ts';

const text = (write: Parameters<typeof target>[1]) => latin1Of(planPatch(target('a', write)).patch);

describe('a plan as a git patch', () => {
  test('a changed text file', () => {
    const [before, after] = [side('x\ny\n'), side('x\nz')];
    expect(text([file('a b.md', before, after)])).toBe(
      lines(
        'diff --git a/a b.md b/a b.md',
        `index ${blobId(before.bytes)}..${blobId(after.bytes)} 100644`,
        '--- a/a b.md\t',
        '+++ b/a b.md\t',
        '@@ -1,2 +1,2 @@',
        ' x',
        '-y',
        '+z',
        '\\ No newline at end of file',
      ),
    );
  });

  test('a mode alone needs no ids and no hunks', () => {
    expect(text([file('run.sh', side('x'), side('x', '100755'))])).toBe(
      lines('diff --git a/run.sh b/run.sh', 'old mode 100644', 'new mode 100755'),
    );
  });

  test('a special name is quoted as git does it', () => {
    expect(text([file('t\tq"é.md', null, side(''))])).toContain(
      'diff --git "a/t\\tq\\"\\303\\251.md" "b/t\\tq\\"\\303\\251.md"\n',
    );
  });

  test('nothing to write gives an empty patch', () => {
    expect(planPatch(target('a'))).toEqual({ patch: Buffer.alloc(0), omitted: [] });
  });

  test('a file whose shown lines hold a secret is left out and named; the others stay', () => {
    const token = `ghp_${'aB3'.repeat(12)}`;
    const parts = [
      file('added.md', side('x\n'), side(`x\n${token}\n`)),
      file('removed.md', side(`x\n${token}\n`), side('x\n')),
      file('context.md', side(`${token}\nx\n`), side(`${token}\ny\n`)),
      file('binary', side('a\0'), side(`a\0 ${token}`)),
      file('far.md', side(`${token}\n${'line\n'.repeat(20)}x\n`), side(`${token}\n${'line\n'.repeat(20)}y\n`)),
      file('fine.md', side('x\n'), side('y\n')),
    ];
    const { patch, omitted } = planPatch(target('a', parts));
    expect(omitted.map(({ path }) => path)).toEqual(['added.md', 'removed.md', 'context.md', 'binary']);
    expect(latin1Of(patch)).not.toContain(token);
    expect(latin1Of(patch)).toContain('b/fine.md');
    expect(latin1Of(patch)).toContain('b/far.md');
  });
});

test('the inventory is in the patch, also when a field it records has the name of a secret', () => {
  const address = fieldAddress('.claude/settings.local.json' as RelPath, '/env/API_TOKEN');
  const record = inventoryBytes(new Map([[address, '0123456789abcdef0123456789abcdef01234567' as ContentId]]));
  const { patch, omitted } = planPatch(target('a', [file('.claude/.reconcile.json', null, side(record))]));
  expect(omitted).toEqual([]);
  expect(latin1Of(patch)).toContain('API_TOKEN');
});

describe('real git', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'reconcile-patch-'));
    execFileSync('git', ['init', '-q', root]);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function apply(patch: Uint8Array, ...args: string[]): void {
    const env = { PATH: process.env['PATH'] ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', ['apply', '--whitespace=nowarn', ...args, '-'], {
      cwd: root,
      input: patch,
      env,
      stdio: 'pipe',
    });
  }

  function put(path: string, content: FileSide | null): void {
    const full = join(root, path);
    if (content === null) return rmSync(full, { force: true });
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content.bytes);
    chmodSync(full, content.mode === '100755' ? 0o755 : 0o644);
  }

  function isThere(path: string, content: FileSide | null): boolean {
    const full = join(root, path);
    if (content === null) return !existsSync(full);
    const executable = (statSync(full).mode & 0o100) !== 0;
    return Buffer.compare(readFileSync(full), content.bytes) === 0 && executable === (content.mode === '100755');
  }

  /** Applies a patch of these writes to their befores, expects their afters, takes it back, expects their befores. */
  function roundTrip(writes: readonly FileWrite[]): void {
    rmSync(join(root, 'w'), { recursive: true, force: true });
    for (const { path, before } of writes) put(path, before);
    const { patch, omitted } = planPatch({ ...target('a'), writes });
    expect(omitted).toEqual([]);
    if (patch.length === 0) return;
    apply(patch);
    for (const { path, after } of writes) expect(isThere(path, after), `after: ${JSON.stringify(path)}`).toBe(true);
    apply(patch, '-R');
    for (const { path, before } of writes) expect(isThere(path, before), `before: ${JSON.stringify(path)}`).toBe(true);
  }

  const line = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '\t', '-', '+', '@', '\\', 'é', '\r', '\u2028'),
    maxLength: 6,
  });
  const textual = fc
    .record({
      lines: fc.array(line, { maxLength: 30 }),
      end: fc.constantFrom('', '\n', '\r\n'),
      eol: fc.constantFrom('\n', '\r\n'),
    })
    .map((one) => Buffer.from(one.lines.join(one.eol) + one.end));
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  const noNul = bytes.map((buffer) => Buffer.from(buffer.filter((byte) => byte !== 0)));
  /** A content and a descendant of it: some lines taken out, some put in, as edits do. */
  const edited = fc
    .record({
      from: fc.array(line, { maxLength: 40 }),
      at: fc.nat(40),
      out: fc.nat(5),
      put: fc.array(line, { maxLength: 5 }),
      end: fc.boolean(),
    })
    .map(({ from, at, out, put, end }): [Buffer, Buffer] => {
      const to = [...from.slice(0, at), ...put, ...from.slice(at + out)];
      return [Buffer.from(from.map((one) => `${one}\n`).join('')), Buffer.from(to.join('\n') + (end ? '\n' : ''))];
    });
  const content = fc.oneof(textual, bytes, noNul, fc.constant(Buffer.alloc(0)));
  const mode = fc.constantFrom('100644' as const, '100755' as const);
  const name = fc
    .string({
      unit: fc.constantFrom(
        'a',
        'b',
        'B',
        '.',
        ' ',
        '-',
        '"',
        "'",
        '\n',
        '\t',
        'é',
        '漢',
        '🙂',
        '*',
        '[',
        '$',
        '\u0001',
        '\u007f',
        ' b/',
        ':',
        '/x',
      ),
      minLength: 1,
      maxLength: 12,
    })
    .map((some) => `n${some}`)
    .filter((some) => some.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
  const pair = fc.oneof(
    { weight: 3, arbitrary: edited },
    { weight: 3, arbitrary: fc.tuple(content, content) },
    { weight: 1, arbitrary: fc.tuple(content, fc.constant(null)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(null), content) },
    { weight: 1, arbitrary: content.map((one): [Buffer, Buffer] => [one, one]) },
  );
  const write = fc.tuple(name, pair, mode, mode).map(([some, [before, after], modeBefore, modeAfter]) => ({
    name: some,
    before: before === null ? null : { bytes: before, mode: modeBefore },
    after: after === null ? null : { bytes: after, mode: modeAfter },
  }));

  test('`git apply` gives exactly the bytes and modes of the writes, and `-R` those before', () => {
    fc.assert(
      fc.property(fc.array(write, { minLength: 20, maxLength: 40 }), (list) => {
        roundTrip(
          list.map(({ name: some, before, after }, index) => ({
            path: `w/${index}/${some}` as never,
            before,
            after,
            committed: true,
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('a large binary file and a text that shares no line survive', () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256));
    const many = (prefix: string) => Buffer.from(Array.from({ length: 4000 }, (_, i) => `${prefix}${i}`).join('\n'));
    roundTrip([
      { path: 'w/noise' as never, before: side(noise.subarray(5)), after: side(noise), committed: true },
      { path: 'w/other' as never, before: side(many('a')), after: side(many('b')), committed: true },
    ]);
  });

  test('the patches of several repositories, one after another in one file, still apply', () => {
    put('w/one', side('a\n'));
    put('w/two', side('x\0'));
    const one = planPatch(target('a', [file('w/one', side('a\n'), side('b\n'))])).patch;
    const two = planPatch(target('b', [file('w/two', side('x\0'), side('y\0'))])).patch;
    apply(Buffer.concat([Buffer.from('# a /x\n'), two, Buffer.from('# b /y\n'), one]));
    expect(isThere('w/one', side('b\n'))).toBe(true);
    expect(isThere('w/two', side('y\0'))).toBe(true);
  });
});
