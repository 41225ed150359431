import { describe, expect, test } from 'vitest';
import { type FaultyDisk, faultyDisk } from '../laws/faultyDisk.ts';
import { CASES, type HubCase, YAML } from './cases.ts';
import { Stage } from './stage.ts';

/** What is in the hub, without what waits in folders aside for the same command to be run again. */
function hubOf(stage: Stage): Map<string, string> {
  return new Map([...stage.files()].filter(([path]) => path.startsWith('hub/')));
}

function withoutAside(tree: Map<string, string>): Map<string, string> {
  return new Map([...tree].filter(([path]) => !/^hub\/\.reconcile-(init|import)-/.test(path)));
}

/** What goes wrong, and what is done next. */
type Story = readonly ['fail', 'nothing'] | readonly ['stop', 'apply' | 'the same again'];

/** Runs the command on a disk that goes wrong at one operation, then what people run next. @returns whether there were so many operations */
async function broken(scene: Stage, goal: Stage, one: HubCase, [fault, next]: Story, at: number): Promise<boolean> {
  const stage = scene.copy();
  try {
    const disks: FaultyDisk[] = [];
    const hubs = [hubOf(stage), hubOf(goal)] as const;
    const ended = await stage.run(one.command, (real) => {
      const disk = faultyDisk(real, fault, at);
      disks.push(disk);
      return disk;
    });
    const about = `${fault} at operation ${at}\n${ended.text}`;
    if (disks.every((disk) => disk.operations < at)) return false;
    if (fault === 'fail') {
      expect(ended.text, about).not.toContain('unexpected');
      expect(hubs, about).toContainEqual(withoutAside(hubOf(stage)));
    } else if (next === 'apply') await expectTakenUp(stage, one, hubs, about);
    else await expectReached(stage, one, hubs[1], about);
    return true;
  } finally {
    stage.remove();
  }
}

/** A look sees nothing of what waits beside its place. The next apply finds the hub as it was or as it should be, and deletes nothing. */
async function expectTakenUp(
  stage: Stage,
  { command }: HubCase,
  hubs: readonly [Map<string, string>, Map<string, string>],
  about: string,
): Promise<void> {
  if (!hubs[0].has(YAML)) return;
  expect((await stage.run('plan')).text, about).not.toMatch(/\.reconcile-\d/);
  const before = stage.files();
  const applied = await stage.run('apply --yes -q');
  expect(applied.code, about + applied.text).toBe(0);
  const now = withoutAside(hubOf(stage));
  // An import that was broken off may have moved in what nobody names yet.
  if (command.startsWith('import') && now.get(YAML) === hubs[0].get(YAML))
    for (const path of hubs[1].keys()) if (!hubs[0].has(path)) now.delete(path);
  expect(hubs, about + applied.text).toContainEqual(now);
  const left = stage.files();
  const gone = [...before.keys()].filter((path) => !/^hub\/|\.reconcile-\d/.test(path) && !left.has(path));
  expect(gone, about + applied.text).toEqual([]);
}

/** The same command leads to where it would have led. */
async function expectReached(stage: Stage, { command }: HubCase, goal: Map<string, string>, about: string) {
  const again = await stage.run(command);
  expect(withoutAside(hubOf(stage)), `${about}\nand again: ${again.text}`).toEqual(goal);
  const applied = await stage.run('apply --yes -q');
  expect(applied.code, about + applied.text).toBe(0);
  expect([...stage.files().keys()].filter((path) => /\.reconcile-\d/.test(path))).toEqual([]);
}

const STORIES: readonly Story[] = [
  ['fail', 'nothing'],
  ['stop', 'apply'],
  ['stop', 'the same again'],
];

describe.each(CASES)('a command that writes into the hub, on a disk that goes wrong: $name', (one) => {
  test.each(STORIES)(
    'at every operation in turn (%s, then %s), the hub is as it was or as it should be',
    async (...story) => {
      const scene = Stage.create(one.files, one.repositories);
      const goal = await sceneOf(scene, one);
      try {
        let at = 1;
        while (await broken(scene, goal, one, story as unknown as Story, at)) at++;
        expect(at).toBeGreaterThan(5);
      } finally {
        goal.remove();
        scene.remove();
      }
    },
    300_000,
  );
});

/** Lays the scene. @returns where the command leads to on a sound disk */
async function sceneOf(scene: Stage, one: HubCase): Promise<Stage> {
  for (const words of one.before ?? []) expect((await scene.run(words)).code).toBe(0);
  for (const [file, text] of Object.entries(one.since ?? {})) scene.write(file, text);
  const goal = scene.copy();
  const ended = await goal.run(one.command);
  expect(ended.code, ended.text).toBe(0);
  return goal;
}
