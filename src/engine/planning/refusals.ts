import type { RepositoryState } from '../../core/actual/repository.ts';
import { type DesiredState, entriesOf, wholeContent } from '../../core/desired/state.ts';
import { containsCredential } from '../../core/findings/credentials.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { isInventory } from '../../core/inventory/inventory.ts';
import type { Blocked } from '../../core/plan/blocked.ts';
import type { TargetPlan } from '../../core/plan/plan.ts';
import { parseAddress } from '../../core/values/address.ts';
import { textOf } from '../../core/values/content.ts';
import { baseName, type RelPath } from '../../core/values/paths.ts';
import type { Declared } from '../targets.ts';
import { type Context, deliveryOf } from './context.ts';

type Writes = TargetPlan['writes'];

/** A file that the repository ignores would be written and silently never committed. */
export function ignoredPaths(
  context: Context,
  target: Declared,
  state: RepositoryState | undefined,
  writes: Writes,
): Blocked | undefined {
  const { world, hub } = context;
  if (state === undefined || deliveryOf(context, target) !== 'commit' || hub.canonical.policy.ignored === 'commit')
    return undefined;
  const created = writes.filter((write) => write.committed && write.before === null).map((write) => write.path);
  if (created.length === 0) return undefined;
  const ignored = [...world.git.ignored(target.root, created)];
  if (ignored.length === 0) return undefined;
  const shown = ignored.slice(0, 3).map(([path, rule]) => `${path} (${rule})`);
  const more = ignored.length > shown.length ? ` and ${ignored.length - shown.length} more` : '';
  // The record of what is ours cannot be done without.
  const exclude = ignored.some(([path]) => isInventory(path)) ? '' : ', `exclude:` the path';
  const reason =
    `the repository ignores ${shown.join(', ')}${more}, so it would never be committed; ` +
    `take the rule out${exclude}, or set \`policy.ignored: commit\` in canonical.yaml`;
  return { by: 'ignored-path', reason };
}

/** A file that is only for this machine, in a repository that does not ignore it: sooner or later somebody commits it. */
export function strayLocalFiles(
  { world }: Context,
  target: Declared,
  state: RepositoryState | undefined,
  writes: Writes,
): Finding[] {
  const created = writes.filter((write) => !write.committed && write.before === null).map((write) => write.path);
  if (created.length === 0 || target.kind !== 'repository') return [];
  const ignored = state === undefined ? new Map() : world.git.ignored(target.root, created);
  const comes = writes.filter((write) => baseName(write.path) === '.gitignore' && write.after !== null);
  const willBeIgnored = (path: RelPath): boolean =>
    comes.some((write) => textOf(write.after!.bytes).split('\n').includes(baseName(path)));
  const stray = created.filter((path) => !ignored.has(path) && !willBeIgnored(path));
  return stray.map((path) => ({
    severity: 'low',
    check: 'local-file-not-ignored',
    message: `${path} is for this machine only, but the repository does not ignore it. Add it to .gitignore.`,
    path,
    fixable: false,
  }));
}

const secrets = new WeakMap<Uint8Array, boolean>();

/** Every target shares the contents of the library: each is looked through once. */
function holdsSecret(content: Uint8Array): boolean {
  const known = secrets.get(content) ?? containsCredential(content);
  secrets.set(content, known);
  return known;
}

/** Content with a secret in it is not delivered where it would be committed. */
export function secretsIn(desired: DesiredState, changes: TargetPlan['changes']): Blocked | undefined {
  const written = new Set<RelPath>();
  for (const { action, address } of changes)
    if (action === 'create' || action === 'update') written.add(parseAddress(address).path);
  const found = [...desired.values()].filter(
    (document) => document.committed && written.has(document.path) && holdsSecret(wholeContent(document)),
  );
  if (found.length === 0) return undefined;
  const paths = found.map(
    (document) => `${document.path} (${entriesOf(document)[0]?.origin.source ?? 'canonical.yaml'})`,
  );
  const reason = `${paths.join(', ')} would commit what looks like a secret; take it out of the library and put it into the environment`;
  return { by: 'secret', reason };
}
