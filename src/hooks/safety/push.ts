import { isKnown, UNKNOWN } from '../shell/invocation.ts';
import { branchName, type GitLine, gitRule, has, isProtected } from './git-line.ts';
import type { Place } from './place.ts';
import type { Rule } from './rule.ts';

/** One ref that a push changes. */
interface Target {
  /** A branch's or tag's name, `*` for all, UNKNOWN where nobody can tell. */
  readonly name: string;
  readonly tag: boolean;
  readonly forced: boolean;
  readonly deleted: boolean;
}

interface Push {
  readonly targets: readonly Target[];
  /** Everything is forced, without a look at what the other side has. */
  readonly forced: boolean;
  /** Forced only if the other side is where it was last seen. */
  readonly leased: boolean;
}

const OTHER_FORCE = ['follow-tags', 'force-with-lease', 'force-if-includes'];

/** What a push changes on the other side. */
function readPush(line: GitLine): Push {
  const forced = has(line, 'f', 'force', OTHER_FORCE);
  const leased = line.options.some(
    (option) => option.name.startsWith('--force-w') || option.name === '--force-with-lease',
  );
  const deleted = has(line, 'd', 'delete');
  const all = has(line, '', 'all') || has(line, '', 'branches') || has(line, '', 'mirror');
  const tags = has(line, '', 'tags');
  const [remote, ...given] = line.operands;
  const targets: Target[] = [];
  if (all) targets.push({ name: '*', tag: false, forced, deleted });
  if (tags) targets.push({ name: '*', tag: true, forced, deleted });
  let tagNext = false;
  for (const word of given) {
    if (word === 'tag' && !tagNext) {
      tagNext = true;
      continue;
    }
    targets.push(refspec(word, tagNext, forced, deleted, line));
    tagNext = false;
  }
  if (targets.length === 0) targets.push(...defaultTargets(remote, forced, deleted, line));
  return { targets, forced: targets.some((target) => target.forced), leased };
}

function refspec(word: string, tag: boolean, forced: boolean, deleted: boolean, line: GitLine): Target {
  const plus = word.startsWith('+');
  const body = plus ? word.slice(1) : word;
  const colon = body.indexOf(':');
  const source = colon < 0 ? body : body.slice(0, colon);
  const destination = colon < 0 ? source : body.slice(colon + 1);
  // A lone `:` pushes every branch that both sides have.
  if (body === ':') return { name: '*', tag: false, forced: forced || plus, deleted: false };
  const isTag = tag || destination.startsWith('refs/tags/') || destination.startsWith('tags/');
  return {
    name:
      destination === 'HEAD' || destination === '@' ? (line.repository?.branch ?? UNKNOWN) : branchName(destination),
    tag: isTag,
    forced: forced || plus,
    deleted: deleted || (colon >= 0 && source === '' && isKnown(body)),
  };
}

/** What a push without refspecs changes: the remote's own setting, or the current branch and its upstream. */
function defaultTargets(remote: string | undefined, forced: boolean, deleted: boolean, line: GitLine): Target[] {
  const { repository } = line;
  const branch = repository?.branch;
  const setting = (key: string) => line.config.findLast(([name]) => name === key)?.[1] ?? repository?.config(key);
  const to = remote ?? (branch === undefined ? undefined : setting(`branch.${branch}.remote`)) ?? 'origin';
  const configured = setting(`remote.${to}.push`);
  if (configured !== undefined) return [refspec(configured, false, forced, deleted, line)];
  const mode = setting('push.default');
  if (mode === 'matching') return [{ name: '*', tag: false, forced, deleted }];
  if (branch === undefined) return [{ name: UNKNOWN, tag: false, forced, deleted }];
  const names = [branch];
  const upstream = setting(`branch.${branch}.merge`);
  if (upstream !== undefined && mode !== 'current') names.push(branchName(upstream));
  return [...new Set(names)].map((name) => ({ name, tag: false, forced, deleted }));
}

function protectedTarget(line: GitLine, place: Place, picks: (target: Target) => boolean): string | undefined {
  const target = readPush(line).targets.find(
    (one) => !one.tag && picks(one) && (one.name.includes('*') || (isKnown(one.name) && isProtected(one.name, place))),
  );
  return target === undefined ? undefined : target.name.includes('*') ? 'all branches' : target.name;
}

function named(targets: readonly Target[], picks: (target: Target) => boolean): string | undefined {
  const target = targets.find(picks);
  if (!target) return undefined;
  if (!isKnown(target.name)) return 'a branch that cannot be known before it runs, and may be a protected one';
  return target.name === '*' ? 'all of them' : target.name;
}

function isDryRun(line: GitLine): boolean {
  return has(line, 'n', 'dry-run');
}

const PUSH = ['push', 'send-pack'] as const;

/** Rules on what a push loses on the other side. */
export const PUSH_RULES: readonly Rule[] = [
  gitRule({
    id: 'push-mirror',
    decision: 'deny',
    subcommands: PUSH,
    reason:
      '{} makes the other side equal to this repository: every branch and tag that is not here is deleted there. Push the branches by name.',
    finds: (line) => !isDryRun(line) && (has(line, '', 'mirror') || mirrors(line)),
  }),
  gitRule({
    id: 'push-delete-protected',
    decision: 'deny',
    subcommands: PUSH,
    reason:
      'This deletes the protected branch {} for everybody. Nobody needs that from here; ask the owner of the repository.',
    finds: (line, place) => (isDryRun(line) ? undefined : protectedTarget(line, place, (target) => target.deleted)),
  }),
  gitRule({
    id: 'push-force-protected',
    decision: 'deny',
    subcommands: PUSH,
    reason:
      'This rewrites the protected branch {} on the other side; commits of others can be lost there. Make a new commit (git revert) or push to a branch of your own.',
    finds: (line, place) => {
      if (isDryRun(line)) return undefined;
      const { leased } = readPush(line);
      return protectedTarget(line, place, (target) => !target.deleted && (target.forced || leased));
    },
  }),
  gitRule({
    id: 'push-force',
    decision: 'ask',
    subcommands: PUSH,
    reason:
      'This rewrites {} on the other side, whatever others have pushed there since. --force-with-lease refuses when somebody did.',
    finds: (line) =>
      isDryRun(line) ? undefined : named(readPush(line).targets, (target) => target.forced && !target.deleted),
  }),
  gitRule({
    id: 'push-delete',
    decision: 'ask',
    subcommands: PUSH,
    reason: 'This deletes {} on the other side, for everybody. Look whether it is merged first: git branch -r --merged',
    finds: (line) => (isDryRun(line) ? undefined : named(readPush(line).targets, (target) => target.deleted)),
  }),
  gitRule({
    id: 'push-prune',
    decision: 'ask',
    subcommands: PUSH,
    reason: '{} deletes every branch on the other side that is not here. Run it with --dry-run first.',
    finds: (line) => !isDryRun(line) && has(line, '', 'prune'),
  }),
];

function mirrors(line: GitLine): boolean {
  const remote = line.operands[0] ?? 'origin';
  const key = `remote.${remote}.mirror`;
  const value = line.config.findLast(([name]) => name === key)?.[1] ?? line.repository?.config(key);
  return value === 'true';
}
