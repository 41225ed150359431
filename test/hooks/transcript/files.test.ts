import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendLine, readLastLines, rotate } from '../../../src/hooks/transcript/append.ts';
import { isReplaced, type Position, readNewLines, subagentFiles } from '../../../src/hooks/transcript/read.ts';
import { projectKey, pruneOlderThan, readState, safeName, writeState } from '../../../src/hooks/transcript/state.ts';
import { jsonLines, makeFolder, namesIn } from '../programs/programs.ts';

function readAll(file: string, from?: Position): { lines: string[]; position: Position | undefined } {
  const lines: string[] = [];
  const position = readNewLines(file, from, (line) => lines.push(line));
  return { lines, position };
}

describe('reading on', () => {
  test('gives each whole line once, however the file grows', () => {
    const folder = makeFolder('read');
    let run = 0;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 12 }), (pieces) => {
        run += 1;
        const file = join(folder, `${run}.txt`);
        writeFileSync(file, '');
        const seen: string[] = [];
        let position: Position | undefined;
        for (const piece of [...pieces, '\n']) {
          appendFileSync(file, piece);
          const next = readAll(file, position);
          seen.push(...next.lines);
          position = next.position;
        }
        const expected = readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '');
        expect(seen).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('a line longer than one piece of reading is whole', () => {
    const file = join(makeFolder('read'), 'long');
    const long = '\u20ac'.repeat(1_500_000);
    writeFileSync(file, `a\n${long}\nb\n`);
    expect(readAll(file).lines).toEqual(['a', long, 'b']);
  });

  test('a file that shrank or was replaced is noticed, one that grew or is gone is not', () => {
    const file = join(makeFolder('read'), 'x');
    writeFileSync(file, 'a\nb\n');
    const { position } = readAll(file);
    appendFileSync(file, 'c\n');
    expect(isReplaced(file, position)).toBe(false);
    writeFileSync(file, 'a\n');
    expect(isReplaced(file, position)).toBe(true);
    expect(isReplaced(`${file}-none`, position)).toBe(false);
    expect(readAll(`${file}-none`)).toEqual({ lines: [], position: undefined });
  });

  test('a session’s subagents are found beside its transcript', () => {
    const folder = makeFolder('read');
    mkdirSync(join(folder, 's', 'subagents'), { recursive: true });
    for (const name of ['agent-b.jsonl', 'agent-a.jsonl', 'agent-a.meta.json', 'x.jsonl'])
      writeFileSync(join(folder, 's', 'subagents', name), '');
    expect(subagentFiles(join(folder, 's.jsonl'))).toEqual(
      ['a', 'b'].map((id) => join(folder, 's', 'subagents', `agent-${id}.jsonl`)),
    );
    expect(subagentFiles(join(folder, 'none.jsonl'))).toEqual([]);
  });
});

describe('a log of lines', () => {
  test('moves to .1 when it has grown, and loses no line', () => {
    const file = join(makeFolder('log'), 'deep', 'log.jsonl');
    for (let i = 0; i < 20; i++) {
      appendLine(file, { i, text: 'x'.repeat(100) });
      rotate(file, 1500, Date.now());
    }
    expect(statSync(file).size).toBeLessThanOrEqual(1500);
    const kept = [...jsonLines(`${file}.1`), ...jsonLines(file)].map((line) => line.i);
    expect(kept.at(-1)).toBe(19);
    expect(kept).toEqual(kept.map((_, i) => 20 - kept.length + i));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('a lock that a dead process left is removed, and the next call moves the log', () => {
    const file = join(makeFolder('log'), 'log.jsonl');
    appendLine(file, { text: 'x'.repeat(200) });
    writeFileSync(`${file}.lock`, '');
    rotate(file, 100, Date.now());
    expect(existsSync(`${file}.1`)).toBe(false);
    rotate(file, 100, Date.now() + 120_000);
    rotate(file, 100, Date.now() + 120_000);
    expect(existsSync(`${file}.1`)).toBe(true);
  });

  test('only the end is read where it is long, from a whole line on; broken lines are passed over', () => {
    const file = join(makeFolder('log'), 'log.jsonl');
    for (let i = 0; i < 50; i++) appendLine(file, { i });
    appendFileSync(file, '{"broken\n[1]\n');
    appendLine(file, { i: 50 });
    const tail = readLastLines(file, 60).map((line) => line.i);
    expect(tail.at(-1)).toBe(50);
    expect(tail.length).toBeLessThan(8);
    expect(readLastLines(file, 1e6)).toHaveLength(51);
    expect(readLastLines(`${file}-none`, 10)).toEqual([]);
  });

  test('a line over 4096 bytes is refused, not torn', () => {
    const file = join(makeFolder('log'), 'log.jsonl');
    expect(() => appendLine(file, { text: 'x'.repeat(4096) })).toThrow(RangeError);
    expect(existsSync(file)).toBe(false);
  });
});

describe('state', () => {
  test('is read back, and is nothing when it is broken or absent', () => {
    const file = join(makeFolder('state'), 'a', 'b.json');
    expect(readState(file)).toBeUndefined();
    writeState(file, { a: 1 });
    expect(readState(file)).toEqual({ a: 1 });
    expect(statSync(file).mode & 0o077).toBe(0);
    writeFileSync(file, '{"a":');
    expect(readState(file)).toBeUndefined();
  });

  test('names of folders are harmless, and different for different texts', () => {
    expect(safeName('0f1e-AB_2')).toBe('0f1e-AB_2');
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(safeName(a)).toMatch(/^[A-Za-z0-9_-]+$/);
        if (a !== b) expect(safeName(a)).not.toBe(safeName(b));
      }),
    );
    expect(projectKey('/a/x')).not.toBe(projectKey('/b/x'));
  });

  test('what was not changed for some days goes, the rest stays', () => {
    const folder = makeFolder('prune');
    writeFileSync(join(folder, 'new'), '');
    mkdirSync(join(folder, 'old', 'inner'), { recursive: true });
    const longAgo = new Date(Date.now() - 10 * 86_400_000);
    utimesSync(join(folder, 'old'), longAgo, longAgo);
    pruneOlderThan(folder, 9, Date.now());
    expect(namesIn(folder)).toEqual(['new']);
    pruneOlderThan(join(folder, 'none'), 9, Date.now());
  });
});
