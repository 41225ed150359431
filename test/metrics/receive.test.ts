import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../../src/adapters/disk/disk.ts';
import { recordedLists } from '../../src/adapters/spool/recorded.ts';
import { spoolWriter } from '../../src/adapters/spool/writer.ts';
import { diskTranscripts } from '../../src/adapters/transcripts/transcripts.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { receive } from '../../src/engine/metrics/receive.ts';
import type { OtlpAnswer, OtlpHandlers } from '../../src/ports/otlp.ts';
import { AT, logs } from '../unit/metrics/otlp/otlp.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reconcile-receive-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const stateDir = (): AbsPath => join(root, 'state') as AbsPath;
const call = logs(['tool_result', { tool_name: 'Bash', tool_use_id: 'toolu_1', success: 'true' }]);

/** Hands one request to the receiver, at a moment after the events; `during` happens while it waits. */
async function taken(
  body: object,
  after: number,
  during: () => void = () => undefined,
): Promise<[OtlpAnswer, number[], string[]]> {
  const slept: number[] = [];
  const troubles: string[] = [];
  const stop = new AbortController();
  let handlers: OtlpHandlers | undefined;
  const ending = receive(
    {
      disk: realDisk(),
      transcripts: diskTranscripts(),
      recorded: recordedLists(stateDir()),
      spool: () => spoolWriter(stateDir()),
      stateDir: stateDir(),
      clock: {
        now: () => AT + after,
        sleep: (ms) => {
          slept.push(ms);
          during();
          return Promise.resolve();
        },
      },
      receiver: {
        serve({ host, port }, given) {
          handlers = given;
          return Promise.resolve({ host, port, close: () => Promise.resolve() });
        },
      },
    },
    {
      host: '127.0.0.1',
      port: 1,
      remote: false,
      roots: [],
      signal: stop.signal,
      onServing: () => undefined,
      onTrouble: (message) => troubles.push(message),
    },
  );
  await Promise.resolve();
  const answer = await handlers!.take({ signal: 'logs', body });
  stop.abort();
  await ending;
  return [answer, slept, troubles];
}

const spooled = (): string[] => readdirSync(join(root, 'state', 'spool'));

test('a call that ended just now is left to the hook that records it meanwhile', async () => {
  const [answer, slept] = await taken(call, 300, () => {
    mkdirSync(join(root, 'state', 'hooks', 'sessions', 's1'), { recursive: true });
    writeFileSync(join(root, 'state', 'hooks', 'sessions', 's1', 'recorded'), 'toolu_1\n');
  });
  expect([answer, slept]).toEqual([{ kind: 'taken', rejected: 0 }, [1700]]);
  expect(() => spooled()).toThrow(/ENOENT/);
});

test('a call that no hook records is told, and one that ended long ago is not waited for', async () => {
  const [answer, slept] = await taken(call, 5000);
  expect([answer, slept]).toEqual([{ kind: 'taken', rejected: 0 }, []]);
  expect(spooled()).toEqual(['claude_tool_usage-20261101.jsonl']);
});

test('what cannot be written is to be sent again, and nothing is noted as told', async () => {
  mkdirSync(join(root, 'state'));
  writeFileSync(join(root, 'state', 'spool'), 'no folder');
  const [answer, , troubles] = await taken(call, 5000);
  expect(answer.kind).toBe('later');
  expect(troubles[0]).toContain('will be sent again');
  rmSync(join(root, 'state', 'spool'));
  const [again] = await taken(call, 5000);
  expect(again).toEqual({ kind: 'taken', rejected: 0 });
  expect(spooled()).toHaveLength(1);
});
