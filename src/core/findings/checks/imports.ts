import type { Told, TreeCheck } from '../check.ts';
import type { Imports } from '../imports.ts';
import { HOPS, hopsOf, importsOf, resolved } from '../memory.ts';
import type { ReadFile, ReadTree } from '../reading.ts';

/** `@path` in instructions that the client does not follow. */
export const imports: TreeCheck = {
  of: 'tree',
  find: (tree) => [...unread(tree), ...unfollowed(tree)],
};

function unread(tree: ReadTree): Told[] {
  const texts = [...tree.of('memory'), ...tree.of('rule')].filter(({ is }) => !is.binary);
  return texts.flatMap((file) => {
    const found = importsOf(file);
    return [...spoiled(file, found), ...inCode(tree, file, found)];
  });
}

function spoiled(file: ReadFile, found: Imports): Told[] {
  return found.spoiled.map(({ written, path, line }) => ({
    check: 'import-not-read',
    severity: 'medium',
    path: file.path,
    line,
    wrong: `The import ${written} is no bare word.`,
    effect:
      'Claude Code takes the signs around it for a part of the path, or no import for it at all: nothing is loaded.',
    remedy: `Write @${path} with a space or a line end on both sides.`,
  }));
}

/** Only where the file is there: else it is an example. */
function inCode({ tree }: ReadTree, file: ReadFile, found: Imports): Told[] {
  return found.inCode.flatMap(({ path, line }): Told[] => {
    const to = resolved(file.path, path);
    if (to === undefined || !tree.files.has(to)) return [];
    const wrong = `@${path} stands in code.`;
    const effect = 'Claude Code does not import it from there.';
    const remedy = 'Take it out of the code, if it is to be imported.';
    return [{ check: 'import-in-code', severity: 'low', path: file.path, line, wrong, effect, remedy }];
  });
}

function unfollowed(tree: ReadTree): Told[] {
  return hopsOf(tree).flatMap(({ from, import: { path, line }, to, depth }): Told[] => {
    const where = { path: from.path, line };
    if (to === undefined) {
      if (tree.tree.kind === 'home') return [];
      const wrong = `The import @${path} leads out of the project.`;
      const effect = 'Claude Code loads it only after each person has approved it, and never in a run with -p.';
      const remedy = 'Keep the file in the project.';
      return [{ check: 'import-outside', severity: 'medium', ...where, wrong, effect, remedy }];
    }
    if (depth > HOPS) {
      const wrong = `The import @${path} is the ${depth}th in a row.`;
      const effect = `Claude Code follows ${HOPS}; it does not load this one.`;
      return [
        { check: 'import-too-deep', severity: 'medium', ...where, wrong, effect, remedy: 'Import it further up.' },
      ];
    }
    // A word like @someone is a mention; a path that is not there was meant as an import.
    if (!tree.tree.complete || tree.tree.files.has(to) || !/\/|\.[A-Za-z]{1,5}$/.test(path) || isPackage(path))
      return [];
    const wrong = `The import @${path} leads nowhere.`;
    const effect = 'Claude Code says nothing about it, and loads nothing.';
    return [
      {
        check: 'import-missing',
        severity: 'medium',
        ...where,
        wrong,
        effect,
        remedy: 'Correct the path, or take it out.',
      },
    ];
  });
}

/** `@scope/package`, `@user`: an import of files has an ending. */
function isPackage(path: string): boolean {
  return !/\.[A-Za-z]{1,8}$/.test(path);
}
