import type { FileMode } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';

/** What stands at one path of a target. */
export type ActualFile =
  | { readonly kind: 'absent' }
  /** `bytes` is the very array that was expected when the content is equal to it. */
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: FileMode }
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'directory' }
  /** A socket, a pipe, a device. */
  | { readonly kind: 'special' }
  /** A parent of the path is a link or a file, so that the path cannot be written without leaving its place. */
  | { readonly kind: 'unreachable'; readonly because: string }
  | { readonly kind: 'unreadable'; readonly because: string };

/** What a target holds at the paths that were looked at, with the path it really has there (see `Located`). */
export type ActualState = ReadonlyMap<RelPath, Located>;

/**
 * `path` is where the file really is: it differs from the asked path only where `.claude`, or a folder directly in it, is a
 * link to a folder of the same repository.
 */
export interface Located {
  readonly path: RelPath;
  readonly file: ActualFile;
}
