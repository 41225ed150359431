import { type FileChange, isInside } from '../plan/fileChange.ts';
import type { Change, TargetPlan } from '../plan/plan.ts';
import { fieldText } from './fieldText.ts';
import { shown } from './shown.ts';
import { counted, fieldReasonText, reasonText, SIGNS } from './wording.ts';

/** One line of a listing in its parts, without colour or columns. */
export interface Row {
  readonly sign: string;
  readonly name: string;
  /** A field's value; empty for a file. */
  readonly value: string;
  readonly reason: string;
}

export interface FileRow extends Row {
  readonly file: FileChange;
  readonly fields: readonly Row[];
}

/**
 * The lines for the files of a target. What is exactly right already is left out unless `all`; `adoptedText` counts it.
 * @param valueWidth the most columns that one value of a field may take
 */
export function fileRows(
  files: readonly FileChange[],
  options: { readonly all: boolean; readonly valueWidth: number },
): FileRow[] {
  const rows: FileRow[] = [];
  for (const file of files) if (options.all || file.action !== 'adopt') rows.push(fileRow(file, options));
  return rows;
}

function fileRow(file: FileChange, options: { readonly all: boolean; readonly valueWidth: number }): FileRow {
  const [first] = file.changes;
  const from = first?.from === undefined ? '' : `${shown(first.from)} → `;
  const base = { sign: SIGNS[file.action], name: from + shown(file.path), value: '', file };
  if (file.changes.length === 1 && !isField(first!)) return { ...base, reason: wholeReason(first!), fields: [] };
  const fields = file.changes.filter((change) => isField(change));
  const others = file.changes.filter((change) => !isField(change));
  const listed = fields.filter((change) => options.all || change.action !== 'adopt');
  const rows = listed.map((change) => fieldRow(change, options.valueWidth));
  const adopted = fields.length - listed.length;
  if (adopted > 0 && listed.length > 0)
    rows.push({ sign: SIGNS.adopt, name: adoptedText(adopted, 'field'), value: '', reason: '' });
  const reason = [...others.map(wholeReason), ...(listed.length === 0 ? [] : [fileOfFields(listed)])].join('; ');
  return { ...base, reason, fields: rows };
}

function isField(change: Change): boolean {
  return change.address.includes('#/');
}

/** A block is one line of a file that is not ours: said, because the rest of the file stays. */
function wholeReason(change: Change): string {
  const reason = reasonText(change);
  return isInside(change) && change.action !== 'conflict' ? `block: ${reason}` : reason;
}

function fileOfFields(listed: readonly Change[]): string {
  const conflicts = listed.filter((change) => change.action === 'conflict').length;
  const text = counted(listed.length, 'field');
  return conflicts === 0 ? text : `${text}, ${conflicts === listed.length ? 'in' : `${conflicts} in`} conflict`;
}

function fieldRow(change: Change, valueWidth: number): Row {
  return { sign: SIGNS[change.action], ...fieldText(change, valueWidth), reason: fieldReasonText(change) };
}

/** `38 files are exactly right already: adopted`. */
export function adoptedText(count: number, noun: string): string {
  return `${counted(count, noun)} ${count === 1 ? 'is' : 'are'} exactly right already: adopted`;
}

/** For a target with nothing to list: its records alone are brought up to date. */
export function isRecordOnly(target: TargetPlan): boolean {
  return target.status === 'OutOfSync' && target.changes.length === 0 && target.creation === undefined;
}

/** The same for two targets with the same list of changes. */
export function listKey(target: TargetPlan): string {
  return JSON.stringify(
    target.changes.map(({ address, path, from, action, reason, before, after, detail, values, byPolicy, origin }) => [
      path,
      from ?? null,
      address,
      action,
      reason,
      before ?? null,
      after ?? null,
      detail ?? null,
      values ?? null,
      byPolicy ?? null,
      origin ?? null,
    ]),
  );
}
