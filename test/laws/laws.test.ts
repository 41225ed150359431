import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byText } from '../../src/core/values/address.ts';
import { planPatch } from '../../src/core/views/planPatch.ts';
import { runs } from '../../src/engine/journal.ts';
import { runToUndo, undo } from '../../src/engine/undo.ts';
import { Fleet, type FleetCase, fleetCase, snapshot } from './fleet.ts';
import { patchedTree } from './patched.ts';

const CASES = { numRuns: 200 };
const PATIENCE = 300_000;

/** Makes a fleet, lets it live through its steps, and looks at it. */
async function inFleet(fleet: FleetCase, look: (made: Fleet) => Promise<void>): Promise<void> {
  const made = Fleet.create(fleet);
  try {
    await made.live(await made.world(), fleet.steps);
    await look(made);
  } finally {
    made.remove();
  }
}

function trees(fleet: Fleet, times = false): Map<string, string>[] {
  return [0, 1].map((index) => snapshot(fleet.repository(index), times));
}

describe('the laws of plan and apply, over generated fleets', () => {
  test(
    'a plan after an apply has nothing left but conflicts',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            await made.apply(world);
            for (const { plan } of await made.plan(world)) {
              expect(plan.changes.filter((change) => change.action !== 'conflict')).toEqual([]);
              expect(plan.writes).toEqual([]);
              expect(plan.local).toBeUndefined();
            }
          }),
        ),
        CASES,
      );
    },
    PATIENCE,
  );

  test(
    'an apply changes exactly the files of its plan, to exactly the planned bytes',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            const before = trees(made);
            const planned = await made.plan(world);
            await made.apply(world);
            planned.forEach(({ plan }, index) => {
              const expected = new Map(before[index]);
              for (const { path, after } of plan.writes) {
                if (after === null) expected.delete(path);
                else
                  expected.set(
                    path,
                    `${after.mode === '100755' ? 'x' : '-'} ${Buffer.from(after.bytes).toString('latin1')}`,
                  );
              }
              const files = (tree: Map<string, string>) =>
                new Map([...tree].filter(([path]) => !path.endsWith('/')).sort(([a], [b]) => byText(a, b)));
              expect(files(trees(made)[index]!)).toEqual(files(expected));
            });
          }),
        ),
        CASES,
      );
    },
    PATIENCE,
  );

  test(
    'a second apply changes no byte and no time',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            await made.apply(world);
            const before = trees(made, true);
            await made.apply(world);
            expect(trees(made, true)).toEqual(before);
          }),
        ),
        CASES,
      );
    },
    PATIENCE,
  );

  test(
    'undo brings back every byte, every executable bit, and what was not there',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            const before = trees(made);
            const known = runs(world.disk, world.runsDir).length;
            await made.apply(world);
            if (runs(world.disk, world.runsDir).length === known) return;
            const options = { hooks: true, ignored: false, sign: 'inherit', timeout: 10_000 } as const;
            const report = await undo(world, runToUndo(world, undefined), 'undone', made.hub(world).revision, options);
            expect(report.targets.map((target) => target.outcome)).not.toContain('failed');
            const withoutEmpty = (tree: Map<string, string>) =>
              new Map([...tree].filter(([path]) => !path.endsWith('/')));
            expect(trees(made).map(withoutEmpty)).toEqual(before.map(withoutEmpty));
          }),
        ),
        CASES,
      );
    },
    PATIENCE,
  );

  test(
    'the patch of a plan, applied by git, gives exactly what the apply gives',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            const planned = await made.plan(world);
            const patched = planned.map(({ plan }, index) => {
              const { patch, omitted } = planPatch(plan);
              expect(omitted).toEqual([]);
              return patchedTree(made.repository(index), patch);
            });
            await made.apply(world);
            const files = (tree: Map<string, string>) =>
              new Map([...tree].filter(([path]) => !path.endsWith('/')).sort(([a], [b]) => byText(a, b)));
            expect(patched.map(files)).toEqual(trees(made).map(files));
          }),
        ),
        CASES,
      );
    },
    PATIENCE,
  );

  test(
    'what was remembered of earlier runs never changes a plan',
    async () => {
      let remembered = 0;
      await fc.assert(
        fc.asyncProperty(fleetCase, fc.integer({ min: 0, max: 8 }), async (fleet, kept) => {
          const made = Fleet.create({ ...fleet, steps: fleet.steps.slice(0, kept) });
          try {
            const world = await made.world();
            await made.live(world, fleet.steps.slice(0, kept));
            await made.apply(world);
            // What changed within the last ticks of the clock is not remembered.
            await setTimeout(30);
            await made.apply(world);
            await made.live(
              world,
              fleet.steps.slice(kept).filter((step) => step.do !== 'apply'),
            );
            const plans = (await made.plan(world)).map(({ plan }) => plan);
            remembered += made.hub(world).book.proofs.size;
            expect(plans).toEqual((await made.plan(world, true)).map(({ plan }) => plan));
          } finally {
            made.remove();
          }
        }),
        CASES,
      );
      expect(remembered).toBeGreaterThan(0);
    },
    PATIENCE,
  );

  test(
    'the same inputs give the same plan, byte for byte',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetCase, (fleet) =>
          inFleet(fleet, async (made) => {
            const world = await made.world();
            const strip = (prepared: Awaited<ReturnType<Fleet['plan']>>) => prepared.map(({ plan }) => plan);
            expect(strip(await made.plan(world))).toEqual(strip(await made.plan(world)));
          }),
        ),
        { numRuns: 100 },
      );
    },
    PATIENCE,
  );
});
