import type { FileCheck } from '../check.ts';

const FOLDER = /^(?:(?:[^/]+\/)*\.claude\/)?(commands|agents|rules|output-styles)\/.*\.(markdown|mdx|mdc|txt|MD|Md)$/;

/** Files beside commands, agents, rules and styles that were meant to be some, but do not end in `.md`. */
export const ending: FileCheck = {
  of: 'file',
  roles: ['other'],
  find: ({ path }) => {
    const match = FOLDER.exec(path);
    if (match === null) return [];
    return [
      {
        check: 'ending-not-read',
        severity: 'medium',
        path,
        wrong: `It ends in .${match[2]}.`,
        effect: `Claude Code reads only .md files in ${match[1]}/.`,
        remedy: 'Rename it to end in .md, or keep it elsewhere.',
      },
    ];
  },
};
