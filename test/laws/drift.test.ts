import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DriftReport, issuesOf } from '../../src/core/drift/report.ts';
import { lookForDrift } from '../../src/engine/drift.ts';
import { runs } from '../../src/engine/journal.ts';
import { targetsOf } from '../../src/engine/targets.ts';
import { runToUndo, undo } from '../../src/engine/undo.ts';
import type { Fleet as HeldFleet } from '../../src/engine/world.ts';
import { Fleet, type FleetCase, fleetCase, OPTIONS, snapshot } from './fleet.ts';

const CASES = { numRuns: 100 };
const PATIENCE = 300_000;
const UNDO = { hooks: true, ignored: false, sign: 'inherit', timeout: 10_000 } as const;

async function inFleet(fleet: FleetCase, look: (made: Fleet, world: HeldFleet) => Promise<void>): Promise<void> {
  const made = Fleet.create(fleet);
  try {
    const world = await made.world();
    await made.live(world, fleet.steps);
    await look(made, world);
  } finally {
    made.remove();
  }
}

async function drift(made: Fleet, world: HeldFleet): Promise<DriftReport> {
  const hub = made.hub(world);
  const all = targetsOf(hub.canonical);
  return (await lookForDrift(world, { hub, all, chosen: all, options: OPTIONS, words: [], git: async () => world.git }))
    .report;
}

/** Files with their bytes, bits and links; empty folders may be left behind. */
function files(made: Fleet): Map<string, string>[] {
  return [0, 1].map((index) => new Map([...snapshot(made.repository(index))].filter(([path]) => !path.endsWith('/'))));
}

test(
  'what drift calls fixable is mended by one apply, what it finds then is found again, and undo brings every byte back',
  async () => {
    let mended = 0;
    let left = 0;
    await fc.assert(
      fc.asyncProperty(fleetCase, (fleet) =>
        inFleet(fleet, async (made, world) => {
          const found = await drift(made, world);
          const before = files(made);
          const known = runs(world.disk, world.runsDir).length;
          await made.apply(world);
          const after = await drift(made, world);
          expect(issuesOf(after).filter((issue) => issue.fixable)).toEqual([]);
          expect(await drift(made, world)).toEqual(after);
          const fixable = issuesOf(found).filter((issue) => issue.fixable).length;
          const ran = runs(world.disk, world.runsDir).length > known;
          // Where nothing could be mended nothing was done.
          if (fixable === 0) expect(files(made)).toEqual(before);
          mended += fixable;
          left += issuesOf(after).length;
          if (!ran) return;
          await undo(world, runToUndo(world, undefined), 'undone', made.hub(world).revision, UNDO);
          expect(files(made)).toEqual(before);
        }),
      ),
      CASES,
    );
    // The fleets have enough of both that the law says something.
    expect(mended).toBeGreaterThan(CASES.numRuns);
    expect(left).toBeGreaterThan(CASES.numRuns);
  },
  PATIENCE,
);

test(
  'to look for drift changes no byte and no time, and the same fleet gives the same report',
  async () => {
    await fc.assert(
      fc.asyncProperty(fleetCase, (fleet) =>
        inFleet(fleet, async (made, world) => {
          const before = snapshot(made.root, true);
          const report = await drift(made, world);
          expect(await drift(made, world)).toEqual(report);
          expect(snapshot(made.root, true)).toEqual(before);
        }),
      ),
      { numRuns: 60 },
    );
  },
  PATIENCE,
);
