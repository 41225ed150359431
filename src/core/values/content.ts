import { createHash } from 'node:crypto';

/** Git's own id of a blob (SHA-1), 40 hexadecimal digits. */
export type BlobId = string & { readonly brand: 'BlobId' };
/** What `decide` compares: of a file the mode and the blob id, of a field or a block the blob id of its content. */
export type ContentId = string & { readonly brand: 'ContentId' };
/** The two file modes that git keeps: the executable bit is all that differs. */
export type FileMode = '100644' | '100755';

const utf8 = new TextEncoder();

/** The bytes of a text as UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return utf8.encode(text);
}

/** A text from bytes, every byte one character: loses nothing, so that text tools can work on any content. */
export function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** A text from UTF-8 bytes for people to read; bad sequences become U+FFFD. A BOM is kept. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** True when both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(a, b) === 0);
}

const known = new WeakMap<Uint8Array, BlobId>();

/** Git's blob id of `bytes`; remembered per array, so that shared content is hashed once. */
export function blobId(bytes: Uint8Array): BlobId {
  let id = known.get(bytes);
  if (id === undefined) {
    id = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') as BlobId;
    known.set(bytes, id);
  }
  return id;
}

/** The content id of a whole file. */
export function fileContentId(mode: FileMode, id: BlobId): ContentId {
  return `${mode} ${id}` as ContentId;
}

/** The bytes with CRLF line ends made LF, whatever the encoding. */
export function withLf(bytes: Uint8Array): Uint8Array {
  return bytes.includes(13) ? Buffer.from(latin1Of(bytes).replaceAll('\r\n', '\n'), 'latin1') : bytes;
}

/** True for content that is not text: git's own test, a NUL in the first 8000 bytes. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0);
}
