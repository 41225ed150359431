import type { DesiredDocument, DesiredEntry } from '../../desired/state.ts';
import { fileAddress } from '../../values/address.ts';
import { type BlobId, blobId, type ContentId, fileContentId, sameBytes, withLf } from '../../values/content.ts';
import { decide } from '../decide.ts';
import { type Settled, settle, unsettled } from '../merge/settle.ts';
import type { Change, FileSide, FileWrite } from '../plan.ts';
import { overlay } from '../policy.ts';
import { type Answer, changeOf, conflicting, lastId, type Question, type Readable, recorded } from '../question.ts';

/** A whole file: content and executable bit. */
export function planFile(question: Question, file: Readable): Answer {
  const { desired, last, actual } = question;
  const wanted = desired?.form === 'file' ? desired : undefined;
  const address = wanted?.entry.address ?? fileAddress(question.path);
  const written = lastId(last.get(address));
  const [before, id] = fileSide(file, wanted, written, question);
  const { decision, byPolicy } = overlay(decide(wanted?.entry.id, written, id), question.rule);
  const settled = settle(question, decision, {
    blob: written?.slice(7) as BlobId | undefined,
    theirs: before?.bytes,
    ours: wanted?.content,
  });
  if (settled?.kind === 'merged') return mergedFile(question, before!, wanted!, written!, settled);
  const sides = {
    before: before && { id: blobId(before.bytes), mode: before.mode },
    after: wanted && { id: wanted.entry.blob, mode: wanted.mode },
  };
  const change = changeOf(decision, byPolicy, actual.path, address, sides, wanted?.entry);
  const after = wanted === undefined ? null : { bytes: wanted.content, mode: wanted.mode };
  const writes = decision.action === 'create' || decision.action === 'update' || decision.action === 'delete';
  const write: FileWrite = { path: actual.path, before: before ?? null, after, committed: wanted?.committed ?? true };
  return {
    changes:
      change === undefined
        ? []
        : [{ ...change, ...unsettled(settled), ...conflicting(change, before?.bytes, wanted?.content) }],
    ...(settled?.kind === 'wants' ? { wants: settled.wants } : {}),
    ...(writes ? { write } : {}),
    ...(writes || decision.action === 'adopt' ? { redo: () => after?.bytes ?? null } : {}),
    record: recorded(decision, address, wanted?.entry.id, written),
  };
}

/** The file as both changes together make it. What is recorded is what the library has: the base of the next merge. */
function mergedFile(
  { actual }: Question,
  before: FileSide,
  wanted: Extract<DesiredDocument, { form: 'file' }>,
  written: ContentId,
  settled: Extract<Settled, { kind: 'merged' }>,
): Answer {
  // Whoever changed the executable bit has it: git itself merges modes so.
  const mode = before.mode === written.slice(0, 6) ? wanted.mode : before.mode;
  const after: FileSide = { bytes: settled.bytes, mode };
  const nothing = sameBytes(before.bytes, after.bytes) && before.mode === mode;
  const { entry, committed } = wanted;
  const change: Change = {
    path: actual.path,
    address: entry.address,
    action: nothing ? 'adopt' : 'update',
    reason: 'merged',
    before: { id: blobId(before.bytes), mode: before.mode },
    after: { id: blobId(after.bytes), mode },
    origin: entry.origin,
  };
  return {
    changes: [change],
    ...(nothing ? {} : { write: { path: actual.path, before, after, committed } }),
    redo: settled.redo,
    keeps: { blob: entry.blob, bytes: wanted.content },
    record: new Map([[entry.address, entry.id]]),
  };
}

/** What is there, and the content id it counts as: where git converts line ends or ignores modes, those do not make a difference. */
function fileSide(
  file: Readable,
  wanted: { content: Uint8Array; mode: FileSide['mode']; entry: DesiredEntry } | undefined,
  last: ContentId | undefined,
  { files, path }: Pick<Question, 'files' | 'path'>,
): [FileSide | undefined, ContentId | undefined] {
  if (file.kind === 'absent') return [undefined, undefined];
  const known = wanted?.mode ?? (last?.slice(0, 6) as FileSide['mode'] | undefined);
  const mode = files.fileMode ? file.mode : (known ?? file.mode);
  let id = blobId(file.bytes);
  if (id !== wanted?.entry.blob && file.bytes.includes(13) && (files.crlfAt?.(path) ?? files.crlf)) {
    const normal = blobId(withLf(file.bytes));
    if (normal === wanted?.entry.blob || normal === last?.slice(7)) id = normal;
  }
  return [{ bytes: file.bytes, mode: file.mode }, fileContentId(mode, id)];
}
