import { randomInt } from 'node:crypto';
import type { Clock, Random } from '../../ports/clock.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    });
  },
};

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export const realRandom: Random = {
  fraction: () => Math.random(),
  word: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
};
