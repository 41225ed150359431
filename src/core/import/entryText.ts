import type { Commands } from '../detect/project.ts';
import type { TargetPart } from './propose.ts';
import { listLines, scalar } from './yamlText.ts';

/** What a person would write down about a repository besides what it gets. */
export interface Facts {
  /** As it stands in canonical.yaml: relative to `workspace`, or absolute. */
  readonly path: string;
  readonly language?: string;
  readonly framework?: string;
  readonly commands?: Commands;
}

/** The keys of an entry that say these facts, in the order in which a person would write them. */
export function factsAsKeys({ path, language, framework, commands }: Facts): [key: string, value: string][] {
  const keys = {
    path,
    language,
    framework,
    test_command: commands?.test,
    lint_command: commands?.lint,
    format_command: commands?.format,
  };
  return Object.entries(keys).filter((pair): pair is [string, string] => pair[1] !== undefined);
}

/** The entry of a target in canonical.yaml, with comments that say why, as lines without a final newline. */
export function entryLines(part: TargetPart, facts: Facts, indent: string): string[] {
  const inner = `${indent}  `;
  const lines = [`${indent}${part.isHome ? 'home' : scalar(part.name)}:`];
  if (!part.isHome) for (const [key, value] of factsAsKeys(facts)) lines.push(`${inner}${key}: ${scalar(value)}`);
  for (const [kind, patterns] of part.select) lines.push(...listLines(inner, kind, patterns));
  if (part.settings.length > 0) {
    if (part.settings.some((item) => typeof item !== 'string'))
      lines.push(`${inner}# A null takes away what it would get otherwise; what it has of that is in its own layer.`);
    lines.push(...listLines(inner, 'settings', part.settings));
  }
  if (part.exclude.length > 0) {
    lines.push(`${inner}# The others have these, it has not. Take a line out to have it delivered.`);
    lines.push(...listLines(inner, 'exclude', part.exclude));
  }
  if (part.keeps) {
    lines.push(`${inner}# Another hub has written here: what this one does not know of is left as it is, not deleted.`);
    lines.push(`${inner}policy: {prune: false}`);
  }
  // An entry must be more than its name.
  return part.isHome && lines.length === 1 ? [`${indent}home: true`] : lines;
}
