import type { ExpectedServices, Weight } from '../../core/canonical/canonical.ts';
import { type Check, statusOf } from '../../core/health/check.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';
import type { Probe } from '../../ports/probe.ts';
import type { ProgramEnd, Programs } from '../../ports/programs.ts';

const PATIENCE = 2000;
const PROGRAM_PATIENCE = 5000;

/** What looking at this machine's services needs. */
export interface Machine {
  readonly programs: Programs;
  readonly probe: Probe;
  readonly disk: DiskReader;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: number;
}

/** What canonical.yaml expects to run on this machine. */
export async function expectedChecks(expected: ExpectedServices, machine: Machine): Promise<Check[]> {
  const { systemd, docker, cron, ports } = expected;
  if ([systemd, docker, cron, ports].every((list) => list.length === 0)) {
    const message = 'no infrastructure.expected_services in canonical.yaml';
    return [{ group: 'expected', name: 'services of this machine', status: 'absent', message }];
  }
  const groups = await Promise.all([
    Promise.all(systemd.map((unit) => unitCheck(unit, machine))),
    docker.length === 0 ? [] : containerChecks(docker, machine),
    cron.length === 0 ? [] : cronChecks(cron, machine),
    Promise.all(ports.map((port) => portCheck(port, machine))),
  ]);
  return groups.flat();
}

/** A program of this machine; no shell, so that no name is a command. */
function run({ programs, env }: Machine, command: string, ...args: string[]): Promise<ProgramEnd> {
  const passed = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return programs.run({
    command,
    args,
    cwd: '/' as AbsPath,
    env: { ...passed, LC_ALL: 'C' },
    input: '',
    timeout: PROGRAM_PATIENCE,
  });
}

interface Told {
  readonly name: string;
  readonly weight: Weight;
  readonly place: string;
}

function told({ name, weight, place }: Told, found: string | undefined, missing: string, remedy: string): Check {
  const common = { group: 'expected', name, place } as const;
  if (found !== undefined) return { ...common, status: 'ok', message: found };
  const status = statusOf(weight);
  if (status === 'ok') return { ...common, status, message: `${missing} (optional)` };
  return { ...common, status, message: missing, remedy };
}

async function unitCheck(expected: ExpectedServices['systemd'][number], machine: Machine): Promise<Check> {
  const { unit } = expected;
  const end = await run(machine, 'systemctl', 'is-active', '--', unit);
  if (end.failure !== undefined)
    return told(
      { ...expected, name: unit },
      undefined,
      'cannot be told: there is no systemctl here',
      'Take it out of expected_services on this machine.',
    );
  const state = end.stdout.trim() || end.stderr.trim();
  const message = `is ${state === '' ? 'unknown' : state}`;
  return told(
    { ...expected, name: unit },
    end.code === 0 ? message : undefined,
    message,
    `Look at it: \`systemctl status ${unit}\`.`,
  );
}

async function containerChecks(expected: ExpectedServices['docker'], machine: Machine): Promise<Check[]> {
  const end = await run(machine, 'docker', 'ps', '--all', '--format', '{{.Names}}\t{{.State}}\t{{.Status}}');
  const because = end.failure === undefined ? (end.stderr.trim().split('\n')[0] ?? '') : 'there is no docker here';
  const containers = new Map(
    end.stdout
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, ...rest]) => [name, rest]),
  );
  return Promise.all(
    expected.map(async (one): Promise<Check> => {
      const name = one.container;
      const remedy = `Look at it: \`docker logs ${name}\`; \`docker start ${name}\` starts it.`;
      if (end.code !== 0)
        return told(
          { ...one, name },
          undefined,
          `cannot be told: ${because}`,
          'Start docker, or take it out of expected_services.',
        );
      const [state, status] = containers.get(name) ?? [];
      if (state === undefined)
        return told({ ...one, name }, undefined, 'there is no such container', 'Create it, or correct its name.');
      if (state !== 'running' || /\(unhealthy\)/.test(status ?? ''))
        return told({ ...one, name }, undefined, `is ${status ?? state}`, remedy);
      const closed = await closedPorts(one.ports, machine);
      if (closed.length > 0)
        return told({ ...one, name }, undefined, `runs, but nothing listens on ${closed.join(', ')}`, remedy);
      return told({ ...one, name }, `runs: ${status ?? state}`, '', '');
    }),
  );
}

async function closedPorts(ports: readonly number[], { probe }: Machine): Promise<number[]> {
  const probed = await Promise.all(ports.map((port) => probe.tcp({ host: 'localhost', port }, PATIENCE)));
  return ports.filter((_, at) => probed[at]?.kind === 'silent');
}

async function cronChecks(expected: ExpectedServices['cron'], machine: Machine): Promise<Check[]> {
  const end = await run(machine, 'crontab', '-l');
  const lines = end.stdout.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  return expected.map((one): Check => {
    if (end.failure !== undefined)
      return told(
        one,
        undefined,
        'cannot be told: there is no crontab here',
        'Take it out of expected_services on this machine.',
      );
    const line = lines.find((candidate) => candidate.includes(one.command));
    if (line === undefined)
      return told(one, undefined, `no line of the crontab has "${one.command}"`, 'Add it with `crontab -e`.');
    const { schedule } = one;
    if (schedule !== undefined && !line.replace(/\s+/g, ' ').trim().startsWith(schedule.replace(/\s+/g, ' ').trim()))
      return told(one, undefined, `runs at other times than "${schedule}"`, 'Correct the crontab, or canonical.yaml.');
    return told(one, ...logOf(one, machine));
  });
}

/** A job that has a log and has not written to it for two of its turns does not run. */
function logOf(
  { log, schedule }: ExpectedServices['cron'][number],
  { disk, now }: Machine,
): [string | undefined, string, string] {
  if (log === undefined) return ['is in the crontab', '', ''];
  const there = disk.look(log);
  const modified = there.kind === 'file' ? there.stamp.modified : undefined;
  const remedy = 'Run its command by hand, and look at what it says.';
  if (modified === undefined) return [undefined, `is in the crontab, but has never written ${log}`, remedy];
  const turn = schedule === undefined ? undefined : turnOf(schedule);
  const hours = Math.round((now - modified) / 3_600_000);
  if (turn !== undefined && now - modified > 2 * turn + 3_600_000)
    return [undefined, `has not written its log for ${hours} hours`, remedy];
  return [`is in the crontab; wrote its log ${hours === 0 ? 'within the hour' : `${hours} hours ago`}`, '', ''];
}

const MINUTE = 60_000;

/** How long it is between two times of a cron expression, as far as its fields tell without a calendar. */
function turnOf(schedule: string): number | undefined {
  const [minute, hour, day, month, weekday] = schedule.trim().split(/\s+/).slice(-5);
  if (month !== '*' || day !== '*') return undefined;
  if (weekday !== '*') return 7 * 24 * 60 * MINUTE;
  const every = (field: string | undefined, otherwise: number) =>
    field === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(field ?? '')?.[1] ?? otherwise);
  return hour === '*' ? every(minute, 60) * MINUTE : every(hour, 24) * 60 * MINUTE;
}

async function portCheck(expected: ExpectedServices['ports'][number], { probe }: Machine): Promise<Check> {
  const { port, name, weight, place } = expected;
  const probed = await probe.tcp({ host: 'localhost', port }, PATIENCE);
  const found = probed.kind === 'answered' ? 'somebody listens' : undefined;
  return told(
    { name: `${name} (port ${port})`, weight, place },
    found,
    'nobody listens',
    `Start ${name}, or correct the port.`,
  );
}
