import { DiskError, type DiskWriter } from '../../src/ports/disk.ts';

/** The process is gone: nothing after this happens any more. */
class Stopped extends Error {}

/** `fail`: one operation fails, as on a full disk. `stop`: from one operation on nothing happens, as in a killed process. */
export type Fault = 'fail' | 'stop';

const WRITES = ['makeDirectory', 'createFile', 'rename', 'renameSoon', 'remove', 'removeDirectory', 'flush'] as const;

export interface FaultyDisk extends DiskWriter {
  /** How many writing operations there were. */
  readonly operations: number;
}

/**
 * A disk on which the `at`-th writing operation goes wrong (counted from 1; 0 is never).
 * A `stop` in the middle of creating a file leaves half of it, as a kill between two writes does.
 */
export function faultyDisk(disk: DiskWriter, fault: Fault, at: number): FaultyDisk {
  let operations = 0;
  const faulty: DiskWriter = { ...disk };
  for (const name of WRITES) {
    const real = disk[name] as (...args: unknown[]) => unknown;
    (faulty as unknown as Record<string, unknown>)[name] = (...args: unknown[]): unknown => {
      operations++;
      if (at === 0 || operations < at) return real(...args);
      if (fault === 'fail') {
        if (operations === at) throw new DiskError(name, String(args[0]), { code: 'ENOSPC' });
        return real(...args);
      }
      if (operations === at && name === 'createFile') {
        const [path, bytes, permissions] = args as [never, Uint8Array, number];
        disk.createFile(path, bytes.subarray(0, bytes.length / 2), permissions);
      }
      throw new Stopped(`stopped at operation ${operations}`);
    };
  }
  return Object.defineProperty(faulty, 'operations', { get: () => operations }) as FaultyDisk;
}
