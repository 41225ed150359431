import { findBlock, removeBlock, setBlock } from '../../actual/block.ts';
import { parseAddress } from '../../values/address.ts';
import { blobId, bytesOf, type ContentId, latin1Of } from '../../values/content.ts';
import { decide } from '../decide.ts';
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
  const sides = { before: id && { id, mode: null }, after: wanted && { id: wanted.entry.blob, mode: null } };
  const change = changeOf(decision, byPolicy, actual.path, address, sides, wanted?.entry);
  const there = found.state === 'found' ? Buffer.from(found.text, 'latin1') : undefined;
  const wish = wanted === undefined ? undefined : bytesOf(wanted.text);
  const changes = change === undefined ? [] : [{ ...change, ...conflicting(change, there, wish) }];
  const record = recorded(decision, address, wanted?.entry.id, written);
  const body = wanted === undefined ? undefined : latin1Of(bytesOf(wanted.text));
  const redo = (bytes: Uint8Array): Uint8Array | null => {
    const now = latin1Of(bytes);
    const edited = body === undefined ? removeBlock(now, name) : setBlock(now, name, body);
    return edited === '' ? null : Uint8Array.from(Buffer.from(edited, 'latin1'));
  };
  if (decision.action === 'keep' || decision.action === 'adopt') return { changes, record, redo };
  if (decision.action !== 'create' && decision.action !== 'update' && decision.action !== 'delete')
    return { changes, record };
  const before = file.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : null;
  const bytes = redo(before?.bytes ?? new Uint8Array());
  const after = bytes === null ? null : { bytes, mode: before?.mode ?? '100644' };
  return { changes, record, redo, write: { path: actual.path, before, after, committed: wanted?.committed ?? true } };
}
