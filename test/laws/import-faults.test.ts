import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose.ts';
import { textOf } from '../../src/core/values/content.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { loadHub } from '../../src/engine/hub.ts';
import { filesToWrite } from '../../src/engine/import/hubFiles.ts';
import { prepareImport } from '../../src/engine/import/prepare.ts';
import { writeImport } from '../../src/engine/import/write.ts';
import type { World } from '../../src/engine/world.ts';
import { type Fault, type FaultyDisk, faultyDisk } from './faultyDisk.ts';
import { emptyRepository, snapshot } from './fleet.ts';
import { workplace } from './trees.ts';

const TREES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  one: { 'commands/a.md': 'a\n', 'commands/tdd/red.md': 'red\n', 'settings.json': '{"env": {"A": "1"}}' },
  two: { 'commands/a.md': 'a, but otherwise\n', 'commands/tdd/red.md': 'red\n', 'agents/b.md': 'b\n' },
  late: { 'commands/a.md': 'a\n', 'skills/s/SKILL.md': 'skill\n' },
};

/** Lays out repositories, and a hub of the first two where a later one is to be imported. */
async function scene(root: string, isLater: boolean): Promise<readonly string[]> {
  for (const [name, files] of Object.entries(TREES)) {
    emptyRepository(join(root, name));
    for (const [path, content] of Object.entries(files)) {
      const file = join(root, name, '.claude', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  if (!isLater) return ['one', 'two'];
  await importInto(await worldOf(root), root, ['one', 'two']);
  return ['late'];
}

async function worldOf(root: string): Promise<World> {
  const env = { HOME: root, XDG_STATE_HOME: join(root, 'state'), PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1' };
  return compose(env, root as AbsPath, () => '/' as AbsPath).world({ debug() {}, info() {}, warn() {}, error() {} });
}

async function importInto(world: World, root: string, names: readonly string[]): Promise<void> {
  const into = join(root, 'hub') as AbsPath;
  const file = join(into, 'canonical.yaml') as AbsPath;
  const hub = existsSync(file) ? { loaded: loadHub(world, file, false), text: textOf(readFileSync(file)) } : undefined;
  const roots = names.map((name) => join(root, name) as AbsPath);
  const request = { roots, withHome: false, into, file, lenient: false, ...(hub === undefined ? {} : { hub }) };
  const prepared = prepareImport(world, request);
  if (prepared.wanted.candidates.length > 0) await writeImport(world, prepared, filesToWrite(world.disk, prepared));
}

/** What is in the hub's folder, if it is there. */
function hubAt(root: string): Map<string, string> {
  return existsSync(join(root, 'hub')) ? snapshot(join(root, 'hub')) : new Map();
}

/** Imports on a disk that goes wrong at one operation. @returns false when there were fewer operations */
async function broken(start: string, names: readonly string[], fault: Fault, at: number): Promise<boolean> {
  const place = workplace();
  try {
    cpSync(start, place.root, { recursive: true });
    const before = hubAt(place.root);
    const trees = Object.keys(TREES).map((name) => [...snapshot(join(place.root, name))]);
    const world = await worldOf(place.root);
    const disk: FaultyDisk = faultyDisk(world.disk, fault, at);
    const failed = await importInto({ ...world, disk }, place.root, names).then(
      () => false,
      () => true,
    );
    const now = hubAt(place.root);
    const goal = await whole(start, names);
    const yaml = now.get('canonical.yaml');
    expect([before.get('canonical.yaml'), goal.get('canonical.yaml')]).toContain(yaml);
    for (const [path, value] of before) if (path !== 'canonical.yaml') expect(now.get(path), path).toBe(value);
    // What stands in its place is whole, and once canonical.yaml names it, all of it is there.
    const placed = [...now].filter(([path]) => !path.startsWith('.reconcile-import-'));
    for (const [path, value] of placed)
      if (path !== 'canonical.yaml' && !path.endsWith('/')) expect(value, path).toBe(goal.get(path));
    if (yaml === goal.get('canonical.yaml')) for (const path of goal.keys()) expect(now.has(path), path).toBe(true);
    else if (fault === 'fail' && failed) expect(files(now)).toEqual(files(before));
    await importInto(await worldOf(place.root), place.root, names);
    expect(withoutLeftovers(hubAt(place.root))).toEqual(goal);
    expect(Object.keys(TREES).map((name) => [...snapshot(join(place.root, name))])).toEqual(trees);
    return disk.operations >= at;
  } finally {
    place.dispose();
  }
}

const goals = new Map<string, Map<string, string>>();

/** The hub that an import makes when nothing goes wrong. */
async function whole(start: string, names: readonly string[]): Promise<Map<string, string>> {
  const known = goals.get(start);
  if (known !== undefined) return known;
  const place = workplace();
  try {
    cpSync(start, place.root, { recursive: true });
    await importInto(await worldOf(place.root), place.root, names);
    const goal = hubAt(place.root);
    goals.set(start, goal);
    return goal;
  } finally {
    place.dispose();
  }
}

function files(tree: Map<string, string>): Map<string, string> {
  return new Map([...tree].filter(([path]) => !path.endsWith('/')));
}

/** An import that was killed after its last step has left nothing but what waited aside. */
function withoutLeftovers(tree: Map<string, string>): Map<string, string> {
  return new Map([...tree].filter(([path]) => !path.startsWith('.reconcile-import-')));
}

describe.each([
  ['fail', false],
  ['stop', false],
  ['fail', true],
  ['stop', true],
] as const)(
  'an import on a disk on which one operation goes wrong (%s, into a hub that is there: %s)',
  (fault, isLater) => {
    test('at every operation in turn: the hub is whole or as it was, nothing is lost, and done again it is whole', async () => {
      const place = workplace();
      try {
        const names = await scene(place.root, isLater);
        let at = 1;
        while (await broken(place.root, names, fault, at)) at++;
        expect(at).toBeGreaterThan(10);
      } finally {
        place.dispose();
      }
    }, 300_000);
  },
);
