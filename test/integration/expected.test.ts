import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../../src/adapters/disk/disk.ts';
import { realProbe } from '../../src/adapters/probe/probe.ts';
import { realPrograms } from '../../src/adapters/program/program.ts';
import type { ExpectedServices } from '../../src/core/canonical/canonical.ts';
import type { Check } from '../../src/core/health/check.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { expectedChecks } from '../../src/engine/health/expected.ts';
import { freePort } from '../tools/redis.ts';

/** Programs of this name print what the real ones print; the PATH has nothing else. */
let folder: string;
const NOW = Date.UTC(2026, 0, 31, 14, 25);
const HOUR = 3_600_000;
const place = 'canonical.yaml:7';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(`${tmpdir()}/reconcile-expected-`));
  mkdirSync(`${folder}/bin`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, ...lines: string[]): void {
  writeFileSync(`${folder}/bin/${name}`, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(`${folder}/bin/${name}`, 0o755);
}

/** Prints text to standard output; `\t` is a tab. */
const prints = (text: string): string => `printf '%b' '${text}'`;

async function look(expected: Partial<ExpectedServices>): Promise<Check[]> {
  const all = { systemd: [], docker: [], cron: [], ports: [], ...expected };
  const env = { PATH: `${folder}/bin` };
  return expectedChecks(all, { programs: realPrograms, probe: realProbe, disk: realDisk(), env, now: NOW });
}

async function lookAtOne(expected: Partial<ExpectedServices>): Promise<Check> {
  const checks = await look(expected);
  expect(checks).toHaveLength(1);
  return checks[0]!;
}

test('nothing expected is nothing configured', async () => {
  expect(await lookAtOne({})).toMatchObject({ status: 'absent', message: expect.stringContaining('canonical.yaml') });
});

describe('systemd', () => {
  const unit = (weight: 'critical' | 'important' | 'optional') =>
    lookAtOne({ systemd: [{ unit: 'questdb.service', weight, place }] });

  test('a unit that runs is well, and is asked for by its name alone', async () => {
    program('systemctl', '[ "$*" = "is-active -- questdb.service" ] || exit 9', 'echo active');
    expect(await unit('critical')).toMatchObject({
      status: 'ok',
      message: 'is active',
      name: 'questdb.service',
      place,
    });
  });

  test.each([
    ['inactive', 3],
    ['failed', 3],
    ['activating', 3],
    ['inactive', 4],
  ])('a unit that is %s (exit code %i) weighs what canonical.yaml says', async (state, code) => {
    program('systemctl', `echo ${state}`, `exit ${code}`);
    const remedy = 'Look at it: `systemctl status questdb.service`.';
    expect(await unit('critical')).toMatchObject({ status: 'fail', message: `is ${state}`, remedy });
    expect(await unit('important')).toMatchObject({ status: 'warn', message: `is ${state}`, remedy });
    const optional = await unit('optional');
    expect(optional).toMatchObject({ status: 'ok', message: `is ${state} (optional)` });
    expect(optional.remedy).toBeUndefined();
  });

  test('a machine without systemctl, or whose systemd does not run, has nothing of the kind', async () => {
    expect(await unit('critical')).toMatchObject({
      status: 'absent',
      message: 'not on this machine: there is no systemctl',
    });
    program(
      'systemctl',
      `echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2`,
      'echo "Failed to connect to bus: Host is down" >&2',
      'exit 1',
    );
    expect(await unit('critical')).toMatchObject({
      status: 'absent',
      message: 'not on this machine: systemd does not run it',
    });
  });

  test('what systemctl refuses is told in its words', async () => {
    program('systemctl', 'echo "Failed to connect to bus: No medium found" >&2', 'exit 1');
    expect(await unit('critical')).toMatchObject({
      status: 'fail',
      message: 'cannot be told: Failed to connect to bus: No medium found',
      remedy: expect.stringContaining('`systemctl`'),
    });
  });

  test('a systemctl that may not be run, or is no program, is told, too', async () => {
    program('systemctl', 'echo active');
    chmodSync(`${folder}/bin/systemctl`, 0o644);
    expect((await unit('critical')).message).toMatch(/EACCES|there is no systemctl/);
  });

  test('a systemctl that hangs is given up on', async () => {
    program('systemctl', 'while :; do :; done');
    const start = performance.now();
    expect(await unit('important')).toMatchObject({
      status: 'warn',
      message: 'cannot be told: systemctl did not answer within 5 s',
    });
    expect(performance.now() - start).toBeLessThan(20_000);
  }, 30_000);
});

describe('docker', () => {
  const container = (over: object = {}) =>
    lookAtOne({ docker: [{ container: 'grafana', ports: [], weight: 'critical', place, ...over }] });
  const ps = (...rows: string[]): void => program('docker', prints(rows.map((row) => `${row}\\n`).join('')));

  test.each([
    ['runs', 'running\\tUp 3 days', 'ok', 'runs: Up 3 days'],
    ['is healthy', 'running\\tUp 3 days (healthy)', 'ok', 'runs: Up 3 days (healthy)'],
    ['is starting', 'running\\tUp 2 seconds (health: starting)', 'ok', 'runs: Up 2 seconds (health: starting)'],
    ['is unhealthy', 'running\\tUp 3 days (unhealthy)', 'fail', 'is Up 3 days (unhealthy)'],
    ['has ended', 'exited\\tExited (137) 2 hours ago', 'fail', 'is Exited (137) 2 hours ago'],
    ['starts again and again', 'restarting\\tRestarting (1) 5 seconds ago', 'fail', 'is Restarting (1) 5 seconds ago'],
    ['is paused', 'paused\\tUp 3 days (Paused)', 'fail', 'is Up 3 days (Paused)'],
    ['was never started', 'created\\tCreated', 'fail', 'is Created'],
  ])('a container that %s', async (_, row, status, message) => {
    ps('n8n\\trunning\\tUp 3 days', `grafana\\t${row}`);
    expect(await container()).toMatchObject({ status, message });
  });

  test('one that is not there is missed, also where another has a longer name', async () => {
    ps('grafana-old\\trunning\\tUp 3 days');
    expect(await container()).toMatchObject({ status: 'fail', message: 'there is no such container' });
    expect((await container({ weight: 'optional' })).status).toBe('ok');
  });

  test('one that runs must listen on its ports', async () => {
    ps('grafana\\trunning\\tUp 3 days');
    const server: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port: listening } = server.address() as { port: number };
    const closed = await freePort();
    expect((await container({ ports: [listening] })).status).toBe('ok');
    expect(await container({ ports: [listening, closed] })).toMatchObject({
      status: 'fail',
      message: `runs, but nothing listens on ${closed}`,
    });
    await new Promise((done) => server.close(done));
  });

  test('without docker there is nothing of the kind; a docker that does not run is told in its words', async () => {
    expect(await container()).toMatchObject({ status: 'absent', message: 'not on this machine: there is no docker' });
    program(
      'docker',
      'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2',
      'exit 1',
    );
    expect(await container()).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('cannot be told: Cannot connect to the Docker daemon'),
      remedy: expect.stringContaining('Start docker'),
    });
  });
});

describe('cron', () => {
  const job = (over: object = {}) =>
    lookAtOne({ cron: [{ name: 'backup', command: 'backup.sh', weight: 'critical', place, ...over }] });
  const crontab = (...lines: string[]): void =>
    program('crontab', '[ "$*" = -l ] || exit 9', ...lines.map((line) => `echo '${line}'`));
  const log = (age: number): AbsPath => {
    const file = `${folder}/backup.log`;
    writeFileSync(file, 'done\n');
    utimesSync(file, new Date(NOW - age), new Date(NOW - age));
    return file as AbsPath;
  };

  test('a job is found by a part of its line, at its times, whatever spaces there are', async () => {
    crontab('# m h  dom mon dow   command', 'MAILTO=""', '0   3 * * *\t/opt/backup.sh >/dev/null');
    expect(await job()).toMatchObject({ status: 'ok', message: 'is in the crontab' });
    expect((await job({ schedule: '0 3 * * *' })).status).toBe('ok');
  });

  test('a job that is commented out, or runs at other times, is not well', async () => {
    crontab('# 0 3 * * * /opt/backup.sh');
    expect(await job()).toMatchObject({ status: 'fail', message: 'no line of the crontab has "backup.sh"' });
    crontab('0 3 * * 10 /opt/backup.sh');
    expect(await job({ schedule: '0 3 * * 1' })).toMatchObject({
      status: 'fail',
      message: 'runs at other times than "0 3 * * 1"',
    });
  });

  test('of several lines with its command one at its times is enough', async () => {
    crontab('@reboot /opt/backup.sh', '0 3 * * * /opt/backup.sh');
    expect((await job({ schedule: '0 3 * * *' })).status).toBe('ok');
  });

  test('who has no crontab has none of its jobs; who may not have one is told so', async () => {
    program('crontab', 'echo "no crontab for ada" >&2', 'exit 1');
    expect(await job()).toMatchObject({ status: 'fail', remedy: 'Add it with `crontab -e`.' });
    program('crontab', 'echo "You (ada) are not allowed to use this program (crontab)" >&2', 'exit 1');
    expect((await job()).message).toMatch(/^cannot be told: You \(ada\) are not allowed/);
    rmSync(`${folder}/bin/crontab`);
    expect(await job()).toMatchObject({ status: 'absent', message: 'not on this machine: there is no crontab' });
  });

  test.each([
    ['0 3 * * *', 30, 'ok'],
    ['0 3 * * *', 50, 'fail'],
    ['*/15 * * * *', 1, 'ok'],
    ['*/15 * * * *', 2, 'fail'],
    ['0 */6 * * *', 12, 'ok'],
    ['0 */6 * * *', 14, 'fail'],
    ['0 3 * * 1', 300, 'ok'],
    ['0 3 * * 1', 340, 'fail'],
    ['0 3 1 * *', 5000, 'ok'],
  ] as const)('with the times %s and a log of %i hours ago: %s', async (schedule, hours, status) => {
    crontab(`${schedule} /opt/backup.sh`);
    const check = await job({ schedule, log: log(hours * HOUR) });
    expect(check).toMatchObject({
      status,
      message: expect.stringContaining(hours === 1 ? '1 hour ago' : `${hours} hours`),
    });
  });

  test('a log that was never written, and one that cannot be looked at', async () => {
    crontab('0 3 * * * /opt/backup.sh');
    const never = await job({ schedule: '0 3 * * *', log: `${folder}/none.log` });
    expect(never.message).toContain('has never written');
    expect(never.remedy).toContain('Run its command by hand');
    const under = await job({ log: `${log(0)}/deeper.log` });
    expect(under.status).toBe('fail');
  });
});

test('ports are open or closed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  const closed = await freePort();
  const weight = 'critical';
  expect(
    await look({
      ports: [
        { port, name: 'one', weight, place },
        { port: closed, name: 'two', weight, place },
      ],
    }),
  ).toMatchObject([
    { name: `one (port ${port})`, status: 'ok' },
    {
      name: `two (port ${closed})`,
      status: 'fail',
      message: 'nobody listens',
      remedy: expect.stringContaining('Start two'),
    },
  ]);
  await new Promise((done) => server.close(done));
});
