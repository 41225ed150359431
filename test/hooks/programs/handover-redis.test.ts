import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeRedis, startRedis, type TestRedis } from '../../tools/redis.ts';
import { makeFolder, makeRepository, run, type Setting } from './programs.ts';
import { append, assistant, prompt } from './transcript.ts';

// The hook as it is delivered, with the file beside it that reaches Redis.
const HOOK = join(import.meta.dirname, '../../../desired-state/hooks/context-preservation.mjs');

describeRedis('context-preservation with a real Redis', () => {
  let redis: TestRedis;
  let project: string;
  let transcript: string;
  beforeAll(async () => {
    redis = await startRedis(['--requirepass', 'not-a-secret']);
    project = makeRepository({ 'a.txt': 'a\n' });
    transcript = join(makeFolder('transcripts'), 'session-1.jsonl');
    append(transcript, prompt('Make the parser faster'), assistant({ id: 'm1' }));
  });
  afterAll(() => redis.stop());

  const machine = (password: string): Setting => ({
    project,
    state: makeFolder('state'),
    env: { RECONCILE_REDIS: redis.url, RECONCILE_REDIS_PASSWORD: password, RECONCILE_REDIS_TIMEOUT_MS: '10000' },
  });
  const end = (where: Setting) =>
    run(HOOK, { hook_event_name: 'SessionEnd', reason: 'logout', transcript_path: transcript }, where);
  const resume = (where: Setting) => run(HOOK, { hook_event_name: 'SessionStart', source: 'resume' }, where);

  test('what one machine leaves, another takes up', () => {
    expect(end(machine('not-a-secret'))).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { answer, stderr } = resume(machine('not-a-secret'));
    expect(answer.hookSpecificOutput.additionalContext).toContain('Make the parser faster');
    expect(stderr).toBe('');
  });

  test('a Redis that refuses is silent, and the machine keeps its own', () => {
    const where = machine('wrong');
    expect(end(where)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { answer, stderr } = resume(where);
    expect(answer.hookSpecificOutput.additionalContext).toContain('Make the parser faster');
    expect(stderr).toBe('');
    expect(resume(machine('wrong')).stdout).toBe('');
  });
});
