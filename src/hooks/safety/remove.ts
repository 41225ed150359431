import type { Invocation } from '../shell/invocation.ts';
import { scanAll } from '../shell/options.ts';
import { type PathKind, pathKind } from './paths.ts';
import type { Place } from './place.ts';
import { type Rule, shown } from './rule.ts';

const REMOVERS = [
  'rm',
  'grm',
  'unlink',
  'srm',
  'wipe',
  'rimraf',
  'del-cli',
  'rmtree',
  'trash-empty',
  'remove-item',
  'ri',
  'del',
  'erase',
  'rd',
] as const;
const ALWAYS_RECURSIVE: ReadonlySet<string> = new Set(['rimraf', 'del-cli', 'rmtree', 'wipe']);

interface Removal {
  readonly recursive: boolean;
  readonly targets: readonly string[];
  readonly noPreserveRoot: boolean;
}

const known = new WeakMap<Invocation, Removal>();

/** What a removing command removes; read once, for every rule asks. */
function removalOf(command: Invocation): Removal {
  const removal = known.get(command) ?? readRemoval(command);
  known.set(command, removal);
  return removal;
}

function readRemoval(command: Invocation): Removal {
  const { options, operands } = scanAll(command.args, {});
  const has = (pattern: RegExp) => options.some((option) => pattern.test(option.name));
  return {
    recursive: ALWAYS_RECURSIVE.has(command.name) || has(/^(?:-r|-R|--r(?:e\w*)?|--recurse)$/),
    targets: operands,
    noPreserveRoot: has(/^--no-p/),
  };
}

/** The first target of a removal that is of one of the kinds. */
function target(command: Invocation, place: Place, kinds: readonly PathKind[], recursive: boolean): string | undefined {
  const removal = removalOf(command);
  if (removal.recursive !== recursive) return undefined;
  const found = removal.targets.find((word) => kinds.includes(pathKind(word, command, place)));
  return found === undefined ? undefined : shown(found === '' ? '""' : found);
}

function recursively(kinds: readonly PathKind[]): Rule['finds'] {
  return (command, place) =>
    command.searched === 'filtered' && !kinds.includes('git') ? undefined : target(command, place, kinds, true);
}

function singly(kinds: readonly PathKind[]): Rule['finds'] {
  return (command, place) => target(command, place, kinds, false);
}

/** A pattern or `.` removed where a failed `cd` would leave the shell. */
function afterFailedCd(command: Invocation, place: Place): string | undefined {
  const { fallbackCwd } = command;
  if (fallbackCwd === undefined || !removalOf(command).recursive) return undefined;
  const dangerous: readonly PathKind[] = ['root', 'home', 'system', 'above', 'repository', 'git'];
  const found = removalOf(command).targets.find((word) =>
    dangerous.includes(pathKind(word, command, place, fallbackCwd)),
  );
  return found === undefined ? undefined : shown(found);
}

function variablesIn(command: Invocation, place: Place): string | undefined {
  const { targets } = removalOf(command);
  const found = targets.find((word) => pathKind(word, command, place) === 'unknown');
  return found === undefined ? undefined : shown(found);
}

/** Rules on what is removed. The order is the order in which they are told. */
export const REMOVE_RULES: readonly Rule[] = [
  {
    id: 'remove-root',
    decision: 'deny',
    names: REMOVERS,
    reason: 'This would remove everything on this machine ({}). Name the one folder that should go.',
    finds: (command, place) =>
      removalOf(command).noPreserveRoot ? '--no-preserve-root' : recursively(['root'])(command, place, []),
  },
  {
    id: 'remove-home',
    decision: 'deny',
    names: REMOVERS,
    reason:
      'This would remove a whole home folder ({}), with keys, settings and every project. Name the one folder that should go.',
    finds: recursively(['home']),
  },
  {
    id: 'remove-system',
    decision: 'deny',
    names: REMOVERS,
    reason: '{} belongs to the system; without it this machine may not work. Use the package manager, or leave it.',
    finds: recursively(['system', 'device']),
  },
  {
    id: 'remove-git',
    decision: 'deny',
    names: REMOVERS,
    reason:
      '{} holds the history of this repository, with every branch and stash that was not pushed. Nothing brings it back. Leave it, or remove it by hand.',
    finds: recursively(['git']),
  },
  {
    id: 'remove-repository',
    decision: 'deny',
    names: REMOVERS,
    reason:
      '{} is the whole repository or project, with all that is not pushed. Name the files that should go; to start clean, commit or stash first.',
    finds: recursively(['repository', 'above']),
  },
  {
    id: 'remove-outside',
    decision: 'deny',
    names: REMOVERS,
    reason:
      '{} lies outside of the working folder and the temporary folders, and nothing brings it back. If it really should go, remove it by hand.',
    finds: recursively(['outside']),
  },
  {
    id: 'remove-found',
    decision: 'ask',
    names: REMOVERS,
    reason:
      'This removes what a search finds in {}, outside of the working folder. Run the search without the removal first and look at its result.',
    finds: (command, place) =>
      command.searched === 'filtered'
        ? target(command, place, ['root', 'home', 'system', 'above', 'outside', 'unknown', 'git-part'], true)
        : undefined,
  },
  {
    id: 'remove-after-cd',
    decision: 'ask',
    names: REMOVERS,
    reason:
      'If the cd before it fails, this removes {} in the folder the shell is in now. Write "cd … && rm …", or give the path to rm.',
    finds: afterFailedCd,
  },
  {
    id: 'remove-unknown',
    decision: 'ask',
    names: REMOVERS,
    reason:
      'This removes {}, and what stands behind the … cannot be known before it runs; an empty variable can make it a folder that nobody meant. Write the path out, or use a name that cannot be empty.',
    finds: (command, place) => (removalOf(command).recursive ? variablesIn(command, place) : undefined),
  },
  {
    id: 'remove-shared-temp',
    decision: 'ask',
    names: REMOVERS,
    reason: '{} holds the temporary files of every program that runs now. Name the one folder in it that should go.',
    finds: recursively(['temp-root']),
  },
  {
    id: 'remove-working-folder',
    decision: 'ask',
    names: REMOVERS,
    reason: '{} is the folder this session works in. Name the files in it that should go.',
    finds: recursively(['cwd']),
  },
  {
    id: 'remove-git-part',
    decision: 'ask',
    names: REMOVERS,
    reason:
      '{} is a part of a git folder; git may lose history or settings with it. Use the git command that does what is wanted.',
    finds: (command, place) => recursively(['git-part'])(command, place, []) ?? gitFile(command, place),
  },
  {
    id: 'remove-remote',
    decision: 'ask',
    names: REMOVERS,
    reason:
      'This removes {} on another machine or in a container, where it cannot be judged what it is. Look at it there first.',
    finds: (command, place) => (command.remote ? recursively(['remote'])(command, place, []) : undefined),
  },
  {
    id: 'remove-file-outside',
    decision: 'ask',
    names: REMOVERS,
    reason:
      'This removes {}, which lies outside of the working folder and is not backed up by its history. Look whether anything needs it.',
    finds: singly(['root', 'home', 'system', 'device', 'above', 'outside']),
  },
  {
    id: 'remove-all-files',
    decision: 'ask',
    names: REMOVERS,
    reason: 'This removes every file at the top of the repository ({}). Name the files that should go.',
    finds: singly(['repository']),
  },
];

/** A single file of a `.git`; a stale lock is what git itself tells people to remove. */
function gitFile(command: Invocation, place: Place): string | undefined {
  const removal = removalOf(command);
  if (removal.recursive) return undefined;
  const kinds: readonly PathKind[] = ['git', 'git-part'];
  const found = removal.targets.find(
    (word) => !word.endsWith('.lock') && kinds.includes(pathKind(word, command, place)),
  );
  return found === undefined ? undefined : shown(found);
}
