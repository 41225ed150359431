import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestRecord, emptyDigest } from '../../../src/hooks/handover/digest.ts';
import { type Handover, hasOpenWork, parseHandover } from '../../../src/hooks/handover/handover.ts';
import { fileStore } from '../../../src/hooks/handover/store.ts';
import { handoverText } from '../../../src/hooks/handover/text.ts';
import { parseRecord } from '../../../src/hooks/transcript/parse-record.ts';
import { makeFolder } from '../programs/programs.ts';
import { assistant, prompt, toolResult, toolUse } from '../programs/transcript.ts';

const EMPTY: Handover = {
  version: 1,
  session: 's',
  root: '/project',
  at: '2026-01-02T03:04:05.000Z',
  reason: 'compact',
  prompts: [],
  tasks: [],
  failures: [],
  decisions: [],
  lastMessage: '',
  filesChanged: [],
  filesRead: [],
  diffStat: '',
};

const text = fc.string({ maxLength: 3000 });
const texts = fc.array(text, { maxLength: 30 });
const handover: fc.Arbitrary<Handover> = fc.record({
  version: fc.constant(1 as const),
  session: fc.string({ minLength: 1 }),
  root: fc.constant('/project'),
  at: fc.constant(EMPTY.at),
  reason: fc.constant('compact'),
  prompts: texts,
  tasks: fc.array(fc.record({ content: text, status: fc.constantFrom('pending', 'completed') })),
  failures: fc.array(fc.record({ what: text, error: text })),
  decisions: fc.array(fc.record({ question: text, answer: text })),
  lastMessage: fc.string({ maxLength: 20_000 }),
  filesChanged: texts,
  filesRead: texts,
  diffStat: text,
});

describe('the text of a handover', () => {
  test('is never longer than the limit or 10,000 characters', () => {
    fc.assert(
      fc.property(handover, fc.integer({ min: 200, max: 20_000 }), (one, limit) => {
        expect(handoverText(one, 'of this session', limit).length).toBeLessThanOrEqual(Math.min(limit, 10_000));
      }),
      { numRuns: 50 },
    );
  });

  test('has no section for what there is not', () => {
    expect(handoverText(EMPTY, 'of this session', 10_000)).toBe(
      'Handover of this session, written 2026-01-02T03:04:05.000Z.',
    );
  });

  test('says how much of a long list is left out', () => {
    const filesRead = Array.from({ length: 500 }, (_, i) => `src/file-${i}.ts`);
    expect(handoverText({ ...EMPTY, filesRead }, 'x', 10_000)).toMatch(/\(\d+ more\)$/);
  });
});

describe('a stored handover', () => {
  test('comes back as it was, replaces the session’s earlier one, and is found as the newest', async () => {
    const store = fileStore(makeFolder('store'));
    expect(await store.newest('/project')).toBeUndefined();
    await store.save({ ...EMPTY, reason: 'first' });
    await store.save(EMPTY);
    await store.save({ ...EMPTY, root: '/other', session: 't' });
    expect(await store.ofSession('/project', 's')).toEqual(EMPTY);
    expect(await store.ofSession('/project', 't')).toBeUndefined();
    expect((await store.newest('/project'))?.session).toBe('s');
  });

  test.each([null, [], {}, { ...EMPTY, version: 2 }, { ...EMPTY, tasks: 'x' }, { ...EMPTY, at: undefined }])(
    '%j is none',
    (value) => {
      expect(parseHandover(value)).toBeUndefined();
    },
  );

  test.each<[Partial<Handover>, boolean]>([
    [{}, false],
    [{ tasks: [{ content: 'x', status: 'completed' }] }, false],
    [{ tasks: [{ content: 'x', status: 'pending' }] }, true],
    [{ failures: [{ what: 'x', error: 'y' }] }, true],
    [{ diffStat: 'a.txt | 1 +' }, true],
  ])('%j has open work: %s', (fields, open) => {
    expect(hasOpenWork({ ...EMPTY, ...fields })).toBe(open);
  });
});

describe('the digest of a conversation', () => {
  const digestOf = (...lines: Record<string, unknown>[]) => {
    const digest = emptyDigest();
    for (const line of lines) digestRecord(digest, parseRecord(JSON.stringify(line), 'session-1')!);
    return digest;
  };
  const bash = (id: string, command: string) =>
    assistant({ id: `m-${id}`, content: [toolUse(id, 'Bash', { command })] });

  test('keeps the newest prompts, failures and decisions, and stays small', () => {
    const lines: Record<string, unknown>[] = [];
    for (let i = 0; i < 300; i++) {
      lines.push(
        prompt(`prompt ${i} ${'x'.repeat(5000)}`),
        bash(`b${i}`, `run ${i}`),
        toolResult(`b${i}`, 'y'.repeat(5000), true),
      );
    }
    const digest = digestOf(...lines);
    expect(digest.prompts).toHaveLength(8);
    expect(digest.prompts.at(-1)).toContain('prompt 299');
    expect(Object.keys(digest.failures)).toContain('run 299');
    expect(JSON.stringify(digest).length).toBeLessThan(20_000);
  });

  test('an approved plan is a decision, a refused one is not', () => {
    const plan = (id: string) =>
      assistant({ id, content: [toolUse(`t-${id}`, 'ExitPlanMode', { plan: `plan ${id}` })] });
    const digest = digestOf(plan('a'), toolResult('t-a', 'no', true), plan('b'), toolResult('t-b', 'yes'));
    expect(digest.decisions).toEqual([{ question: 'Plan approved', answer: 'plan b' }]);
  });

  test('what a subagent does is not of the conversation', () => {
    const digest = digestOf(assistant({ id: 'm', fields: { isSidechain: true } }), prompt('x', { isSidechain: true }));
    expect(digest).toEqual(emptyDigest());
  });
});
