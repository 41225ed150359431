import { byText } from '../values/address.ts';
import { findingOf, type Told } from './check.ts';
import { CHECKS } from './checks.ts';
import type { Finding } from './finding.ts';
import { type ReadFile, type ReadTree, readTree } from './reading.ts';
import type { Tree } from './tree.ts';

const FILE_CHECKS = CHECKS.filter((check) => check.of === 'file');
const TREE_CHECKS = CHECKS.filter((check) => check.of === 'tree');

/** What the checks of a file said, per file and per content: what targets share is checked once. */
const knownOf = new WeakMap<ReadFile, readonly Told[]>();
const known = new WeakMap<Uint8Array, Map<string, readonly Told[]>>();

/**
 * Everything in a tree that Claude Code would silently ignore or load otherwise than it was meant, sorted by path and line.
 * Pure; never throws, whatever the files hold.
 */
export function lintTree(tree: Tree): Finding[] {
  return toldOf(readTree(tree)).map(findingOf);
}

/** The same before it is made a finding: with the way to a value in a JSON file. */
export function toldOf(tree: ReadTree): Told[] {
  const told = [...tree.files.flatMap((file) => toldOfFile(file)), ...TREE_CHECKS.flatMap((check) => check.find(tree))];
  return told.sort((a, b) => byText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || byText(a.check, b.check));
}

function toldOfFile(file: ReadFile): readonly Told[] {
  let told = knownOf.get(file);
  if (told === undefined) {
    told = toldOfContent(file);
    knownOf.set(file, told);
  }
  return told;
}

function toldOfContent(file: ReadFile): readonly Told[] {
  const key = `${file.role}\0${file.mode}\0${file.path}`;
  let answers = known.get(file.bytes);
  if (answers === undefined) {
    answers = new Map();
    known.set(file.bytes, answers);
  }
  let told = answers.get(key);
  if (told === undefined) {
    const checks = FILE_CHECKS.filter(({ roles }) => roles === 'all' || roles.includes(file.role));
    told = checks.flatMap((check) => check.find(file));
    answers.set(key, told);
  }
  return told;
}
