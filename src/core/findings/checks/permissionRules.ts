import { isObject } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import type { FileCheck, Told } from '../check.ts';
import { isTool, TOOLS } from '../client/tools.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile } from '../reading.ts';

type List = 'allow' | 'ask' | 'deny';
/** Tools whose path rules the client never looks at: it asks for Edit(path) instead. */
const EDITORS = new Set(['Write', 'MultiEdit', 'NotebookEdit']);

/** Permission rules that the client skips, or that can never fit. */
export const permissionRules: FileCheck = {
  of: 'file',
  roles: ['settings'],
  find: (file) => {
    const permissions = objectIn(file)?.['permissions'];
    if (!isObject(permissions)) return [];
    return (['allow', 'ask', 'deny'] as const).flatMap((list) => {
      const rules = permissions[list];
      return Array.isArray(rules) ? rules.flatMap((rule, index) => judged(file, list, index, rule)) : [];
    });
  },
};

function judged(file: ReadFile, list: List, index: number, rule: unknown): Told[] {
  const where = at(file, ['permissions', list, index]);
  const shape = typeof rule === 'string' ? malformed(rule, list) : 'it is not a text';
  if (shape !== undefined) {
    return [
      {
        check: 'permission-rule-malformed',
        severity: list === 'allow' ? 'medium' : 'high',
        ...where,
        wrong: `The ${list} rule ${JSON.stringify(rule)} is not one: ${shape}.`,
        effect: `Claude Code skips it${list === 'allow' ? '' : ': what it should stop is not stopped'}.`,
        remedy: 'Write Tool or Tool(content), the tool with a capital, the bracket at the end.',
      },
    ];
  }
  return [...unknownTool(where, list, rule as string), ...unusedPath(where, list, rule as string)];
}

function malformed(rule: string, list: List): string | undefined {
  if (rule.startsWith('mcp__')) return undefined;
  if (rule === '*') return list === 'allow' ? '"*" alone is not allowed in allow' : undefined;
  if (!/^[A-Z]/.test(rule)) return 'it does not begin with a capital';
  const open = rule.indexOf('(');
  if (open < 0) return rule.includes(')') ? 'its bracket is not opened' : undefined;
  if (!rule.endsWith(')')) return 'it does not end with its bracket';
  return open === rule.length - 2 ? 'its brackets are empty' : undefined;
}

function unknownTool(where: Pick<Told, 'path'>, list: List, rule: string): Told[] {
  const tool = rule.split('(')[0]!;
  if (tool === '*' || tool.includes('*') || isTool(tool)) return [];
  const near = nearest(tool, TOOLS);
  return [
    {
      check: 'permission-tool-unknown',
      severity: near === undefined ? 'low' : list === 'deny' ? 'high' : 'medium',
      ...where,
      wrong: `The ${list} rule "${rule}" names no tool that Claude Code 2.1.330 has.`,
      effect: 'Claude Code takes it without a word; it never fits.',
      remedy: near === undefined ? 'Take it out, or correct the name.' : `Did you mean "${near}"?`,
    },
  ];
}

function unusedPath(where: Pick<Told, 'path'>, list: List, rule: string): Told[] {
  const match = /^(\w+)\((.*)\)$/.exec(rule);
  if (match === null || !EDITORS.has(match[1]!)) return [];
  return [
    {
      check: 'permission-path-unused',
      severity: list === 'allow' ? 'medium' : 'high',
      ...where,
      wrong: `The ${list} rule "${rule}" has a path for ${match[1]}.`,
      effect: 'Claude Code looks at paths of Read(…) and Edit(…) only; this one is never asked.',
      remedy: `Write Edit(${match[2]}): it is for every tool that changes files.`,
    },
  ];
}
