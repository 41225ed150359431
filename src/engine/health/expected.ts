import type { ExpectedServices } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import type { ProgramEnd } from '../../ports/programs.ts';
import { containerChecks } from './containers.ts';
import { cronChecks } from './cron.ts';
import { type Found, firstLine, type Machine, PATIENCE, run, silence, told, unknown } from './machine.ts';

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

async function unitCheck(expected: ExpectedServices['systemd'][number], machine: Machine): Promise<Check> {
  const { unit } = expected;
  const end = await run(machine, 'systemctl', 'is-active', '--', unit);
  return told({ ...expected, name: unit }, silence('systemctl', end) ?? unitFound(unit, end));
}

/** `is-active` prints one word; what systemctl cannot find out is on standard error alone. */
function unitFound(unit: string, { code, stdout, stderr }: ProgramEnd): Found {
  const state = firstLine(stdout);
  if (code === 0) return { well: `is ${state}` };
  if (state !== '') return { wrong: `is ${state}`, remedy: `Look at it: \`systemctl status ${unit}\`.` };
  if (stderr.includes('not been booted with systemd'))
    return { notHere: 'not on this machine: systemd does not run it' };
  return unknown(firstLine(stderr) || 'systemctl says nothing', 'systemctl');
}

async function portCheck(expected: ExpectedServices['ports'][number], { probe }: Machine): Promise<Check> {
  const { port, name, weight, place } = expected;
  const probed = await probe.tcp({ host: 'localhost', port }, PATIENCE);
  return told(
    { name: `${name} (port ${port})`, weight, place },
    probed.kind === 'answered'
      ? { well: 'somebody listens' }
      : { wrong: 'nobody listens', remedy: `Start ${name}, or correct the port.` },
  );
}
