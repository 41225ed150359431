import { byText } from '../values/address.ts';
import { join } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { issueOf } from './checks.ts';
import { type Family, familiesOf, type Relative } from './families.ts';
import type { Issue, Spot } from './issue.ts';
import { deliveredItems, type Item } from './items.ts';
import { type HubWords, promoteLine, withCommand } from './remedies.ts';
import type { SeenTarget } from './seen.ts';

/** Duplicates, and the items that are some: nothing else needs to be told of these. */
export interface Duplicates {
  readonly issues: readonly Issue[];
  readonly items: ReadonlySet<Item>;
  /** Identical copies of what the home has from us: what `--prune-duplicates` may delete, because the home keeps it. */
  readonly copies: readonly Item[];
}

interface Fleet {
  readonly seen: ReadonlyMap<TargetName, SeenTarget>;
  /** By print: which targets the hub delivers this very content to. */
  readonly delivered: ReadonlyMap<string, ReadonlySet<TargetName>>;
  readonly hub: HubWords;
  readonly prune: boolean;
}

/**
 * What stands in several places: copies of what the hub delivers, and items that are the same or nearly so in several targets and in no
 * library.
 * @param prune whether identical copies of what the home has may be deleted
 */
export function duplicates(
  all: readonly SeenTarget[],
  foreign: readonly Item[],
  hub: HubWords,
  prune: boolean,
): Duplicates {
  if (foreign.length === 0) return { issues: [], items: new Set(), copies: [] };
  const leaders = all.flatMap(deliveredItems);
  const delivered = new Map<string, Set<TargetName>>();
  for (const { print, target } of leaders) {
    const targets = delivered.get(print) ?? new Set();
    delivered.set(print, targets.add(target));
  }
  const fleet: Fleet = { seen: new Map(all.map((one) => [one.name, one])), delivered, hub, prune };
  const issues: Issue[] = [];
  const items = new Set<Item>();
  const copies: Item[] = [];
  for (const family of familiesOf(leaders, foreign)) {
    if (delivered.has(family.first.print)) {
      for (const relative of family.others) {
        items.add(relative.item);
        issues.push(copyIssue(family.first, relative, fleet));
        if (isCopyOfHome(family.first, relative, fleet)) copies.push(relative.item);
      }
    } else {
      items.add(family.first);
      for (const { item } of family.others) items.add(item);
      issues.push(...sharedIssues(family, fleet));
    }
  }
  return { issues: issues.filter(({ target }) => fleet.seen.get(target!)!.told), items, copies };
}

/** A copy of what the hub delivers: in the same target, in the home, or elsewhere. */
function copyIssue(original: Item, { item, alike, exact }: Relative, fleet: Fleet): Issue {
  const where = whereOf(original, item, fleet);
  const related = [{ target: where, path: original.path }];
  const there = where === item.target ? 'here' : `to ${where}`;
  const subject = { target: item.target, path: item.path, related };
  if (exact) {
    const message = `is a copy of ${original.path}, which the hub delivers ${there}`;
    const fixable = fleet.prune && isCopyOfHome(original, { item, alike, exact }, fleet);
    return issueOf('duplicate', { ...subject, message, fixable, ...copyRemedy(original, item, where, fleet) });
  }
  const message = `is ${percent(alike)} like ${original.path}, which the hub delivers ${there}`;
  const remedy = withCommand(diffWords(original, item, where, fleet), (command) => {
    return `Compare them with \`${command}\`; take what is better into the library, and remove the copy.`;
  });
  return issueOf('near-duplicate', { ...subject, message, fixable: false, ...remedy });
}

function whereOf(original: Item, item: Item, { delivered, seen }: Fleet): TargetName {
  const targets = delivered.get(original.print)!;
  if (targets.has(item.target)) return item.target;
  const home = [...targets].find((name) => seen.get(name)?.kind === 'home');
  return home ?? original.target;
}

/** The same item under the same name, exactly, in the home, where it is in sync: deleting the copy takes nothing from anybody there. */
function isCopyOfHome(original: Item, { item, exact }: Relative, { delivered, seen }: Fleet): boolean {
  if (!exact || item.name !== original.name || seen.get(item.target)?.kind !== 'repository') return false;
  const home = [...(delivered.get(original.print) ?? [])]
    .map((name) => seen.get(name)!)
    .find(({ kind }) => kind === 'home');
  if (home === undefined) return false;
  const prefix = item.path.slice('.claude/'.length);
  return item.files.every(({ path, bytes, mode }) => {
    const there = home.tree.files.get(`${prefix}${path.slice(item.path.length)}` as typeof path);
    return there !== undefined && there.mode === mode && Buffer.compare(there.bytes, bytes) === 0;
  });
}

function copyRemedy(original: Item, item: Item, where: TargetName, fleet: Fleet): Pick<Issue, 'remedy' | 'command'> {
  if (isCopyOfHome(original, { item, alike: 1, exact: true }, fleet)) {
    const words = ['reconcile', 'drift', '--fix', '--prune-duplicates', item.target, ...fleet.hub];
    return withCommand(words, (command) => `Run \`${command}\` to delete the copy; \`reconcile undo\` brings it back.`);
  }
  const root = fleet.seen.get(item.target)!.root;
  const advice =
    where === item.target ? 'Remove it: ' : `Select it for ${item.target} in canonical.yaml, or remove it: `;
  return withCommand(['rm', '-r', '--', join(root, item.path)], (command) => `${advice}\`${command}\`.`);
}

function diffWords(original: Item, item: Item, where: TargetName, { seen }: Fleet): string[] {
  const side = (target: TargetName, { path }: Item) => join(seen.get(target)!.root, path);
  return ['diff', '-ru', side(where, original), side(item.target, item)];
}

/** The same in several targets, and in no library: one issue for the exact ones, one for each that is nearly so. */
function sharedIssues({ first, others }: Family, fleet: Fleet): Issue[] {
  const exact = others.filter((one) => one.exact).map(({ item }) => item);
  const issues: Issue[] = [];
  if (exact.length > 0) {
    const related = exact.map(spotOf).sort((a, b) => byText(a.target, b.target) || byText(a.path, b.path));
    const spots = new Set([first.target, ...exact.map((item) => item.target)]);
    const places =
      spots.size === 1
        ? `${exact.length + 1} times here`
        : `in ${spots.size} targets: ${[...spots].sort(byText).join(', ')}`;
    const message = `stands ${places}, the same each time, and in no library`;
    issues.push(
      issueOf('shared', {
        target: first.target,
        path: first.path,
        message,
        fixable: false,
        ...shareRemedy(first, fleet),
        related,
      }),
    );
  }
  for (const { item, alike } of others.filter((one) => !one.exact)) {
    const message = `is ${percent(alike)} like ${spotText(first, item)}, and neither is in the library`;
    const words = diffWords(first, item, first.target, fleet);
    const remedy = withCommand(
      words,
      (command) => `Compare them with \`${command}\`; put one version into the library.`,
    );
    issues.push(
      issueOf('near-shared', {
        target: item.target,
        path: item.path,
        message,
        fixable: false,
        ...remedy,
        related: [spotOf(first)],
      }),
    );
  }
  return issues;
}

function shareRemedy({ target, path, files }: Item, { hub, seen }: Fleet): Pick<Issue, 'remedy' | 'command'> {
  const paths = files.map((file) => file.path);
  const command = promoteLine({ target, kind: seen.get(target)!.kind, paths }, hub, ['--to', 'base']);
  if (command === undefined)
    return { remedy: `Put ${path} into the library and select it: then it is kept the same everywhere.` };
  return { remedy: `Take it into the library: \`${command}\`; then all get it, and it is kept the same.`, command };
}

function spotOf(item: Item): Spot {
  return { target: item.target, path: item.path };
}

function spotText(item: Item, from: Item): string {
  return item.target === from.target ? item.path : `${item.path} in ${item.target}`;
}

/** Never 100 % for what is not the same. */
function percent(alike: number): string {
  return alike >= 1 ? '(but for line ends and white space) exactly' : `${Math.min(99, Math.floor(alike * 100))} %`;
}
