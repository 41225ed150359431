import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recover } from '../../src/engine/recover.ts';
import { type Fault, type FaultyDisk, faultyDisk } from './faultyDisk.ts';
import { Fleet, type FleetCase, fleetCase, snapshot } from './fleet.ts';

/** A fleet in which everything happens at once: creates, updates, deletes, fields, a block, foreign files, conflicts. */
const BUSY: FleetCase = {
  library: {
    'commands/a.md': { bytes: Buffer.from('new a\n'), executable: false },
    'commands/tdd/red.md': { bytes: Buffer.from('red\n'), executable: false },
    'skills/s one/scripts/run.sh': { bytes: Buffer.from('#!/bin/sh\n'), executable: true },
    'agents/größe.md': { bytes: Buffer.from('agent\n'), executable: false },
  },
  repositories: [
    {
      '.claude/commands/mine.md': { bytes: Buffer.from('mine\n'), executable: false },
      'NOTES.md': { bytes: Buffer.from('notes'), executable: false },
    },
    { '.claude/agents/größe.md': { bytes: Buffer.from('foreign\n'), executable: false } },
  ],
  steps: [
    { do: 'memory', repository: 0, text: '# Mine\n' },
    { do: 'settings', repository: 1, text: '{\n\t"model": "opus"\n}\n' },
    { do: 'apply' },
    { do: 'library', path: 'commands/a.md', leaf: { bytes: Buffer.from('newer a\n'), executable: true } },
    { do: 'library', path: 'commands/tdd/red.md', leaf: null },
    { do: 'library', path: "rules/it's.md", leaf: { bytes: Buffer.from('rule\n'), executable: false } },
    {
      do: 'library',
      path: 'settings/base.json',
      leaf: { bytes: Buffer.from('{"env": {"A": "2", "C": "3"}}'), executable: false },
    },
    { do: 'library', path: 'memory/base.md', leaf: { bytes: Buffer.from('Changed.\n'), executable: false } },
    {
      do: 'file',
      repository: 0,
      path: '.claude/skills/s one/scripts/run.sh',
      leaf: { bytes: Buffer.from('drift\n'), executable: false },
    },
  ],
  policy: 'default',
};

/** Runs an apply whose disk goes wrong at one operation, then looks at what is left and lets the next run have its way. */
async function broken(start: Fleet, fault: Fault, at: number, goal: Map<string, string>[]): Promise<boolean> {
  const fleet = start.copy();
  try {
    let disk: FaultyDisk | undefined;
    const world = await fleet.world((real) => {
      disk = faultyDisk(real, fault, at);
      return disk;
    });
    const before = trees(fleet);
    await fleet.apply(world).catch(() => undefined);
    const wentWrong = (disk?.operations ?? 0) >= at;
    if (wentWrong) for (const [index, tree] of trees(fleet).entries()) expectWhole(tree, before[index]!, goal[index]!);
    const healthy = await fleet.world();
    await recover(healthy);
    if (wentWrong) for (const tree of trees(fleet)) expectNoStray(tree);
    await fleet.apply(healthy);
    expect(trees(fleet)).toEqual(goal);
    return wentWrong;
  } finally {
    fleet.remove();
  }
}

function trees(fleet: Fleet): Map<string, string>[] {
  return [0, 1].map((index) => new Map([...snapshot(fleet.repository(index))].filter(([path]) => !path.endsWith('/'))));
}

/** At any moment every file is wholly old or wholly new; what waits beside its place has a name of its own. */
function expectWhole(now: Map<string, string>, before: Map<string, string>, goal: Map<string, string>): void {
  for (const [path, value] of now) {
    if (/\.reconcile-[0-9]/.test(path)) continue;
    expect([before.get(path), goal.get(path)], path).toContain(value);
  }
  for (const path of before.keys()) if (goal.has(path)) expect(now.has(path), `${path} is missing`).toBe(true);
}

function expectNoStray(now: Map<string, string>): void {
  expect([...now.keys()].filter((path) => /\.reconcile-[0-9]/.test(path))).toEqual([]);
}

async function reached(start: Fleet): Promise<Map<string, string>[]> {
  const fleet = start.copy();
  try {
    await fleet.apply(await fleet.world());
    return trees(fleet);
  } finally {
    fleet.remove();
  }
}

describe.each(['fail', 'stop'] as const)('a disk on which one operation goes wrong (%s)', (fault) => {
  test('at every operation in turn: files stay whole, the next run converges', async () => {
    const start = Fleet.create(BUSY);
    try {
      await start.live(await start.world(), BUSY.steps);
      const goal = await reached(start);
      let at = 1;
      while (await broken(start, fault, at, goal)) at++;
      expect(at).toBeGreaterThan(40);
    } finally {
      start.remove();
    }
  }, 300_000);

  test('at a random operation of generated fleets', async () => {
    await fc.assert(
      fc.asyncProperty(fleetCase, fc.integer({ min: 1, max: 60 }), async (fleet, at) => {
        const start = Fleet.create(fleet);
        try {
          await start.live(await start.world(), fleet.steps);
          await broken(start, fault, at, await reached(start));
        } finally {
          start.remove();
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);
});
