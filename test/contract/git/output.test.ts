import { spawn } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { command } from '../../../src/adapters/git/command.ts';
import { program } from '../../../src/adapters/git/process.ts';
import { realPrograms } from '../../../src/adapters/program/program.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
afterAll(() => shop.dispose());

/** Keeps the process busy whenever another program ends, so that ends are seen before what was printed. */
async function amidBusyness<T>(work: () => Promise<T>): Promise<T> {
  const busy = (): void => {
    for (const end = Date.now() + 300; Date.now() < end; );
  };
  const others = Array.from({ length: 3 }, (_, index) => {
    const child = spawn('sleep', [String(index / 500)]);
    return new Promise<void>((done) => {
      child.on('exit', busy);
      child.on('close', () => done(busy()));
    });
  });
  const result = await work();
  await Promise.all(others);
  return result;
}

const BIG = 300_000;

function blob(): { root: AbsPath; id: string } {
  const root = `${shop.home}/big` as AbsPath;
  write(root, { big: 'x'.repeat(BIG) });
  shop.git(root, 'init', '-q');
  return { root, id: shop.git(root, 'hash-object', '-w', 'big').trim() };
}

test('what a program prints arrives whole in a process that is busy', { timeout: 180_000 }, async () => {
  const { root, id } = blob();
  const person = { environment: shop.environment };
  for (let round = 0; round < 3; round++) {
    const given = { root, args: ['cat-file', 'blob', id], timeout: 60_000, person };
    expect((await amidBusyness(() => program(given))).stdout.length).toBe(BIG);
    expect((await amidBusyness(() => command(given))).stdout.length).toBe(BIG);
    const run = { command: 'cat', args: ['big'], cwd: root, env: shop.environment, input: '', timeout: 60_000 };
    expect((await amidBusyness(() => realPrograms.run(run))).stdout.length).toBe(BIG);
  }
});
