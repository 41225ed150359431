import type { Json } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import type { FileCheck, Told } from '../check.ts';
import { isTool, TOOLS } from '../client/tools.ts';
import { lineOfKey } from '../frontMatter.ts';
import type { ReadFile } from '../reading.ts';

const MOST = 100;

/** `tools` of an agent, `allowed-tools` of a skill or command: names that no tool has. */
export const toolNames: FileCheck = {
  of: 'file',
  roles: ['agent', 'skill', 'command'],
  find: (file) => {
    const keys = file.role === 'agent' ? ['tools', 'disallowedTools'] : ['allowed-tools', 'disallowed-tools'];
    return keys.flatMap((key) => unknown(file, key));
  },
};

function unknown(file: ReadFile, key: string): Told[] {
  const names = toolsIn(file.is.matter.data[key]).filter((tool) => tool !== '*' && !isTool(tool));
  return names.slice(0, MOST).map((tool) => {
    const near = TOOLS.find((name) => name.toLowerCase() === tool.toLowerCase()) ?? nearest(tool, TOOLS);
    const effect =
      key === 'tools'
        ? 'Claude Code leaves it out: the agent does not get the tool.'
        : 'Claude Code takes it without a word; it never fits.';
    return {
      check: 'tool-unknown',
      severity: near === undefined ? 'low' : 'medium',
      path: file.path,
      line: lineOfKey(file.is.matter, key),
      wrong: `Its ${key} name "${tool}", which is no tool of Claude Code 2.1.330.`,
      effect,
      remedy: near === undefined ? 'Take it out, or correct the name.' : `Did you mean "${near}"?`,
    };
  });
}

/** A list, or a text with commas. What stands in brackets belongs to the tool before it, commas too. */
function toolsIn(value: Json | undefined): string[] {
  const all = Array.isArray(value) ? value : [value];
  const texts = all.filter((one) => typeof one === 'string').map((text) => text.slice(0, 4000));
  const names = texts.flatMap((text) => text.replace(/\([^()]*\)/g, '').split(/[,\s]+/));
  return names.filter((name) => /^[A-Za-z_*][\w*-]*$/.test(name) && name.length <= 64);
}
