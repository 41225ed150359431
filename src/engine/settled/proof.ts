import type { Finding } from '../../core/findings/finding.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError, type DiskReader, type Look } from '../../ports/disk.ts';

/**
 * What a target was found in sync by: all that was looked at there, as it was then. As long as each of it is as it was, and the hub is
 * the same, looking again would end the same, so nothing needs to be read.
 */
export interface Proof {
  readonly root: AbsPath;
  /** Below the root, or absolute for what this machine keeps elsewhere. */
  readonly paths: readonly string[];
  /** One of KINDS for each path, with the permissions of files. */
  readonly modes: Int16Array;
  /** Four numbers a path: inode, size, modified, changed. */
  readonly stamps: Float64Array;
  readonly findings: readonly Finding[];
  readonly entries: number;
}

export const ABSENT = -1;
export const DIRECTORY = -2;

/** The mode of what was looked at; undefined for links and other things, about which nothing is proven. */
export function modeOfLook(look: Look): number | undefined {
  switch (look.kind) {
    case 'file':
      return look.permissions;
    case 'directory':
      return DIRECTORY;
    case 'absent':
      return ABSENT;
    case 'link':
    case 'special':
      return undefined;
  }
}

/** The whole path of one of a proof's. */
export function wholePath(root: AbsPath, path: string): AbsPath {
  return (path.startsWith('/') ? path : `${root}/${path}`) as AbsPath;
}

/** True when everything that the proof was taken from is as it was then. */
export function holds(proof: Proof, disk: DiskReader): boolean {
  const { root, paths, modes, stamps } = proof;
  try {
    for (let at = 0; at < paths.length; at++) {
      const look = disk.look(wholePath(root, paths[at]!));
      if (modeOfLook(look) !== modes[at]) return false;
      if (look.kind !== 'file') continue;
      const { inode, size, modified, changed } = look.stamp;
      const from = at * 4;
      if (changed !== stamps[from + 3] || modified !== stamps[from + 2]) return false;
      if (size !== stamps[from + 1] || inode !== stamps[from]) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof DiskError) return false;
    throw error;
  }
}
