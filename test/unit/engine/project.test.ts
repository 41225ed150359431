import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../../src/adapters/disk/disk.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { readProject } from '../../../src/engine/project.ts';
import { DiskError } from '../../../src/ports/disk.ts';

test('a folder that cannot be listed tells nothing of a project, and hides nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-project-'));
  try {
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'pyproject.toml'), '[project]\n');
    const disk = realDisk();
    const denied = {
      ...disk,
      list(path: AbsPath) {
        // Whoever runs the tests may list everything, root in a container for one.
        if (path.endsWith('/data')) throw new DiskError('list', path, { code: 'EACCES' });
        return disk.list(path);
      },
    };
    expect(readProject(denied, root as AbsPath)).toEqual({
      names: ['data/', 'pyproject.toml'],
      texts: new Map([['pyproject.toml', '[project]\n']]),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
