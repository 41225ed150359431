import type { FileCheck } from '../check.ts';
import { baseOf } from '../tree.ts';

/** Settings in a folder of a project: unlike instructions, rules, skills, commands and agents, they are not read from there (seen in 2.1.330). */
export const settingsPlace: FileCheck = {
  of: 'file',
  roles: ['settings'],
  find: ({ path }) => {
    const base = baseOf(path, 'repository');
    // In the home there are none: its tree is the target itself.
    if (base === '' || !path.startsWith(`${base}.claude/`)) return [];
    const wrong = 'These are settings of a folder in the project.';
    if (path.endsWith('.local.json')) {
      const effect = 'Claude Code reads settings.local.json at the top of the repository only.';
      const remedy = 'Put what is in it there.';
      return [{ check: 'settings-of-a-folder', severity: 'medium', path, wrong, effect, remedy }];
    }
    const effect = `Claude Code uses them only where it is started in ${base}; elsewhere their hooks and rules do nothing.`;
    const remedy = "Put what is meant for everybody into the project's own .claude/settings.json.";
    return [{ check: 'settings-of-a-folder', severity: 'low', path, wrong, effect, remedy }];
  },
};
