import type { Canonical, ControllerSettings, Mode } from '../../core/canonical/canonical.ts';
import { runRows } from '../../core/metrics/ownEvents.ts';
import { backoff, type Observation } from '../../core/status/conditions.ts';
import type { TargetReport } from '../../core/status/report.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import { DiskError } from '../../ports/disk.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Schedules } from '../../ports/schedule.ts';
import { applyOne, prepareOne } from '../apply.ts';
import { fleetLease, fleetOf, newRun, today } from '../fleet.ts';
import { type LoadedHub, loadHub } from '../hub.ts';
import { Planner } from '../planning/planner.ts';
import { recover, stuckIn } from '../recover.ts';
import { type Declared, select, type TargetSelection, targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import { observationOf, outcomeOf } from './observation.ts';
import { SharedLease } from './sharedLease.ts';
import { type Pass, Statuses } from './statuses.ts';

export interface ControllerOptions {
  readonly file: AbsPath;
  readonly lenient: boolean;
  readonly selection: TargetSelection;
  readonly absolutePath: (text: string) => AbsPath;
  /** Overrides the mode of canonical.yaml for every target that does not set its own. */
  readonly mode?: Mode;
  /** Look at every target once, without trying failures again, and end. */
  readonly once: boolean;
  /** Raised for a graceful stop: work in hand is finished, nothing new begins. */
  readonly signal: AbortSignal;
  /** Sends rows of metrics, beside each look; it never throws, and nothing waits for it but the end. */
  readonly measure?: (canonical: Canonical) => Promise<void>;
}

/** Milliseconds to wait when somebody else works on the fleet. */
const BUSY_WAIT = 5_000;

/**
 * The loop: at every tick of the schedule it wants each target looked at; workers take targets from the queue, observe, compare, and in
 * mode `apply` repair. Every look reads the hub and the target anew, so it does not matter what woke it or how often.
 * @throws InputError when canonical.yaml can't be used at the start, or another controller holds the lease
 */
export async function control(
  world: World,
  schedules: Schedules,
  queue: Queue,
  options: ControllerOptions,
): Promise<Pass> {
  const hub = loadHub(world, options.file, options.lenient);
  const held = world.leases.acquire(`controller-${fleetLease(hub)}`, 'controller');
  if ('heldBy' in held) {
    const { pid, host } = held.heldBy;
    throw new InputError([
      {
        place: { file: hub.file },
        severity: 'error',
        message: `another controller looks after it already (process ${pid} on ${host}).`,
        remedy: 'Stop that one first.',
      },
    ]);
  }
  const controller = new Controller(world, queue, options, hub);
  try {
    return options.once ? await controller.once() : await controller.run(schedules);
  } finally {
    held.lease.release();
  }
}

class Controller {
  readonly #world: World;
  readonly #queue: Queue;
  readonly #options: ControllerOptions;
  #hub: LoadedHub;
  readonly #statuses: Statuses;
  readonly #fleet: SharedLease;
  #wanted: ReadonlySet<string> = new Set();
  #stuck: ReadonlyMap<AbsPath, string> = new Map();
  #measuring: Promise<void> | undefined;

  constructor(world: World, queue: Queue, options: ControllerOptions, hub: LoadedHub) {
    this.#world = world;
    this.#queue = queue;
    this.#options = options;
    this.#hub = hub;
    this.#statuses = new Statuses(world, hub.file);
    this.#fleet = new SharedLease(world);
  }

  get #settings(): ControllerSettings {
    return this.#hub.canonical.controller;
  }

  async once(): Promise<Pass> {
    await this.#wantAll();
    const workers = this.#startWorkers();
    await this.#queue.idle();
    this.#queue.stop();
    await workers;
    await this.#measuring;
    return this.#statuses.pass(this.#wanted);
  }

  async run(schedules: Schedules): Promise<Pass> {
    const { log } = this.#world;
    const { schedule, timeZone } = this.#settings;
    const end = schedules.start(schedule, timeZone, () => void this.#tick());
    log.info('controller started', {
      schedule,
      timeZone,
      mode: this.#options.mode ?? this.#settings.mode,
      next: new Date(schedules.next(schedule, timeZone)).toISOString(),
    });
    const stop = (): void => {
      end();
      this.#queue.stop();
    };
    this.#options.signal.addEventListener('abort', stop, { once: true });
    const workers = this.#startWorkers();
    await this.#tick();
    if (this.#options.signal.aborted) stop();
    await workers;
    await this.#measuring;
    log.info('controller stopped');
    return this.#statuses.pass(this.#wanted);
  }

  /** A tick only wants: what is waiting or at work already is not doubled, so ticks may overlap. */
  async #tick(): Promise<void> {
    const jitter = this.#settings.jitter * 1000 * this.#world.random.fraction();
    if (jitter > 0) await this.#world.clock.sleep(jitter, this.#options.signal);
    try {
      await this.#wantAll();
    } catch (error) {
      if (!(error instanceof InputError || error instanceof DiskError)) throw error;
      // The last good canonical.yaml is not used in its place: nobody should be surprised by an old one.
      this.#world.log.error('canonical.yaml cannot be used; nothing is reconciled until it is mended', {
        problem: error.message,
      });
    }
  }

  async #wantAll(): Promise<void> {
    // What was broken off may have been in the hub itself.
    await this.#recover();
    this.#hub = loadHub(this.#world, this.#options.file, this.#options.lenient);
    const all = targetsOf(this.#hub.canonical);
    this.#statuses.keepOnly(all);
    const wanted = select(all, this.#options.selection, this.#options.absolutePath);
    this.#wanted = new Set(wanted.map((target) => target.name));
    for (const name of this.#wanted) this.#queue.add(name);
    this.#measure();
  }

  /** Ends what an earlier run has left begun; somebody else who works on the fleet does that too. */
  async #recover(): Promise<void> {
    if (!this.#fleet.enter(this.#hub)) return;
    try {
      const recovered = await recover(fleetOf(this.#world, this.#hub));
      for (const { run, name, outcome } of recovered)
        this.#world.log.warn('found a broken-off run', { run, target: name, outcome });
      this.#stuck = stuckIn(recovered);
    } finally {
      this.#fleet.leave();
    }
  }

  /** One at a time: a database that is slow is not asked again before it has answered. */
  #measure(): void {
    if (this.#options.measure === undefined || this.#measuring !== undefined) return;
    this.#measuring = this.#options.measure(this.#hub.canonical).finally(() => {
      this.#measuring = undefined;
    });
  }

  async #startWorkers(): Promise<void> {
    await Promise.all(Array.from({ length: this.#settings.concurrency }, () => this.#work()));
  }

  async #work(): Promise<void> {
    for (let key = await this.#queue.take(); key !== undefined; key = await this.#queue.take()) {
      try {
        await this.#reconcile(key);
      } catch (error) {
        // A panic at one target must not end the loop for the others.
        this.#world.log.error('unexpected failure', { target: key, stack: (error as Error).stack });
        this.#fail(key, (error as Error).message);
      } finally {
        this.#queue.done(key);
      }
    }
  }

  async #reconcile(key: string): Promise<void> {
    const all = targetsOf(this.#hub.canonical);
    const target = all.find((candidate) => candidate.name === key);
    if (target === undefined) return;
    const mode = this.#modeOf(target);
    if (mode === 'off') return this.#saw(target, { kind: 'suspended', reason: 'mode is off' });
    const planner = new Planner(
      this.#world,
      this.#hub,
      { allowEmpty: false, recreate: false, today: today(this.#world), stuck: this.#stuck },
      all,
    );
    const prepared = await prepareOne(this.#world, planner, target);
    const seen = observationOf(prepared);
    if (seen.kind === 'failed') return this.#fail(key, seen.reason);
    if (seen.kind !== 'differs' || seen.changes === 0 || mode === 'plan') return this.#saw(target, seen);
    this.#saw(target, { kind: 'working' });
    if (!this.#fleet.enter(this.#hub)) return this.#queue.addAfter(key, BUSY_WAIT);
    try {
      // Planned again under the lease: somebody else may just have applied it.
      const fresh = await prepareOne(this.#world, planner, target);
      const run = newRun(this.#world);
      const report = await applyOne(fleetOf(this.#world, this.#hub), this.#hub, planner, fresh, {
        run,
        failFast: false,
      });
      // What failed or is blocked is told as it is seen.
      if (report.outcome === 'applied') this.#recordRun(report, run);
      this.#ended(target, report, run);
    } finally {
      this.#fleet.leave();
    }
  }

  #recordRun(report: TargetReport, run: string): void {
    const { revision } = this.#hub;
    const moment = { now: this.#world.clock.now(), id: run, revision };
    this.#world.record(runRows({ verb: 'apply', revision, targets: [report] }, moment));
  }

  #modeOf(target: Declared): Mode {
    const own =
      target.kind === 'repository' ? target.repository.mode : target.kind === 'home' ? target.home.mode : undefined;
    return own ?? this.#options.mode ?? this.#settings.mode;
  }

  #ended(target: Declared, report: TargetReport, run: string): void {
    const seen = outcomeOf(report);
    if (seen.kind === 'failed') return this.#fail(target.name, seen.reason);
    if (seen.kind !== 'applied') return this.#saw(target, seen);
    this.#world.log.info('applied', { target: target.name, files: seen.changes, commit: report.commit, run });
    this.#saw(target, seen, run);
  }

  #fail(key: string, reason: string): void {
    const target = targetsOf(this.#hub.canonical).find((candidate) => candidate.name === key);
    if (target === undefined) return;
    const failures = this.#statuses.failuresOf(key) + 1;
    this.#saw(target, { kind: 'failed', reason, failures });
    if (this.#options.once) return;
    const wait = backoff(failures, this.#settings.backoff, this.#world.random.fraction());
    this.#world.log.warn('failed; will be tried again', {
      target: key,
      reason,
      failures,
      seconds: Math.round(wait / 1000),
    });
    this.#queue.addAfter(key, wait);
  }

  #saw(target: Declared, seen: Observation, run?: string): void {
    this.#statuses.saw(target, seen, this.#hub.revision, run);
  }
}
