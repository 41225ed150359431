import type { Address } from '../values/address.ts';
import type { BlobId, ContentId, FileMode } from '../values/content.ts';
import type { Dialect, Field } from '../values/fields.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';

/** One unit of ownership as it should be. `id` is what `decide` compares; `blob` is the id without the mode. */
export interface DesiredEntry {
  readonly address: Address;
  readonly id: ContentId;
  readonly blob: BlobId;
  readonly origin: Origin;
}

/** One field of a JSON file as it should be. */
export interface DesiredField extends DesiredEntry {
  readonly field: Field;
  /** The line of its source, or of what these keys lead to in it; undefined for what is written in no file of the library. */
  readonly lineOf?: (inside: readonly (string | number)[]) => number | undefined;
}

/** What one file of the library gave to a block: from this line of the file `whole`, without so many empty lines at its beginning. */
export interface BlockPart {
  readonly source: string;
  readonly line: number;
  readonly skipped: number;
  /** Which line of the source a line of what it gives comes from: of a template another one. */
  readonly lineIn: (line: number) => number;
}

/**
 * One file of a target as it should be, with the entries in it. `committed` is false for what stays on this machine
 * (settings.local.json, everything outside a repository).
 */
export type DesiredDocument =
  | {
      readonly form: 'file';
      readonly path: RelPath;
      readonly committed: boolean;
      readonly content: Uint8Array;
      readonly mode: FileMode;
      readonly entry: DesiredEntry;
      /** For what a template gives: which of its lines a line comes from. */
      readonly lineIn?: (line: number) => number;
    }
  /** Created once when absent, then never touched again. */
  | {
      readonly form: 'seed';
      readonly path: RelPath;
      readonly committed: boolean;
      readonly content: Uint8Array;
      readonly mode: FileMode;
      readonly entry: DesiredEntry;
      readonly lineIn?: (line: number) => number;
    }
  | {
      readonly form: 'fields';
      readonly path: RelPath;
      readonly committed: boolean;
      readonly dialect: Dialect;
      readonly entries: ReadonlyMap<string, DesiredField>; // by pointer
      /** The file when nobody else has a field in it. */
      readonly whole: Uint8Array;
    }
  | {
      readonly form: 'block';
      readonly path: RelPath;
      readonly committed: boolean;
      readonly name: string;
      /** LF line ends, ends with a newline. */
      readonly text: string;
      readonly entry: DesiredEntry;
      /** The file when nobody else has a line in it. */
      readonly whole: Uint8Array;
      /** The library's files that it is put together from, in their order. */
      readonly parts?: readonly BlockPart[];
    };

/** What a target should hold, by path. */
export type DesiredState = ReadonlyMap<RelPath, DesiredDocument>;

/** All entries of a document. */
export function entriesOf(document: DesiredDocument): DesiredEntry[] {
  return document.form === 'fields' ? [...document.entries.values()] : [document.entry];
}

/** What the file holds when it is as it should be and nobody else has anything in it. */
export function wholeContent(document: DesiredDocument): Uint8Array {
  return document.form === 'file' || document.form === 'seed' ? document.content : document.whole;
}
