import { lstatSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AbsPath } from '../../core/values/paths.ts';
import { isDirectory, isFile, readLine } from './read.ts';

/** Where the parts of one repository are. */
export interface Layout {
  readonly root: AbsPath;
  /** HEAD, the index and the operation in progress of this worktree. */
  readonly gitDir: AbsPath;
  /** Configuration, branches and objects, shared by all worktrees. */
  readonly commonDir: AbsPath;
  /** The names in `gitDir`: one listing tells of every operation in progress. */
  readonly names: readonly string[];
  /** The root itself is the git folder; there is no worktree. */
  readonly bare: boolean;
}

export type Found = { readonly kind: 'layout'; readonly layout: Layout } | Missing;
type Missing = { readonly kind: 'absent' } | { readonly kind: 'damaged'; readonly because: string };

/** Finds the git folder of the worktree whose top is `root`. @throws the system's error when something cannot be read */
export function findLayout(root: AbsPath): Found {
  const dotGit = `${root}/.git` as AbsPath;
  const stat = statSync(dotGit, { throwIfNoEntry: false });
  if (stat === undefined) return withoutDotGit(root, dotGit);
  if (stat.isDirectory()) return layoutAt(root, dotGit, false);
  if (!stat.isFile()) return { kind: 'damaged', because: `${dotGit} is neither a folder nor a file` };
  const line = readLine(dotGit) ?? '';
  if (!line.startsWith('gitdir:')) {
    return { kind: 'damaged', because: `${dotGit} is a file, but does not name a git folder` };
  }
  const gitDir = resolve(root, line.slice('gitdir:'.length).trim()) as AbsPath;
  if (!isDirectory(gitDir)) {
    const remedy = 'if the folder was moved, "git worktree repair" or "git submodule update --init" mends it';
    return { kind: 'damaged', because: `${dotGit} points to ${gitDir}, which is not there; ${remedy}` };
  }
  return layoutAt(root, gitDir, false);
}

function withoutDotGit(root: AbsPath, dotGit: AbsPath): Found {
  if (lstatSync(dotGit, { throwIfNoEntry: false }) !== undefined) {
    return { kind: 'damaged', because: `${dotGit} is a link to something that is not there` };
  }
  if (isFile(`${root}/HEAD`) && isDirectory(`${root}/objects`) && isDirectory(`${root}/refs`)) {
    return layoutAt(root, root, true);
  }
  return { kind: 'absent' };
}

function layoutAt(root: AbsPath, gitDir: AbsPath, bare: boolean): Found {
  const names = readdirSync(gitDir);
  if (!names.includes('HEAD')) {
    return {
      kind: 'damaged',
      because: `${gitDir} has no HEAD; "git init" in ${root} makes one without touching files`,
    };
  }
  if (!names.includes('commondir')) {
    if (names.includes('objects') && names.includes('refs')) {
      return { kind: 'layout', layout: { root, gitDir, commonDir: gitDir, names, bare } };
    }
    return { kind: 'damaged', because: `${gitDir} has no objects or no refs; it is not a whole git folder` };
  }
  const commonDir = resolve(gitDir, readLine(`${gitDir}/commondir`) ?? '') as AbsPath;
  if (!isDirectory(`${commonDir}/objects`)) {
    return { kind: 'damaged', because: `the worktree's main repository ${commonDir} is not there` };
  }
  return { kind: 'layout', layout: { root, gitDir, commonDir, names, bare } };
}
