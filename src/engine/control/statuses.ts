import { lookRow } from '../../core/metrics/ownEvents.ts';
import {
  conditionsAfter,
  type FleetStatus,
  type Observation,
  type TargetStatus,
} from '../../core/status/conditions.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { Revision } from '../../core/values/target.ts';
import { readStatus, writeStatus } from '../status.ts';
import type { Declared } from '../targets.ts';
import type { World } from '../world.ts';

/** What became of the targets that were looked at. */
export interface Pass {
  readonly status: FleetStatus | undefined;
  readonly failed: number;
  readonly blocked: number;
  readonly differing: number;
}

/** What a controller knows of each target. Every change is stored at once, for `status` and for the next start. */
export class Statuses {
  readonly #world: World;
  readonly #file: AbsPath;
  readonly #known = new Map<string, TargetStatus>();
  readonly #counts = { failed: 0, blocked: 0, differs: 0 };

  /** @param file canonical.yaml */
  constructor(world: World, file: AbsPath) {
    this.#world = world;
    this.#file = file;
    for (const target of readStatus(world.disk, world.stateDir, file)?.targets ?? [])
      this.#known.set(target.name, target);
  }

  /** How often a target has failed in a row. */
  failuresOf(name: string): number {
    return this.#known.get(name)?.failures ?? 0;
  }

  /** Forgets targets that are no longer declared. */
  keepOnly(all: readonly Declared[]): void {
    for (const name of this.#known.keys()) if (!all.some((target) => target.name === name)) this.#known.delete(name);
  }

  /**
   * Writes down what was seen of a target.
   * @param run the apply that ended so, which is recorded as a run and not as a look @throws DiskError
   */
  saw(target: Declared, seen: Observation, revision: Revision, run?: string): void {
    const now = this.#world.clock.now();
    const before = this.#known.get(target.name);
    const applied = seen.kind === 'applied' || seen.kind === 'in-sync';
    const appliedRevision = applied ? revision : before?.lastAppliedRevision;
    const lastRun = run ?? before?.lastRun;
    this.#known.set(target.name, {
      name: target.name,
      root: target.root,
      conditions: conditionsAfter(before?.conditions ?? [], seen, now),
      lastAttemptedRevision: revision,
      ...(appliedRevision === undefined ? {} : { lastAppliedRevision: appliedRevision }),
      lastAttempt: now,
      ...(lastRun === undefined ? {} : { lastRun }),
      failures: seen.kind === 'failed' ? seen.failures : seen.kind === 'working' ? (before?.failures ?? 0) : 0,
    });
    if (seen.kind === 'failed' || seen.kind === 'blocked' || seen.kind === 'differs') this.#counts[seen.kind]++;
    const row = lookRow(target.name, seen, { now, id: String(now), revision });
    if (row !== undefined && run === undefined) this.#world.record([row]);
    writeStatus(this.#world.disk, this.#world.stateDir, this.#file, [...this.#known.values()], now);
  }

  /** What was seen of these targets, and how often. */
  pass(names: ReadonlySet<string>): Pass {
    const stored = readStatus(this.#world.disk, this.#world.stateDir, this.#file);
    const targets = stored?.targets.filter((target) => names.has(target.name)) ?? [];
    const status = stored === undefined ? undefined : { ...stored, targets };
    const { failed, blocked, differs } = this.#counts;
    return { status, failed, blocked, differing: differs };
  }
}
