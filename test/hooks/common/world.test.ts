import { expect, test } from 'vitest';
import { makeWorld } from '../../../src/hooks/common/world.ts';

const tempDirs = (env: Record<string, string>): readonly string[] =>
  makeWorld({ env: { HOME: '/home/ada', ...env }, cwd: '/work', now: () => 0 }, {}).tempDirs;

test.each([
  ['/scratch', ['/scratch']],
  ['~/scratch:/data/tmp/', ['/home/ada/scratch', '/data/tmp']],
  ['/home/ada/./x/../scratch', ['/home/ada/scratch']],
  ['relative::  ', []],
  ['/:/home:/home/ada:~/:/usr:/home/ada/..:/home/ada/x/..', []],
])('configured temporary folders: %s', (text, expected) => {
  const added = tempDirs({ RECONCILE_TEMPORARY_FOLDERS: text }).filter((folder) => !tempDirs({}).includes(folder));
  expect(added).toEqual(expected);
});
