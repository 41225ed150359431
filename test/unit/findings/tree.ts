import type { Finding } from '../../../src/core/findings/finding.ts';
import { lintTree } from '../../../src/core/findings/lint.ts';
import type { Tree, TreeFile } from '../../../src/core/findings/tree.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

/** The content of files by path; a path that ends in `*` is executable; what is no text is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** A tree of these files. */
export function treeOf(files: Files, over: Partial<Tree> = {}): Tree {
  const entries = Object.entries(files).map(([name, content]): [RelPath, TreeFile] => {
    const path = name.replace(/\*$/, '') as RelPath;
    const bytes =
      content instanceof Uint8Array
        ? content
        : bytesOf(typeof content === 'string' ? content : JSON.stringify(content));
    return [path, { path, bytes, mode: name.endsWith('*') ? '100755' : '100644' }];
  });
  return { kind: 'repository', files: new Map(entries), complete: true, ...over };
}

/** What is found in these files, as `check path:line`. */
export function told(files: Files, over: Partial<Tree> = {}): string[] {
  return lintTree(treeOf(files, over)).map(
    ({ check, path, line }) => `${check} ${path}${line === undefined ? '' : `:${line}`}`,
  );
}

/** The one finding in these files. */
export function only(files: Files, over: Partial<Tree> = {}): Finding {
  const found = lintTree(treeOf(files, over));
  if (found.length !== 1) throw new Error(`one finding was wanted: ${JSON.stringify(found, null, 2)}`);
  return found[0]!;
}
