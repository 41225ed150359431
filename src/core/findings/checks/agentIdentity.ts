import type { FileCheck, Told } from '../check.ts';
import { lineOfKey } from '../frontMatter.ts';
import type { ReadFile } from '../reading.ts';

const SKIPPED = 'Claude Code skips the file without a word: there is no such agent.';

/** An agent is known by `name` and `description` of its front matter; without both it is no agent (seen in 2.1.330). */
export const agentIdentity: FileCheck = {
  of: 'file',
  roles: ['agent'],
  find: (file) => [...missing(file, 'name'), ...missing(file, 'description'), ...unusable(file)],
};

function missing(file: ReadFile, key: 'name' | 'description'): Told[] {
  const { matter } = file.is;
  // What has no front matter that can be read is told by another check.
  if (matter.state === 'unparsable' || matter.state === 'not-keys' || matter.state === 'unclosed') return [];
  const value = matter.data[key];
  if (typeof value === 'string' ? value.trim() !== '' : typeof value === 'number') return [];
  const wrong = matter.state === 'none' ? `It has no front matter, so no ${key}.` : `Its front matter has no ${key}.`;
  const remedy =
    key === 'name'
      ? 'Begin the file with front matter that has name: and description:.'
      : 'Add description: with when to use the agent.';
  const common = { path: file.path, line: 1, wrong, effect: SKIPPED, remedy, severity: 'high' as const };
  return key === 'name'
    ? [{ check: 'agent-without-name', ...common }]
    : matter.state === 'none'
      ? []
      : [{ check: 'agent-without-description', ...common }];
}

function unusable(file: ReadFile): Told[] {
  const { matter } = file.is;
  const { name } = matter.data;
  if (typeof name !== 'string' || !(name.includes(':') || name.startsWith('-'))) return [];
  return [
    {
      check: 'agent-name-refused',
      severity: 'high',
      path: file.path,
      line: lineOfKey(matter, 'name'),
      wrong: `The agent's name is "${name}".`,
      effect: 'Claude Code skips an agent with a colon in its name or a hyphen at its beginning.',
      remedy: 'Use letters, digits and hyphens.',
    },
  ];
}
