import { lstatSync, readlinkSync } from 'node:fs';
import type { CommitId } from '../../core/values/target.ts';
import type { Layout } from './layout.ts';
import { namesIn, readBytes, readLine } from './read.ts';

/** SHA-1 or SHA-256, as the repository has it. */
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const HEADS = 'refs/heads/';
// Git itself gives up after five steps.
const MAX_STEPS = 5;

export type Head =
  | { readonly kind: 'branch'; readonly ref: string; readonly id: CommitId | undefined }
  | { readonly kind: 'detached'; readonly id: CommitId }
  | { readonly kind: 'unreadable'; readonly because: string };

/** The commit that HEAD is at; undefined before the first commit, and when HEAD cannot be read. */
export function headId(layout: Layout): CommitId | undefined {
  const head = readHead(layout);
  return head.kind === 'unreadable' ? undefined : head.id;
}

export function isCommitId(text: string): text is CommitId {
  return ID.test(text);
}

/** The branch of a ref such as `refs/heads/main`, or undefined for another kind of ref. */
export function branchOf(ref: string): string | undefined {
  return ref.startsWith(HEADS) ? ref.slice(HEADS.length) : undefined;
}

/** True for a name that is safe as a branch: git's own rules (git check-ref-format), so that it cannot leave `refs/heads`. */
export function isBranchName(name: string): boolean {
  if (name === '' || name === '@' || name.startsWith('-') || name.endsWith('.') || name.includes('@{')) return false;
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\./.test(name)) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/** What HEAD says. @throws the system's error when a file cannot be read */
export function readHead(layout: Layout): Head {
  const path = `${layout.gitDir}/HEAD`;
  const text = readLine(path);
  if (text?.startsWith('ref:') === true) return onRef(layout, text.slice(4).trim());
  // In old repositories, and with core.preferSymlinkRefs, HEAD is a link to the branch's file.
  if (lstatSync(path).isSymbolicLink()) {
    const to = readlinkSync(path);
    if (to.startsWith('refs/')) return onRef(layout, to);
  }
  if (text !== undefined && isCommitId(text)) return { kind: 'detached', id: text };
  return { kind: 'unreadable', because: `${path} names neither a branch nor a commit` };
}

function onRef(layout: Layout, ref: string): Head {
  const found = readRef(layout, ref);
  return found.kind === 'unreadable' ? found : { kind: 'branch', ref, id: found.id };
}

export type Ref =
  | { readonly kind: 'ref'; readonly id: CommitId | undefined }
  | { readonly kind: 'unreadable'; readonly because: string };

/** The commit that a ref points to; `id` is undefined when there is no such ref. @throws the system's error */
export function readRef(layout: Layout, ref: string, steps = MAX_STEPS): Ref {
  const path = `${layout.commonDir}/${ref}`;
  const text = readLine(path);
  if (text === undefined) return { kind: 'ref', id: packedRef(layout, ref) };
  if (isCommitId(text)) return { kind: 'ref', id: text };
  if (text.startsWith('ref:') && steps > 0) return readRef(layout, text.slice(4).trim(), steps - 1);
  const remedy = '"git fsck" and "git reflog" help to find the commit it should name';
  return { kind: 'unreadable', because: `${path} names no commit; ${remedy}` };
}

function packedRef(layout: Layout, ref: string): CommitId | undefined {
  if (layout.commonDir === layout.gitDir && !layout.names.includes('packed-refs')) return undefined;
  const packed = readBytes(`${layout.commonDir}/packed-refs`);
  if (packed === undefined) return undefined;
  const end = packed.indexOf(` ${ref}\n`);
  if (end < 0) return undefined;
  const id = packed.toString('latin1', packed.lastIndexOf(0x0a, end) + 1, end);
  return isCommitId(id) ? id : undefined;
}

/**
 * The branch that `origin/HEAD` names, else `main` or `master` if there is one.
 * @param known a branch that is there for certain, which spares looking for it
 * @throws the system's error
 */
export function defaultBranch(layout: Layout, known: string | undefined): string | undefined {
  const remote = readLine(`${layout.commonDir}/refs/remotes/origin/HEAD`);
  const prefix = 'ref: refs/remotes/origin/';
  if (remote?.startsWith(prefix) === true) return remote.slice(prefix.length);
  for (const name of ['main', 'master']) {
    if (name === known) return name;
    const found = readRef(layout, HEADS + name);
    if (found.kind === 'ref' && found.id !== undefined) return name;
  }
  return undefined;
}

/**
 * The git folder of a worktree that has this branch checked out, or is in the middle of a rebase or bisect of it; undefined when none.
 * @throws the system's error
 */
export function checkedOutAt(layout: Layout, branch: string, bare: boolean): string | undefined {
  const { commonDir } = layout;
  const folders = namesIn(`${commonDir}/worktrees`).map((name) => `${commonDir}/worktrees/${name}`);
  if (!bare) folders.unshift(commonDir);
  return folders.find((folder) => holds(folder, branch));
}

function holds(gitDir: string, branch: string): boolean {
  const ref = HEADS + branch;
  if (readLine(`${gitDir}/HEAD`) === `ref: ${ref}`) return true;
  if (readLine(`${gitDir}/rebase-merge/head-name`) === ref || readLine(`${gitDir}/rebase-apply/head-name`) === ref) {
    return true;
  }
  return readLine(`${gitDir}/BISECT_START`) === branch;
}
