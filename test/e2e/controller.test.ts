import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, Place } from './program.ts';

const DRIFT = 'one/.claude/commands/c.md';

describe('the controller as a process', () => {
  const place = new Place();

  beforeAll(() => {
    const controller = 'controller: { schedule: "* * * * * *", mode: apply }';
    place.write(
      'hub/canonical.yaml',
      `version: "1"\nworkspace: ..\n${controller}\nrepositories:\n  one: { path: one }\nglobal:\n  commands: ["**"]\n`,
    );
    place.write('hub/desired-state/commands/c.md', 'as desired\n');
    place.repository('one', { 'README.md': 'one\n' });
  });
  afterAll(() => place.remove());

  /** Looks again until it is so; gives up after half a minute. */
  async function until(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 300 && !holds(); tries++) await wait(100);
    expect(holds()).toBe(true);
  }

  function content(): string {
    try {
      return readFileSync(place.path(DRIFT), 'utf8');
    } catch {
      return '';
    }
  }

  test('delivers, repairs drift, refuses a second one, tells its state, and stops when asked', async () => {
    const running = place.start('controller');
    const end = ended(running);
    await until(() => content() === 'as desired\n');
    place.write(DRIFT, 'drifted\n');
    await until(() => content() === 'as desired\n');
    const second = await place.run('controller');
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/another controller looks after it already \(process \d+ on /);
    running.kill('SIGTERM');
    const { code, signal, stderr } = await end;
    expect([code, signal], stderr).toEqual([0, null]);
    expect(stderr).toMatch(/controller stopped/);
    expect((await place.run('status')).stdout).toMatch(/^one +Ready /);
    expect(place.git('one', 'status', '--porcelain')).toBe('');
    const third = await place.run('controller', '--once');
    expect(third.code, third.stdout + third.stderr).toBe(0);
  });
});
