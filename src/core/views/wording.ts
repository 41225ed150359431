import type { Action, Change, Creation, Reason } from '../plan/plan.ts';
import { parseAddress } from '../values/address.ts';
import type { TargetKind } from '../values/target.ts';
import { unreachable } from '../values/unreachable.ts';
import { shown } from './shown.ts';

export const SIGNS: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  delete: '-',
  adopt: '=',
  forget: 'x',
  conflict: '!',
};

/** `12,345`. Not by `toLocaleString`, whose first use loads the language data for 20 ms. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** What the targets of a plan are called together. */
export function nounOf(targets: readonly { readonly kind: TargetKind }[]): {
  readonly one: string;
  readonly many: string;
} {
  if (targets.every((target) => target.kind === 'repository')) return { one: 'repository', many: 'repositories' };
  return { one: 'target', many: 'targets' };
}

export function creationText(creation: Creation): string {
  if (creation.how === 'init') return `will be created (git init, branch ${shown(creation.branch)})`;
  const branch = creation.branch === undefined ? '' : `, branch ${shown(creation.branch)}`;
  return `will be created (git clone ${shown(creation.remote)}${branch})`;
}

/** Where a change comes from: `global.commands tdd/ (canonical.yaml:41)`. */
function originText(change: Change): string {
  const { origin } = change;
  if (origin === undefined) return '';
  return shown(origin.place === undefined ? origin.selector : `${origin.selector} (${origin.place})`);
}

/** Why a file or a block changes, in words. */
export function reasonText(change: Change): string {
  const detail = change.detail === undefined ? '' : shown(change.detail);
  switch (change.action) {
    case 'create': {
      if (change.reason === 'drifted') return 'deleted there; will be restored';
      const origin = originText(change);
      return origin === '' ? 'new' : `new: ${origin}`;
    }
    case 'update':
      return updateText(change);
    case 'delete':
      if (change.byPolicy) return 'no longer in canonical.yaml, but changed there; deleted by policy';
      return 'no longer in canonical.yaml, unchanged since we wrote it';
    case 'adopt':
      return change.reason === 'merged' ? 'has both changes already: adopted' : 'exactly right already: adopted';
    case 'forget':
      if (change.byPolicy) return 'no longer in canonical.yaml; left there by policy, and no longer ours';
      return `no longer ours${detail === '' ? '' : `: ${detail}`}; nothing is written`;
    case 'conflict':
      return `conflict: ${conflictText(change.reason, change, detail)}`;
    default:
      return unreachable(change.action);
  }
}

function updateText(change: Change): string {
  if (change.from === undefined) return updatedText(change);
  const detail = change.detail === undefined ? '' : `; ${shown(change.detail)}`;
  return change.reason === 'moved' ? `moved${detail}` : `moved, and ${updatedText(change)}`;
}

function updatedText(change: Change): string {
  const { before, after, reason } = change;
  if (change.byPolicy) return 'differs there; overwritten by policy';
  if (reason === 'merged') return 'changed there and here; both changes are kept';
  const there = reason === 'drifted';
  const mode = before !== undefined && after !== undefined && before.mode !== after.mode;
  if (!mode) return there ? 'changed there; will be repaired' : 'changed here';
  const executable = after.mode === '100755';
  const bit = executable
    ? there
      ? 'executable bit lost'
      : 'becomes executable'
    : there
      ? 'made executable there'
      : 'no longer executable';
  if (before.id === after.id) return there ? `${bit}; will be repaired` : bit;
  return there ? `changed there, ${bit}; will be repaired` : `changed here, ${bit}`;
}

function conflictText(reason: Reason, change: Change, detail: string): string {
  const left = change.byPolicy ? 'left alone by policy' : 'left alone';
  switch (reason) {
    case 'foreign':
      if (detail !== '') return `${detail}; ${left}`;
      return `${parseAddress(change.address).unit === 'file' ? 'another file' : 'other content'} stands there, not ours; ${left}`;
    case 'drifted':
      if (change.after === undefined) return `no longer in canonical.yaml, but changed there; ${left}`;
      return `${change.before === undefined ? 'deleted' : 'changed'} there; ${left}`;
    case 'drifted-and-changed':
      return `changed there and here${detail === '' ? '' : `, and cannot be merged: ${detail}`}; ${left}`;
    case 'not-a-file':
    case 'unreadable':
      return `${detail === '' ? 'cannot be read' : detail}; ${left}`;
    case 'new':
    case 'same':
    case 'changed':
    case 'merged':
    case 'moved':
    case 'removed':
      return left;
    default:
      return unreachable(reason);
  }
}

/** Why a field changes. Shorter than for a file: its line already has the values. Nothing for a new one. */
export function fieldReasonText(change: Change): string {
  switch (change.action) {
    case 'create':
      return change.reason === 'drifted' ? 'deleted there; will be restored' : '';
    case 'delete':
      return change.byPolicy ? reasonText(change) : 'no longer in canonical.yaml';
    case 'adopt':
      return '';
    case 'update':
    case 'forget':
    case 'conflict':
      return reasonText(change);
    default:
      return unreachable(change.action);
  }
}
