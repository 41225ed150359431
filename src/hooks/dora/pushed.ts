import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentBranch, headCommit, type Repository, readConfig, resolveRef } from '../common/git.ts';
import { matchesPatterns } from '../tdd/globs.ts';
import { type DeployIntent, pushedName } from './deploy-command.ts';
import { gitOutput } from './git-output.ts';
import { commitOf, movedRemoteBranch } from './history.ts';

/** What was deployed: the name, its commit, and the commit that stood there before where that is known. */
export interface Place {
  ref: string;
  sha: string;
  previous?: string;
}

type Push = Extract<DeployIntent, { kind: 'push' }>;

/**
 * The protected branch that a push has moved since `since` (milliseconds). `named` are the protected branches, also as
 * globs (`release/*`); when there are none: main, master and the remote's default branch.
 */
export async function pushedBranch(
  push: Push,
  repository: Repository,
  named: readonly string[],
  since: number,
): Promise<Place | undefined> {
  const branch = currentBranch(repository);
  const config = readConfig(join(repository.commonDir, 'config'));
  const remote = push.remote ?? config.get(`branch.${branch}.remote`) ?? 'origin';
  const wanted = named.length > 0 ? named : ['main', 'master', ...defaultBranch(repository, remote)];
  for (const name of pushedNames(push, branch, config, wanted)) {
    if (!matchesPatterns(name, wanted)) continue;
    const moved = await movedRemoteBranch(repository.root, `refs/remotes/${remote}/${name}`, since);
    if (moved) return { ref: name, ...moved };
  }
  return undefined;
}

function pushedNames(
  push: Push,
  branch: string | undefined,
  config: ReadonlyMap<string, string>,
  wanted: readonly string[],
): readonly string[] {
  if (push.all) return wanted.filter((name) => !name.includes('*'));
  const names: string[] = [];
  for (const spec of push.refspecs) {
    const name = pushedName(spec)?.name;
    if (name === 'HEAD' && branch !== undefined) names.push(branch);
    else if (name !== undefined) names.push(name);
  }
  if (push.refspecs.length > 0 || branch === undefined) return names;
  return [config.get(`branch.${branch}.merge`)?.replace('refs/heads/', '') ?? branch];
}

/** The tag that a push has sent. Nothing local records it, so the line's exit status has to be the push's own. */
export async function pushedTag(push: Push, repository: Repository): Promise<Place | undefined> {
  if (!push.sure) return undefined;
  for (const spec of push.refspecs) {
    const name = pushedName(spec)?.source.replace(/^refs\/tags\//, '');
    if (name === undefined || resolveRef(repository, `refs/tags/${name}`) === undefined) continue;
    const sha = await commitOf(repository.root, `refs/tags/${name}`);
    if (sha) return { ref: `tag ${name}`, sha };
  }
  const sha = headCommit(repository);
  if (!push.tags || sha === undefined) return undefined;
  const tag = (await gitOutput(repository.root, ['tag', '--points-at', sha]))?.split('\n')[0];
  return tag ? { ref: `tag ${tag}`, sha } : undefined;
}

function defaultBranch(repository: Repository, remote: string): string[] {
  const start = `ref: refs/remotes/${remote}/`;
  try {
    const text = readFileSync(join(repository.commonDir, 'refs', 'remotes', remote, 'HEAD'), 'utf8').trim();
    return text.startsWith(start) ? [text.slice(start.length)] : [];
  } catch {
    return [];
  }
}
