import type { AbsPath } from '../core/values/paths.ts';

/** A transcript as it stands on the disk. */
export interface TranscriptFile {
  readonly path: AbsPath;
  readonly inode: number;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** The transcripts that the client writes. Reading them never changes them. */
export interface Transcripts {
  /** All `.jsonl` files below a folder, in any order; none when there is no such folder. @throws DiskError */
  list(root: AbsPath): readonly TranscriptFile[];
  /** Up to `length` bytes from `offset`; fewer at the end. The bytes are valid until the next call. @throws DiskError */
  bytes(path: AbsPath, offset: number, length: number): Buffer;
  /**
   * Gives each whole line from `offset` on, without its newline, to `onLine`; a last line without newline is left for another time. The
   * bytes of a line are valid during the call only.
   * @returns the offset behind the last whole line. @throws DiskError
   */
  lines(path: AbsPath, offset: number, onLine: (line: Buffer) => void): number;
}

/** One file that is kept between two runs. Only one process uses it at a time. */
export interface KeptFile {
  /** Its bytes, or undefined when there is none. @throws DiskError */
  read(): Uint8Array | undefined;
  /** Replaces it in one step: whoever is killed in the middle leaves the old one. @throws DiskError */
  replace(pieces: readonly Uint8Array[]): void;
}
