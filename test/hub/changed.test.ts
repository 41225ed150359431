import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DiskWriter } from '../../src/ports/disk.ts';
import { CASES, type HubCase } from './cases.ts';
import { Stage } from './stage.ts';

const MARK = '# somebody was here\n';

const LOOKS = new Set(['read', 'kind', 'look']);
/** Between the last look at a file and its renaming nothing can be seen, by any program: there nobody writes. */
const WRITES = new Set(['makeDirectory', 'createFile', 'removeDirectory', 'flush']);

interface Disturbance {
  readonly path: string;
  readonly at: number;
  readonly somebody: () => void;
  /** Moments so far. */
  moments: number;
}

/**
 * A disk on which somebody else writes to a file at the `at`-th moment that makes a difference: directly before it is looked at once more
 * (what it was at first is what the command is about), or before anything is written.
 */
function disturbed(one: Disturbance): (real: DiskWriter) => DiskWriter {
  let known = !existsSync(one.path);
  return (real) => {
    const disk: DiskWriter = { ...real };
    for (const name of [...LOOKS, ...WRITES] as (keyof DiskWriter)[]) {
      const does = real[name] as (...args: unknown[]) => unknown;
      (disk as unknown as Record<string, unknown>)[name] = (...args: unknown[]): unknown => {
        const looks = LOOKS.has(name) && args[0] === one.path;
        if (known && (looks || WRITES.has(name)) && ++one.moments === one.at) one.somebody();
        const seen = does(...args);
        known ||= name === 'read' && looks;
        return seen;
      };
    }
    return disk;
  };
}

/** Runs the command with somebody who writes to `path` at the `at`-th moment. @returns whether there were so many */
async function disturb(scene: Stage, { command, shows }: HubCase, path: string, at: number): Promise<boolean> {
  const stage = scene.copy();
  try {
    let wrote = false;
    const somebody = (): void => {
      if (!existsSync(dirname(stage.path(path)))) return;
      stage.write(path, (stage.read(path) ?? '') + MARK);
      wrote = true;
    };
    const before = stage.files();
    const disturbance = { path: stage.path(path), at, somebody, moments: 0 };
    const ended = await stage.run(command, disturbed(disturbance));
    const about = `${path} written at moment ${at}\n${ended.text}`;
    if (wrote) expect(`${stage.read(path)}${shows === true ? ended.text : ''}`, about).toContain(MARK);
    if (ended.code !== 0) {
      expect(wrote, about).toBe(true);
      expect(ended.text, about).not.toMatch(/unexpected|EEXIST/);
      expect(ended.text, about).toContain(path.replace(/^(hub|alpha)\//, ''));
      before.delete(path);
      const now = stage.files();
      now.delete(path);
      expect(now, about).toEqual(before);
    }
    return disturbance.moments >= at;
  } finally {
    stage.remove();
  }
}

describe.each(CASES)('while somebody else writes into the hub: $name', (one) => {
  test.each(one.shared)(
    'what they write to %s at any moment stays, or nothing else is written',
    async (path) => {
      const scene = Stage.create(one.files, one.repositories);
      try {
        for (const words of one.before ?? []) expect((await scene.run(words)).code).toBe(0);
        for (const [file, text] of Object.entries(one.since ?? {})) scene.write(file, text);
        let at = 1;
        while (await disturb(scene, one, path, at)) at++;
        expect(at).toBeGreaterThan(3);
      } finally {
        scene.remove();
      }
    },
    120_000,
  );
});
