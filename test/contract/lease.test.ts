import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fileLeases } from '../../src/adapters/lease/file.ts';
import { memoryLeases } from '../../src/adapters/lease/memory.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import type { Holder, Lease, Leases } from '../../src/ports/lease.ts';

const folder = fs.realpathSync(fs.mkdtempSync(`${os.tmpdir()}/reconcile-lease-`));
const children = new Set<ChildProcess>();
let count = 0;
const newFolder = (): AbsPath => `${folder}/${++count}` as AbsPath;

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

const got = (leases: Leases, name = 'fleet'): Lease => {
  const result = leases.acquire(name, 'apply');
  if (!('lease' in result)) throw new Error(`held by ${JSON.stringify(result.heldBy)}`);
  return result.lease;
};
const holderOf = (leases: Leases, name = 'fleet'): Holder | undefined => {
  const result = leases.acquire(name, 'controller');
  if ('heldBy' in result) return result.heldBy;
  result.lease.release();
  return undefined;
};

describe.each([
  ['leases as files', () => fileLeases(newFolder(), () => 1234)],
  ['leases in memory', () => memoryLeases({ pid: process.pid, host: os.hostname() }, () => 1234)],
])('%s', (_, make: () => Leases) => {
  test('one holder at a time; the other is told who it is', () => {
    const leases = make();
    const lease = got(leases);
    expect(leases.acquire('fleet', 'controller')).toEqual({
      heldBy: expect.objectContaining({ pid: process.pid, host: os.hostname(), purpose: 'apply', since: 1234 }),
    });
    lease.release();
    expect(holderOf(leases)).toBeUndefined();
  });

  test('every name has a lease of its own', () => {
    const leases = make();
    got(leases, 'one');
    expect(holderOf(leases, 'two')).toBeUndefined();
    expect(holderOf(leases, 'one')).toBeDefined();
  });

  test('released twice, it does not end the lease of the next holder', () => {
    const leases = make();
    const first = got(leases);
    first.release();
    first.release();
    got(leases);
    expect(holderOf(leases)).toBeDefined();
  });
});

/** A process of its own that tries to get the lease when it is told to, says what came of it, and keeps it until it is told to end. */
const CONTENDER = `
  import { fileLeases } from ${JSON.stringify(fileURLToPath(new URL('../../src/adapters/lease/file.ts', import.meta.url)))};
  const leases = fileLeases(process.argv[2], () => Date.now());
  process.stdout.write('ready\\n');
  process.stdin.once('data', () => {
    const result = leases.acquire('fleet', 'contender');
    process.stdout.write(JSON.stringify('lease' in result ? { got: process.pid } : { heldBy: result.heldBy.pid }) + '\\n');
  });
  process.stdin.on('end', () => process.exit(0));
`;
const program = `${folder}/contender.mjs`;

beforeAll(() => {
  buildSync({
    stdin: { contents: CONTENDER, resolveDir: folder, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
});

interface Contender {
  readonly child: ChildProcess;
  /** The next line that it says. */
  readonly says: () => Promise<string>;
}

async function contender(where: AbsPath): Promise<Contender> {
  const child = spawn(process.execPath, [program, where], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let rest = '';
  child.stdout?.on('data', (data: Buffer) => {
    const parts = (rest + data.toString()).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      const taker = waiting.shift();
      if (taker === undefined) lines.push(line);
      else taker(line);
    }
  });
  const says = (): Promise<string> => {
    const line = lines.shift();
    return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
  };
  const result = { child, says };
  expect(await says()).toBe('ready');
  return result;
}

async function tries({ child, says }: Contender): Promise<{ got?: number; heldBy?: number }> {
  child.stdin?.write('go\n');
  return JSON.parse(await says());
}

async function dies({ child }: Contender): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}

describe('leases as files, between processes', () => {
  let where: AbsPath;
  let leases: Leases;
  const lock = (): string => `${where}/fleet.lock`;
  const forge = (over: object): void => {
    fs.mkdirSync(where, { recursive: true });
    const whole = { pid: process.pid, host: os.hostname(), purpose: 'apply', since: 1, started: null, ...over };
    fs.writeFileSync(lock(), JSON.stringify(whole));
  };

  beforeEach(() => {
    where = newFolder();
    leases = fileLeases(where, () => Date.now());
  });

  test('a live holder in another process is respected', async () => {
    const other = await contender(where);
    expect(await tries(other)).toEqual({ got: other.child.pid });
    expect(holderOf(leases)).toMatchObject({ pid: other.child.pid, purpose: 'contender' });
    await dies(other);
  });

  test('our own lease is respected there, and free when we released it', async () => {
    const other = await contender(where);
    const lease = got(leases);
    expect(await tries(other)).toEqual({ heldBy: process.pid });
    lease.release();
    const third = await contender(where);
    expect(await tries(third)).toEqual({ got: third.child.pid });
    await dies(other);
    await dies(third);
  });

  test('the lease of a process that was killed is taken over', async () => {
    const other = await contender(where);
    await tries(other);
    await dies(other);
    expect(fs.existsSync(lock())).toBe(true);
    const lease = got(leases);
    expect(JSON.parse(fs.readFileSync(lock(), 'utf8')).pid).toBe(process.pid);
    lease.release();
    expect(fs.readdirSync(where)).toEqual([]);
  });

  test('a process that has ended counts as dead, even while its parent has not asked for its end', async () => {
    // The shell starts a `cat` and becomes a `sleep`, which never asks how the `cat` ended.
    const script = 'cat <&3 & echo $!; exec sleep 60';
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
    children.add(child);
    const [data] = (await once(child.stdout!, 'data')) as [Buffer];
    const pid = Number(data.toString());
    const until = async (file: string, what: RegExp): Promise<void> => {
      while (!what.test(fs.readFileSync(file, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(`/proc/${child.pid}/comm`, /^sleep$/m);
    (child.stdio[3] as NodeJS.WritableStream).end();
    await until(`/proc/${pid}/stat`, /\) Z /);
    forge({ pid, started: 'boot:1' });
    got(leases).release();
    forge({ pid });
    got(leases).release();
    await dies({ child, says: () => Promise.resolve('') });
  });

  test('a process id that now belongs to a younger process does not hold the lease', () => {
    const lease = got(leases);
    const whole = JSON.parse(fs.readFileSync(lock(), 'utf8'));
    lease.release();
    forge(whole);
    expect(holderOf(leases)).toMatchObject({ pid: process.pid });
    forge({ ...whole, started: `${whole.started}0` });
    expect(holderOf(leases)).toBeUndefined();
  });

  test('where the start of a process cannot be known, a live process id counts', () => {
    forge({ started: null });
    expect(holderOf(leases)).toMatchObject({ pid: process.pid });
  });

  test('a lease of another host is never taken over, whatever its process id', () => {
    forge({ host: 'another.example', pid: 2 ** 22 + 1 });
    expect(holderOf(leases)).toMatchObject({ host: 'another.example' });
    expect(fs.existsSync(lock())).toBe(true);
  });

  test.each(['', '{"pid": 12', 'null', '[]', '"x"', '{}', '{"pid": "1"}', '{"pid": -1}', '\0\0\0\0'])(
    'a lock file that holds %j names nobody, and is taken over',
    (text) => {
      fs.mkdirSync(where, { recursive: true });
      fs.writeFileSync(lock(), text);
      const lease = got(leases);
      expect(JSON.parse(fs.readFileSync(lock(), 'utf8')).pid).toBe(process.pid);
      lease.release();
      expect(fs.readdirSync(where)).toEqual([]);
    },
  );

  test('while somebody is taking it over, others leave it alone; a take-over that broke off does not stay in the way', () => {
    forge({ pid: 2 ** 22 + 1 });
    const thief = `${lock()}.steal`;
    fs.writeFileSync(thief, '');
    expect(leases.acquire('fleet', 'apply')).toHaveProperty('heldBy');
    expect(fs.existsSync(lock())).toBe(true);
    const old = new Date(Date.now() - 60_000);
    fs.utimesSync(thief, old, old);
    got(leases).release();
    expect(fs.readdirSync(where)).toEqual([]);
  });

  test('released after somebody else took it over, it is left to them', () => {
    const lease = got(leases);
    forge({ pid: 1, since: 99 });
    lease.release();
    expect(JSON.parse(fs.readFileSync(lock(), 'utf8')).since).toBe(99);
  });

  test.each([
    ['of a dead process', (): void => forge({ pid: 2 ** 22 + 1 })],
    ['of a process id that was used again', (): void => forge({ started: 'another boot:1' })],
    ['that is torn', (): void => forge({ pid: 0 })],
    ['that is not there', (): void => undefined],
  ])('of twenty processes that race for a lock %s, exactly one gets it', async (_, prepare) => {
    prepare();
    const all = await Promise.all(Array.from({ length: 20 }, () => contender(where)));
    const results = await Promise.all(all.map(tries));
    const winners = results.flatMap((result) => (result.got === undefined ? [] : [result.got]));
    expect(winners).toHaveLength(1);
    expect(holderOf(leases)?.pid).toBe(winners[0]);
    expect(fs.readdirSync(where)).toEqual(['fleet.lock']);
    await Promise.all(all.map(dies));
  });
});
