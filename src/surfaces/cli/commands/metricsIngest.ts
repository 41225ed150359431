import type { Canonical } from '../../../core/canonical/canonical.ts';
import { priceList } from '../../../core/metrics/prices/prices.ts';
import type { AbsPath } from '../../../core/values/paths.ts';
import { InputError } from '../../../core/values/problem.ts';
import { ingestJson, ingestText } from '../../../core/views/ingestText.ts';
import { findConfigIfAny, loadHub } from '../../../engine/hub.ts';
import { ingest } from '../../../engine/metrics/ingest.ts';
import { RECEIVE_DELAY_MS, RECEIVE_LEASE } from '../../../engine/metrics/receiveDelay.ts';
import type { World } from '../../../engine/world.ts';
import type { DiskReader } from '../../../ports/disk.ts';
import { type CommonOptions, pathFrom } from '../common.ts';
import { type Progress, progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { usualRoots } from '../transcriptRoots.ts';

export interface MetricsIngestOptions extends CommonOptions {
  readonly since?: string;
  readonly project?: string;
}

/** `reconcile metrics ingest`: reads what is new in transcripts. @returns the exit code @throws InputError */
export async function metricsIngestCommand(
  terminal: Terminal,
  dirs: readonly string[],
  options: MetricsIngestOptions,
): Promise<number> {
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  const roots = dirs.length > 0 ? givenRoots(terminal, world.disk, dirs) : usualRoots(terminal);
  const since = options.since === undefined ? undefined : sinceOf(options.since, world.clock.now());
  const held = world.leases.acquire('metrics-ingest', 'metrics ingest');
  if ('heldBy' in held) {
    const message = `another one is at it (process ${held.heldBy.pid} on ${held.heldBy.host}).`;
    throw new InputError([
      { place: { file: 'metrics ingest' }, severity: 'error', message, remedy: 'Wait until it is done.' },
    ]);
  }
  try {
    const feeds = await terminal.parts.feeds();
    let line: Progress | undefined;
    const report = ingest(
      { disk: world.disk, stateDir: world.stateDir, ...feeds },
      {
        roots,
        prices: priceList(ownPrices(terminal, world, options)),
        ...(since === undefined ? {} : { since }),
        ...(isReceiving(world) ? { before: world.clock.now() - RECEIVE_DELAY_MS } : {}),
        ...(options.project === undefined ? {} : { project: options.project }),
        onFile(path, all) {
          line ??= progress(terminal, options, 'reading', all);
          line.step(path.slice(path.lastIndexOf('/') + 1));
        },
      },
    );
    line?.end();
    if (options.json === true) terminal.out.write(ingestJson(report));
    else if (options.quiet !== true) terminal.out.write(ingestText(report, terminal.home));
    return 0;
  } finally {
    held.lease.release();
  }
}

/** Whether `metrics receive` runs: it holds its lease as long. */
function isReceiving({ leases }: Pick<World, 'leases'>): boolean {
  const asked = leases.acquire(RECEIVE_LEASE, 'metrics ingest');
  if ('heldBy' in asked) return true;
  asked.lease.release();
  return false;
}

function givenRoots(terminal: Terminal, disk: DiskReader, dirs: readonly string[]): AbsPath[] {
  const roots = [...new Set(dirs.map((text) => pathFrom(terminal, text)))];
  const wrong = roots.filter((root) => !['directory', 'link'].includes(disk.kind(root)));
  if (wrong.length === 0) return roots;
  throw new InputError(
    wrong.map((root) => ({
      place: { file: root },
      severity: 'error',
      message: disk.kind(root) === 'absent' ? 'there is no such folder.' : 'is no folder.',
      remedy: 'Give the folder that holds the transcripts, like ~/.claude/projects.',
    })),
  );
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** A day, a moment, or a time before now. @throws InputError */
function sinceOf(text: string, now: number): number {
  const ago = /^(\d+)([mhdw])$/.exec(text);
  if (ago) return now - Number(ago[1]) * UNITS[ago[2]!]!;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const message = `"${text}" is no day and no time ago.`;
  throw new InputError([
    { place: { file: '--since' }, severity: 'error', message, remedy: 'Write 2026-01-31, or 7d, 12h, 30m.' },
  ]);
}

/** `metrics.prices` of the hub that is used, if there is one: transcripts can be read without a hub. */
function ownPrices(terminal: Terminal, world: World, options: CommonOptions): Canonical['prices'] {
  const given = options.config === undefined ? undefined : pathFrom(terminal, options.config);
  const file = findConfigIfAny(world, terminal.cwd, given);
  return file === undefined ? {} : loadHub(world, file, options.lenient === true).canonical.prices;
}
