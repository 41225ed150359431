import type { ExpectedServices } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import { type Found, firstLine, type Machine, PATIENCE, run, silence, told } from './machine.ts';

type Container = ExpectedServices['docker'][number];

/** The containers that are expected, by one look at all that docker has. */
export async function containerChecks(expected: readonly Container[], machine: Machine): Promise<Check[]> {
  const end = await run(machine, 'docker', 'ps', '--all', '--format', '{{.Names}}\t{{.State}}\t{{.Status}}');
  const unseen = silence('docker', end) ?? (end.code === 0 ? undefined : refused(end.stderr));
  const containers = new Map(
    end.stdout
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, ...rest]) => [name, rest]),
  );
  return Promise.all(
    expected.map(async (one) => {
      const name = one.container;
      return told({ ...one, name }, unseen ?? (await containerFound(one, containers.get(name) ?? [], machine)));
    }),
  );
}

function refused(stderr: string): Found {
  const because = firstLine(stderr).replace(/\.$/, '') || 'docker says nothing';
  return { wrong: `cannot be told: ${because}`, remedy: 'Start docker, or take it out of expected_services.' };
}

async function containerFound(
  { container, ports }: Container,
  [state, status]: readonly string[],
  machine: Machine,
): Promise<Found> {
  const remedy = `Look at it: \`docker logs ${container}\`; \`docker start ${container}\` starts it.`;
  if (state === undefined) return { wrong: 'there is no such container', remedy: 'Create it, or correct its name.' };
  if (state !== 'running' || /\(unhealthy\)/.test(status ?? '')) return { wrong: `is ${status ?? state}`, remedy };
  const closed = await closedPorts(ports, machine);
  if (closed.length > 0) return { wrong: `runs, but nothing listens on ${closed.join(', ')}`, remedy };
  return { well: `runs: ${status ?? state}` };
}

async function closedPorts(ports: readonly number[], { probe }: Machine): Promise<number[]> {
  const probed = await Promise.all(ports.map((port) => probe.tcp({ host: 'localhost', port }, PATIENCE)));
  return ports.filter((_, at) => probed[at]?.kind === 'silent');
}
