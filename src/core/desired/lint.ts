import type { Finding } from '../findings/finding.ts';
import { isInnocent } from '../findings/innocent.ts';
import { toldOf } from '../findings/lint.ts';
import { readTree } from '../findings/reading.ts';
import { roleOf, type Tree, type TreeFile } from '../findings/tree.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetKind } from '../values/target.ts';
import { placed } from './lintPlaces.ts';
import type { DesiredDocument, DesiredState } from './state.ts';

/** What was said of targets before, by the documents that they share. */
const known = new Map<string, readonly Finding[]>();
const knownSeeds = new Map<string, readonly Finding[]>();
const ids = new WeakMap<DesiredDocument, number>();
let next = 0;

/**
 * What Claude Code would silently ignore, or load otherwise than it was meant, in what one target gets. Told of the library's
 * file where there is one. What targets share is checked once.
 */
export function lintDesired(desired: DesiredState, kind: TargetKind): readonly Finding[] {
  const shared: DesiredDocument[] = [];
  const memory: DesiredDocument[] = [];
  const seeds: Seed[] = [];
  let key: string = kind;
  for (const document of desired.values()) {
    // A seed is made anew for each target.
    if (document.form === 'seed') {
      seeds.push(document);
      continue;
    }
    // Instructions name the target they are for, and so are of one target alone: they are looked at with the rules beside them.
    if (document.form === 'block') {
      if (!isInnocent(document.text)) memory.push(document);
    } else {
      shared.push(document);
      key += ` ${idOf(document)}`;
      if (document.path.endsWith('.md') && document.path.includes('rules/')) memory.push(document);
    }
  }
  let findings = known.get(key);
  if (findings === undefined) {
    findings = findingsIn(shared, kind, desired);
    known.set(key, findings);
  }
  const own = memory.some(({ form }) => form === 'block') ? findingsIn(memory, kind, desired) : [];
  const ofBlocks = own.filter(({ path }) => path !== undefined && desired.get(path)?.form === 'block');
  const ofSeeds = seeds.length === 0 ? [] : findingsInSeeds(seeds, kind, desired, key);
  return ofBlocks.length + ofSeeds.length === 0 ? findings : [...findings, ...ofBlocks, ...ofSeeds];
}

type Seed = Extract<DesiredDocument, { form: 'seed' }>;

/** What is wrong with what is given away: told by the hub, for in the target it belongs to others. Seeds of one content are checked once. */
function findingsInSeeds(
  seeds: readonly Seed[],
  kind: TargetKind,
  desired: DesiredState,
  shared: string,
): readonly Finding[] {
  // One that the client reads is seen among all else that it reads.
  const isRead = seeds.some(({ path }) => roleOf(path, kind) !== 'other');
  const own = seeds.map(({ path, entry }) => `${path} ${entry.id} ${entry.origin.source ?? ''}`);
  const key = [isRead ? shared : kind, ...own].join('\n');
  const before = knownSeeds.get(key);
  if (before !== undefined) return before;
  const all = findingsIn(isRead ? [...desired.values()] : seeds, kind, desired);
  const told = all.filter(({ path }) => path !== undefined && desired.get(path)?.form === 'seed');
  knownSeeds.set(key, told);
  return told;
}

/** A number for a document, the same for all who share it. */
export function idOf(document: DesiredDocument): number {
  let id = ids.get(document);
  if (id === undefined) {
    id = next++;
    ids.set(document, id);
  }
  return id;
}

function findingsIn(documents: readonly DesiredDocument[], kind: TargetKind, desired: DesiredState): Finding[] {
  const tree = treeOfDesired(documents, kind);
  return toldOf(readTree(tree)).map((told) => placed(told, desired.get(told.path)));
}

/** Documents as the files that they become where nothing else stands. */
export function treeOfDesired(documents: Iterable<DesiredDocument>, kind: TargetKind): Tree {
  const files = new Map<RelPath, TreeFile>();
  for (const document of documents) {
    const whole = document.form === 'fields' || document.form === 'block';
    const { path } = document;
    files.set(path, {
      path,
      bytes: whole ? document.whole : document.content,
      mode: whole ? '100644' : document.mode,
    });
  }
  return { kind, files, complete: false };
}
