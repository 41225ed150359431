import type { TargetName } from '../values/target.ts';
import { entryLines, type Facts } from './entryText.ts';
import type { Proposal } from './propose.ts';
import { listLines, scalar } from './yamlText.ts';

const LAYERED = '#   languages/, frameworks/             what all repositories of one language or framework get';

const isLayered = (path: string): boolean => /^(?:languages|frameworks)\//.test(path);

const HEAD = [
  '# What Claude Code is configured with in these repositories. The files that are named here are in desired-state/:',
  '#   commands/, skills/, agents/, …      what is common; selected below',
  '#   settings/                           fields of settings.json and .mcp.json that several have',
  LAYERED,
  '#   repositories/<name>/                what one repository has in a version of its own, or alone',
  '#',
  '# `reconcile plan` shows that nothing but the records of ownership would be written; `reconcile apply` writes them.',
  "version: '1.0'",
];

/** The text of a canonical.yaml for a new hub. @param workspace where relative paths start */
export function newCanonical(
  proposal: Proposal,
  facts: ReadonlyMap<TargetName, Facts>,
  workspace: string | undefined,
): string {
  const lines = HEAD.filter((line) => line !== LAYERED || [...proposal.library.keys()].some(isLayered));
  if (workspace !== undefined) lines.push(`workspace: ${scalar(workspace)}`);
  const { select, settings } = proposal.global;
  if (select.size > 0 || settings.length > 0) {
    lines.push('', '# Every repository gets these, but for what it excludes.', 'global:');
    for (const [kind, patterns] of select) lines.push(...listLines('  ', kind, patterns));
    if (settings.length > 0) lines.push(...listLines('  ', 'settings', settings));
  }
  const home = proposal.targets.find((part) => part.isHome);
  if (home !== undefined) lines.push('', '# ~/.claude', ...entryLines(home, facts.get(home.name)!, ''));
  const repositories = proposal.targets.filter((part) => !part.isHome);
  if (repositories.length > 0) {
    lines.push('', 'repositories:');
    for (const part of repositories) lines.push(...entryLines(part, facts.get(part.name)!, '  '));
  }
  return `${lines.join('\n')}\n`;
}
