import fs from 'node:fs';
import { DiskError } from '../../ports/disk.ts';
import type { KeptFile } from '../../ports/transcripts.ts';

/** A file of this machine that is replaced as a whole. */
export function diskKeptFile(path: string): KeptFile {
  return {
    read() {
      try {
        return fs.readFileSync(path);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new DiskError('read', path, cause);
      }
    },
    replace(pieces) {
      const temporary = `${path}.tmp`;
      try {
        fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true, mode: 0o700 });
        const descriptor = fs.openSync(temporary, 'w', 0o600);
        try {
          for (const piece of pieces) for (let at = 0; at < piece.length; ) at += fs.writeSync(descriptor, piece, at);
          fs.fsyncSync(descriptor);
        } finally {
          fs.closeSync(descriptor);
        }
        fs.renameSync(temporary, path);
      } catch (cause) {
        throw new DiskError('write', path, cause);
      }
    },
  };
}
