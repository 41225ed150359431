import type { RelPath } from '../../values/paths.ts';
import type { Told, TreeCheck } from '../check.ts';
import type { ReadFile, ReadTree } from '../reading.ts';
import { treeOf } from '../tree.ts';

/** Two things of one name, of which the client takes one. */
export const names: TreeCheck = { of: 'tree', find: (tree) => [...hiddenCommands(tree), ...agentTwins(tree)] };

function hiddenCommands(tree: ReadTree): Told[] {
  return tree.of('command').flatMap((command): Told[] => {
    const top = `${command.base}${treeOf(tree.tree.kind)}`;
    const name = command.path.slice(`${top}commands/`.length, -'.md'.length).replaceAll('/', ':');
    const skill = `${top}skills/${name}/SKILL.md` as RelPath;
    if (!tree.tree.files.has(skill)) return [];
    return [
      {
        check: 'command-hidden',
        severity: 'medium',
        path: command.path,
        wrong: `The command /${name} has the name of a skill, ${skill}.`,
        effect: 'Claude Code runs the skill; the command is never reached.',
        remedy: 'Rename or delete one of them.',
      },
    ];
  });
}

function agentTwins(tree: ReadTree): Told[] {
  const first = new Map<string, ReadFile>();
  const told: Told[] = [];
  for (const file of tree.of('agent')) {
    const { name } = file.is.matter.data;
    if (typeof name !== 'string') continue;
    // The agents of a folder may stand in for those above it.
    const key = `${file.base}\0${name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    else
      told.push({
        check: 'agent-twice',
        severity: 'high',
        path: file.path,
        wrong: `The agent "${name}" is also in ${other.path}.`,
        effect: 'Claude Code takes one of the two; which one is not defined.',
        remedy: 'Give each a name of its own, or delete one.',
      });
  }
  return told;
}
