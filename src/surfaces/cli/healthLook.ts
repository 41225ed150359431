import type { DriftReport } from '../../core/drift/report.ts';
import type { Check } from '../../core/health/check.ts';
import { fleetChecks } from '../../core/health/fleet.ts';
import type { DriftLook } from '../../engine/drift.ts';
import { environmentChecks } from '../../engine/health/environment.ts';
import { expectedChecks } from '../../engine/health/expected.ts';
import { hookChecks } from '../../engine/health/hooks.ts';
import type { Machine } from '../../engine/health/machine.ts';
import { serviceChecks } from '../../engine/health/services.ts';
import type { Readers } from '../../engine/world.ts';
import { type Chosen, type CommonOptions, planOptions } from './common.ts';
import { type DriftCommandOptions, look } from './driftLook.ts';
import { databaseOf, wantedTables } from './metricsOptions.ts';
import type { Terminal } from './terminal.ts';

/** What was found, and the drift that it was found from. */
export interface Health {
  readonly drift: DriftReport;
  readonly looked: DriftLook['looked'];
  readonly checks: readonly Check[];
}

/** Looks at everything that canonical.yaml names. @param now milliseconds since 1970 @throws InputError when the hub is wrong */
export async function lookAtHealth(
  terminal: Terminal,
  readers: Readers,
  chosen: Chosen,
  options: DriftCommandOptions,
  now: number,
): Promise<Health> {
  const { hub } = chosen;
  const { canonical } = hub;
  const [programs, probe, database] = await Promise.all([
    terminal.parts.programs(),
    terminal.parts.probe(),
    databaseOf(terminal, canonical),
  ]);
  const machine: Machine = { programs, probe, disk: readers.disk, env: terminal.env, now };
  const services = Promise.all([
    serviceChecks(canonical.services, probe, { database, tables: wantedTables(canonical).tables }),
    expectedChecks(canonical.expected, machine),
  ]);
  const { report: drift, looked } = await look(terminal, readers, chosen, options, planOptions(options, now));
  const roots = canonical.repositories.map(({ path }) => path);
  // After the services have answered, so that nothing but the hooks themselves is measured.
  const found = (await services).flat();
  const hooks = await hookChecks(readers, programs, hub, chosen.all, { now, node: process.execPath });
  return {
    drift,
    looked,
    checks: [...fleetChecks(drift), ...found, ...hooks, ...environmentChecks(readers, canonical.environment, roots)],
  };
}

/** The options of `drift` that a look at everything has. */
export function everything(options: CommonOptions): DriftCommandOptions {
  return { ...options, select: [] };
}
