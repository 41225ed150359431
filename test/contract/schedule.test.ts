import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cronSchedules } from '../../src/adapters/schedule/cron.ts';
import type { Schedules } from '../../src/ports/schedule.ts';

const at = (text: string): number => Date.parse(text);

describe.each([['schedules by cron expressions', cronSchedules]])('%s', (_, schedules: Schedules) => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(at('2026-03-10T12:00:30Z'));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['*/15 * * * *', 'UTC', '2026-03-10T12:15:00Z'],
    ['0 3 * * *', 'UTC', '2026-03-11T03:00:00Z'],
    ['0 3 * * *', 'Europe/Rome', '2026-03-11T02:00:00Z'],
    ['0 3 * * *', 'Asia/Kathmandu', '2026-03-10T21:15:00Z'],
    ['0 9 * * 1-5', 'America/New_York', '2026-03-10T13:00:00Z'],
    ['10 0 3 * * *', 'UTC', '2026-03-11T03:00:10Z'],
    ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00Z'],
    ['0 0 1 jan *', 'UTC', '2027-01-01T00:00:00Z'],
  ])('the next time of %s in %s is %s', (expression, zone, time) => {
    expect(new Date(schedules.next(expression, zone)).toISOString()).toBe(new Date(at(time)).toISOString());
  });

  test('in the night without two o’clock, a job of that hour runs at the hour that there is', () => {
    vi.setSystemTime(at('2026-03-28T22:00:00Z'));
    const next = schedules.next('30 2 * * *', 'Europe/Rome');
    expect(next).toBeGreaterThan(Date.now());
    expect(next).toBeLessThanOrEqual(at('2026-03-29T02:00:00Z'));
  });

  test('without a zone, the machine’s counts', () => {
    const next = new Date(schedules.next('0 3 * * *', undefined));
    expect([next.getHours(), next.getMinutes()]).toEqual([3, 0]);
  });

  test.each([
    ['0 0 30 2 *', 'UTC'],
    ['0 0 31 4 *', undefined],
    ['every hour', 'UTC'],
    ['', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['* * *', 'UTC'],
    ['0 3 * * *', 'Europe/Atlantis'],
  ])('%j in %s means nothing, and both ways say so', (expression, zone) => {
    const told = `the schedule "${expression}"${zone === undefined ? '' : ` in ${zone}`} is not usable: `;
    const tick = vi.fn();
    expect(() => schedules.next(expression, zone)).toThrow(told);
    expect(() => schedules.start(expression, zone, tick)).toThrow(told);
    vi.advanceTimersByTime(3600_000);
    expect(tick).not.toHaveBeenCalled();
  });

  test('ticks at its times until it is ended', () => {
    const times: string[] = [];
    const end = schedules.start('*/10 * * * *', 'UTC', () => times.push(new Date().toISOString().slice(11, 16)));
    vi.advanceTimersByTime(30 * 60_000);
    expect(times).toEqual(['12:10', '12:20', '12:30']);
    end();
    end();
    vi.advanceTimersByTime(3600_000);
    expect(times).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });
});
