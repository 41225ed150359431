import type { Finding } from '../findings/finding.ts';
import { lintTree } from '../findings/lint.ts';
import type { JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import { join } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { issueOf } from './checks.ts';
import { duplicates } from './duplicates.ts';
import { foundIssue } from './findings.ts';
import type { Issue } from './issue.ts';
import { foreignItems, type Item } from './items.ts';
import { deadReferences } from './references.ts';
import { type HubWords, promoteLine, withCommand } from './remedies.ts';
import type { SeenTarget } from './seen.ts';
import { settingsIssues } from './settings.ts';

/** What the trees say is off, and the copies that may be deleted. */
export interface TreeIssues {
  readonly issues: readonly Issue[];
  readonly copies: readonly Item[];
}

export interface TreeOptions {
  readonly hub: HubWords;
  /** `infrastructure` of canonical.yaml. */
  readonly infrastructure: JsonObject;
  /** Whether identical copies of what the home has may be deleted. */
  readonly prune: boolean;
  /** True for a skill that canonical.yaml names for a target, whether or not the library has it. */
  readonly isNamed: (seen: SeenTarget, skill: string) => boolean;
  /** What the plans have found in what they deliver: it is told there, where it is mended, and not again in each target. */
  readonly delivered: ReadonlyMap<TargetName, readonly Finding[]>;
}

/** Everything that is off in the files that the client reads, ours and others', in each target and between them. */
export function treeIssues(all: readonly SeenTarget[], options: TreeOptions): TreeIssues {
  const { hub } = options;
  const issues: Issue[] = [];
  const foreign: Item[] = [];
  const homes = all.filter(({ kind }) => kind === 'home');
  for (const seen of all) {
    const { items, strays } = foreignItems(seen);
    foreign.push(...items);
    if (!seen.told) continue;
    issues.push(...strays.map((path) => strayIssue(seen, path, hub)));
    issues.push(...deadReferences(seen, homes));
    const delivered = new Set(options.delivered.get(seen.name)?.map(keyOf));
    const own = lintTree(seen.tree).filter((finding) => !delivered.has(keyOf(finding)));
    issues.push(...own.map((finding) => foundIssue(finding, 'lint', seen.name)));
  }
  issues.push(...settingsIssues(all, options.infrastructure));
  const found = duplicates(all, foreign, hub, options.prune);
  issues.push(...found.issues);
  for (const seen of all) {
    if (!seen.told || seen.kind !== 'repository') continue;
    for (const item of foreign) {
      if (item.target !== seen.name || item.kind !== 'skills' || found.items.has(item)) continue;
      if (!item.name.startsWith('.') && !options.isNamed(seen, item.name)) issues.push(obsoleteIssue(seen, item, hub));
    }
  }
  return { issues, copies: found.copies };
}

function keyOf({ check, path, message }: Finding): string {
  return JSON.stringify([check, path, message]);
}

function strayIssue(seen: SeenTarget, path: RelPath, hub: HubWords): Issue {
  return issueOf('stray-file', {
    target: seen.name,
    path,
    message: 'stands in a skill of ours, and is no part of it',
    fixable: false,
    ...withCommand(
      ['rm', '--', join(seen.root, path)],
      (command) => `${intoLibrary(seen, [path], hub)}, or remove it: \`${command}\`.`,
    ),
  });
}

function obsoleteIssue(seen: SeenTarget, { path, files }: Item, hub: HubWords): Issue {
  return issueOf('skill-not-selected', {
    target: seen.name,
    path,
    message: `is neither a global skill nor one that canonical.yaml names for ${seen.name}`,
    fixable: false,
    ...withCommand(['rm', '-r', '--', join(seen.root, path)], (command) => {
      const paths = files.map((file) => file.path);
      return `${intoLibrary(seen, paths, hub)}, or remove it: \`${command}\`.`;
    }),
  });
}

function intoLibrary({ name, kind }: SeenTarget, paths: readonly RelPath[], hub: HubWords): string {
  const promote = promoteLine({ target: name, kind, paths }, hub);
  return `Take it into the library${promote === undefined ? '' : `: \`${promote}\``}`;
}
