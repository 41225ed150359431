import fastGlob from 'fast-glob';
import { byText } from '../../core/values/address.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { DiskError, type Lister } from '../../ports/disk.ts';

/** Lists a folder of this machine. Links are listed and never followed: they could lead out, or in a circle. */
export const realLister: Lister = {
  files(root) {
    try {
      const found = fastGlob.sync('**', {
        cwd: root,
        dot: true,
        onlyFiles: false,
        markDirectories: true,
        followSymbolicLinks: false,
      });
      return found.filter((path) => !path.endsWith('/')).sort(byText) as RelPath[];
    } catch (cause) {
      throw new DiskError('list', root, cause);
    }
  },
};
