import { findBlock, removeBlock, setBlock } from '../../actual/block.ts';
import type { DesiredDocument } from '../../desired/state.ts';
import { parseAddress } from '../../values/address.ts';
import { type BlobId, blobId, bytesOf, type ContentId, latin1Of, sameBytes } from '../../values/content.ts';
import { decide } from '../decide.ts';
import { type Settled, settle, unsettled } from '../merge/settle.ts';
import type { Change } from '../plan.ts';
import { overlay } from '../policy.ts';
import {
  type Answer,
  changeOf,
  conflicting,
  lastId,
  obstructed,
  type Question,
  type Readable,
  recorded,
} from '../question.ts';

/** A managed block of a text file; every byte outside it stays. */
export function planBlock(question: Question, file: Readable): Answer {
  const { desired, last, actual } = question;
  const wanted = desired?.form === 'block' ? desired : undefined;
  const address = wanted?.entry.address ?? [...last.keys()].find((key) => parseAddress(key).unit === 'block')!;
  const name = parseAddress(address).part;
  const text = file.kind === 'file' ? latin1Of(file.bytes) : '';
  if (text.startsWith('\u00ff\u00fe') || text.startsWith('\u00fe\u00ff') || text.includes('\0'))
    return obstructed(question, 'unreadable', 'is not UTF-8 text');
  const found = findBlock(text, name);
  if (found.state === 'broken') return obstructed(question, 'unreadable', found.wrong);
  const written = lastId(last.get(address));
  const id = found.state === 'found' ? blobId(Buffer.from(found.text, 'latin1')) : undefined;
  const { decision, byPolicy } = overlay(
    decide(wanted?.entry.id, written, id as string as ContentId | undefined),
    question.rule,
  );
  const there = found.state === 'found' ? Buffer.from(found.text, 'latin1') : undefined;
  const wish = wanted === undefined ? undefined : bytesOf(wanted.text);
  const settled = settle(question, decision, {
    blob: written as string as BlobId | undefined,
    block: name,
    theirs: there,
    ours: wish,
  });
  if (settled?.kind === 'merged') return mergedBlock(question, file, wanted!, name, settled);
  const sides = { before: id && { id, mode: null }, after: wanted && { id: wanted.entry.blob, mode: null } };
  const change = changeOf(decision, byPolicy, actual.path, address, sides, wanted?.entry);
  const changes =
    change === undefined ? [] : [{ ...change, ...unsettled(settled), ...conflicting(change, there, wish) }];
  const record = recorded(decision, address, wanted?.entry.id, written);
  const body = wanted === undefined ? undefined : latin1Of(bytesOf(wanted.text));
  const redo = (bytes: Uint8Array): Uint8Array | null => {
    const now = latin1Of(bytes);
    const edited = body === undefined ? removeBlock(now, name) : setBlock(now, name, body);
    return edited === '' ? null : Uint8Array.from(Buffer.from(edited, 'latin1'));
  };
  if (settled?.kind === 'wants') return { changes, record, wants: settled.wants };
  if (decision.action === 'keep' || decision.action === 'adopt') return { changes, record, redo };
  if (decision.action !== 'create' && decision.action !== 'update' && decision.action !== 'delete')
    return { changes, record };
  const before = file.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : null;
  const bytes = redo(before?.bytes ?? new Uint8Array());
  const after = bytes === null ? null : { bytes, mode: before?.mode ?? '100644' };
  return { changes, record, redo, write: { path: actual.path, before, after, committed: wanted?.committed ?? true } };
}

/** The block as both changes together make it. What is recorded is what the library has: the base of the next merge. */
function mergedBlock(
  { actual }: Question,
  file: Readable,
  wanted: Extract<DesiredDocument, { form: 'block' }>,
  name: string,
  settled: Extract<Settled, { kind: 'merged' }>,
): Answer {
  const { entry, committed } = wanted;
  const redo = (bytes: Uint8Array): Uint8Array => {
    const now = latin1Of(bytes);
    const block = findBlock(now, name);
    const body = block.state === 'found' ? settled.redo(Buffer.from(block.text, 'latin1')) : bytesOf(wanted.text);
    return Uint8Array.from(Buffer.from(setBlock(now, name, latin1Of(body)), 'latin1'));
  };
  const before = file.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : null;
  const after = { bytes: redo(before?.bytes ?? new Uint8Array()), mode: before?.mode ?? ('100644' as const) };
  const nothing = before !== null && sameBytes(before.bytes, after.bytes);
  const change: Change = {
    path: actual.path,
    address: entry.address,
    action: nothing ? 'adopt' : 'update',
    reason: 'merged',
    after: { id: blobId(settled.bytes), mode: null },
    origin: entry.origin,
  };
  return {
    changes: [change],
    ...(nothing ? {} : { write: { path: actual.path, before, after, committed } }),
    redo,
    keeps: { blob: entry.blob, bytes: bytesOf(wanted.text) },
    record: new Map([[entry.address, entry.id]]),
  };
}
