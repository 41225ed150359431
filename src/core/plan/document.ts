import type { ActualFile } from '../actual/state.ts';
import type { DesiredDocument } from '../desired/state.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { parseAddress } from '../values/address.ts';
import { unreachable } from '../values/unreachable.ts';
import { planBlock } from './forms/block.ts';
import { planFields } from './forms/fields.ts';
import { planFile } from './forms/file.ts';
import { planSeed } from './forms/seed.ts';
import type { Change } from './plan.ts';
import { type Answer, obstructed, type Question, type Readable } from './question.ts';

/** Decides everything about one path. Pure. */
export function planDocument(question: Question): Answer {
  const answer = planForm(question);
  const told = new Set(answer.changes.map((change) => change.address));
  // Entries of another form that the path had before: they are given up, and that is said.
  const forgotten = [...question.last.keys()].filter((address) => !answer.record.has(address) && !told.has(address));
  if (forgotten.length === 0) return answer;
  const { path } = question.actual;
  const changes = forgotten.map((address): Change => ({ path, address, action: 'forget', reason: 'removed' }));
  return { ...answer, changes: [...answer.changes, ...changes] };
}

function planForm(question: Question): Answer {
  const { desired, last, actual } = question;
  const form = desired?.form ?? formOf(last);
  if (form === 'seed') return planSeed(question);
  if (actual.file.kind !== 'absent' && actual.file.kind !== 'file') return standsInTheWay(question, actual.file);
  if (form === 'file') return planFile(question, actual.file);
  return form === 'fields' ? planFields(question, actual.file) : planBlock(question, actual.file);
}

function formOf(last: Inventory): DesiredDocument['form'] {
  let form: DesiredDocument['form'] = 'file';
  for (const [address, id] of last) {
    if (id === 'seed') return 'seed';
    const { unit } = parseAddress(address);
    if (unit !== 'file') form = unit === 'field' ? 'fields' : 'block';
  }
  return form;
}

/** A link, a folder, or what cannot be read stands where a file is wanted: nothing is decided by content. */
function standsInTheWay(question: Question, file: Exclude<ActualFile, Readable>): Answer {
  const { desired, last, actual } = question;
  const detail = explain(file);
  const unreadable = file.kind === 'unreadable';
  if (desired === undefined) {
    // What we wrote is gone; what stands there now is somebody else's.
    const changes = [...last.keys()].map(
      (address): Change => ({ path: actual.path, address, action: 'forget', reason: 'removed', detail }),
    );
    if (!unreadable) return { changes, record: new Map() };
  }
  return obstructed(question, unreadable ? 'unreadable' : 'not-a-file', detail);
}

function explain(file: Exclude<ActualFile, Readable>): string {
  switch (file.kind) {
    case 'link':
      return `is a link to ${file.to}; a link is never written through`;
    case 'directory':
      return 'is a folder';
    case 'special':
      return 'is neither a file nor a folder';
    case 'unreachable':
    case 'unreadable':
      return file.because;
    default:
      return unreachable(file);
  }
}
