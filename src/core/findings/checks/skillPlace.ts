import { baseName, type RelPath } from '../../values/paths.ts';
import type { Told, TreeCheck } from '../check.ts';
import type { ReadTree } from '../reading.ts';
import { treeOf } from '../tree.ts';

const NOT_LOADED = 'Claude Code does not load it: only skills/<name>/SKILL.md is a skill.';

/** Skills where the client does not look for them (seen in 2.1.330). */
export const skillPlace: TreeCheck = { of: 'tree', find: misplaced };

function misplaced({ tree, files }: ReadTree): Told[] {
  if (tree.kind === 'directory') return [];
  const told: Told[] = [];
  for (const { path, base } of files) {
    const top = `${base}${treeOf(tree.kind)}skills/`;
    if (!path.startsWith(top)) continue;
    const place = placeOf(path.slice(top.length), top, tree.files);
    if (place !== undefined)
      told.push({ check: 'skill-misplaced', severity: 'high', path, effect: NOT_LOADED, ...place });
  }
  return told;
}

function placeOf(
  inside: string,
  top: string,
  files: ReadonlyMap<RelPath, unknown>,
): { wrong: string; remedy: string } | undefined {
  const parts = inside.split('/');
  const name = baseName(inside);
  if (parts.length === 1) {
    if (!/\.md$/i.test(name) || /^readme\.md$/i.test(name)) return undefined;
    return {
      wrong: 'It stands in skills/ itself.',
      remedy: `Move it to ${top}${name.replace(/\.md$/i, '')}/SKILL.md.`,
    };
  }
  if (files.has(`${top}${parts[0]}/SKILL.md` as RelPath)) return undefined;
  if (parts.length === 2 && /^skill\.md$/i.test(name))
    return { wrong: `It is called ${name}.`, remedy: 'Rename it to SKILL.md, in capitals.' };
  if (parts.length < 3 || name !== 'SKILL.md') return undefined;
  return { wrong: 'It is too deep in skills/.', remedy: `Move its folder to ${top}${parts.at(-2)}/.` };
}
