import type { FileRules } from '../actual/repository.ts';
import type { ActualFile, Located } from '../actual/state.ts';
import type { DesiredEntry } from '../desired/state.ts';
import { type DesiredDocument, entriesOf } from '../desired/state.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Address, fileAddress } from '../values/address.ts';
import type { BlobId, ContentId } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { Decision } from './decide.ts';
import type { Action, Change, FileWrite, Reason, Side } from './plan.ts';
import type { PathRule } from './policy.ts';

/** One path of a target: what should be there, what was last written there, what is there. */
export interface Question {
  readonly path: RelPath;
  readonly desired: DesiredDocument | undefined;
  readonly last: Inventory;
  readonly actual: Located;
  readonly rule: PathRule;
  readonly files: FileRules;
  /** Contents that were last written, by their id, for merging; what is missing is asked for in the answer. */
  readonly bases: Bases;
}

/** By id; null was looked for and is nowhere. */
export type Bases = ReadonlyMap<BlobId, Uint8Array | null>;

/** A content that was last written somewhere and is wanted for merging. */
export interface Wanted {
  readonly path: RelPath;
  /** The name of the block; absent for a whole file. */
  readonly block?: string;
  readonly blob: BlobId;
}

/** The decisions for one path. `record` is what the inventory holds for it afterwards. */
export interface Answer {
  readonly changes: readonly Change[];
  readonly write?: FileWrite;
  readonly record: Inventory;
  /** Given with it, the conflict might be merged. */
  readonly wants?: Wanted;
  /** What the library has of something merged: nothing else holds it, and the next merge starts from it. */
  readonly keeps?: { readonly blob: BlobId; readonly bytes: Uint8Array };
  /** Makes the same change in another version of the file (the committed one, where a person has lines of their own unstaged). */
  readonly redo?: (bytes: Uint8Array) => Uint8Array | null;
}

/** What can be decided by content. */
export type Readable = Extract<ActualFile, { kind: 'absent' | 'file' }>;

/** The one conflict of a path that cannot be decided by content; what the inventory holds for it stays. */
export function obstructed(
  question: Question,
  reason: Extract<Reason, 'not-a-file' | 'unreadable'>,
  detail: string,
): Answer {
  const { desired, last, actual } = question;
  const origin = desired === undefined ? undefined : entriesOf(desired)[0]?.origin;
  const address = fileAddress(question.path);
  const change: Change = {
    path: actual.path,
    address,
    action: 'conflict',
    reason,
    detail,
    ...(origin === undefined ? {} : { origin }),
  };
  return { changes: [change], record: last };
}

/** What was last written, as `decide` takes it: a seed is nobody's. */
export function lastId(recordedId: ContentId | 'seed' | undefined): ContentId | undefined {
  return recordedId === 'seed' ? undefined : recordedId;
}

export interface Sides {
  readonly before: { id: BlobId; mode: Side['mode'] } | undefined | '';
  readonly after: { id: BlobId; mode: Side['mode'] } | undefined;
}

/** The change that a decision stands for; none when there is nothing to say. */
export function changeOf(
  decision: Decision,
  byPolicy: boolean,
  path: RelPath,
  address: Address,
  sides: Sides,
  entry?: DesiredEntry,
): Change | undefined {
  if (decision.action === 'nothing' || decision.action === 'keep') return undefined;
  const action: Action = decision.action;
  return {
    path,
    address,
    action,
    reason: decision.reason,
    ...(sides.before ? { before: sides.before } : {}),
    ...(sides.after ? { after: sides.after } : {}),
    ...(entry === undefined ? {} : { origin: entry.origin }),
    ...(byPolicy ? { byPolicy: true as const } : {}),
  };
}

/** Both contents of a conflict, when there are two. */
export function conflicting(
  change: Change,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
): Pick<Change, 'contents'> {
  return change.action !== 'conflict' || before === undefined || after === undefined
    ? {}
    : { contents: { before, after } };
}

/** What the inventory holds for an entry after its decision is carried out: a conflict leaves it as it is. */
export function recorded(
  decision: Decision,
  address: Address,
  desired: ContentId | undefined,
  last: ContentId | undefined,
): Inventory {
  const id =
    decision.action === 'conflict'
      ? last
      : decision.action === 'delete' || decision.action === 'forget'
        ? undefined
        : desired;
  return id === undefined ? new Map() : new Map([[address, id]]);
}
