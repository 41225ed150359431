import { type ReadFile, readTree } from '../findings/reading.ts';
import { treeOf } from '../findings/tree.ts';
import type { RelPath } from '../values/paths.ts';
import { issueOf } from './checks.ts';
import type { Issue } from './issue.ts';
import type { SeenTarget } from './seen.ts';

/** What a text names, whatever tree it stands in. */
interface Mention {
  readonly kind: 'path' | 'command' | 'skill' | 'agent';
  readonly name: string;
  readonly line: number;
}

/** Agents that Claude Code brings with it (2.1.330). */
const BUILT_IN = new Set([
  'general-purpose',
  'explore',
  'plan',
  'statusline-setup',
  'claude-code-guide',
  'output-style-setup',
]);

const PATH = /(?<![\w/.~$}-])\.claude\/(?:commands|skills|agents|rules|hooks|output-styles)\/[\w./-]*\w\.\w+/g;
const COMMAND = /(?<=`)\/([\w-]+):([\w:-]+)(?=[`\s])/g;

const known = new WeakMap<Uint8Array, readonly Mention[]>();

/**
 * What the texts of a target name that is not there: paths below `.claude/`, commands of a folder that exists, and the skills and agents of
 * front matter. Those of the home count too.
 */
export function deadReferences(seen: SeenTarget, homes: readonly SeenTarget[]): Issue[] {
  if (seen.kind === 'directory') return [];
  const issues: Issue[] = [];
  const there = new There([seen, ...homes.filter((home) => home !== seen)]);
  for (const file of readTree(seen.tree).files) {
    if (file.role === 'other' || file.role === 'settings' || file.role === 'mcp' || file.is.binary) continue;
    for (const mention of mentionsOf(file)) {
      if (there.has(mention, file.base)) continue;
      const what = mention.kind === 'path' ? mention.name : `the ${mention.kind} ${mention.name}`;
      const message = `names ${what}, which is not there`;
      const remedy = 'Correct the name, or put what is named there.';
      issues.push(
        issueOf('dead-reference', {
          target: seen.name,
          path: file.path,
          line: mention.line,
          message,
          remedy,
          fixable: false,
        }),
      );
    }
  }
  return issues;
}

/** What a target and the home have. Asked for only when something is named. */
class There {
  readonly #targets: readonly SeenTarget[];
  #names: { readonly skills: Set<string>; readonly agents: Set<string>; readonly commands: Set<string> } | undefined;

  constructor(targets: readonly SeenTarget[]) {
    this.#targets = targets;
  }

  /** @param base the folder whose tree names it: what stands there counts beside what stands at the top */
  has({ kind, name }: Mention, base: string): boolean {
    if (kind === 'path') return this.#isPath(name, base);
    this.#names ??= this.#collect();
    const { skills, agents, commands } = this.#names;
    if (kind === 'skill') return skills.has(name) || name.includes(':');
    if (kind === 'agent') return agents.has(name) || BUILT_IN.has(name.toLowerCase()) || name.includes(':');
    // Only a folder that is there tells that its commands are meant: others may be of plugins.
    const folder = name.slice(0, name.indexOf(':') + 1);
    return commands.has(name) || ![...commands].some((command) => command.startsWith(folder));
  }

  #isPath(name: string, base: string): boolean {
    const { kind, tree } = this.#targets[0]!;
    return kind !== 'repository' || tree.files.has(name as RelPath) || tree.files.has(`${base}${name}` as RelPath);
  }

  #collect() {
    const names = { skills: new Set<string>(), agents: new Set<string>(), commands: new Set<string>() };
    for (const { tree, kind } of this.#targets) {
      const prefix = treeOf(kind);
      for (const file of readTree(tree).files) {
        const inside = file.path.slice(file.base.length + prefix.length);
        if (file.role === 'skill') names.skills.add(inside.split('/')[1]!);
        const { name } = file.is.matter.data;
        if (file.role === 'agent' && typeof name === 'string') names.agents.add(name);
        if (file.role === 'command')
          names.commands.add(inside.slice('commands/'.length, -'.md'.length).replaceAll('/', ':'));
      }
    }
    return names;
  }
}

function mentionsOf(file: ReadFile): readonly Mention[] {
  let mentions = known.get(file.bytes);
  if (mentions === undefined) {
    mentions = [...inText(file.is.text), ...inMatter(file)];
    known.set(file.bytes, mentions);
  }
  return mentions;
}

function inText(text: string): Mention[] {
  const found: Mention[] = [];
  if (!text.includes('.claude/') && !text.includes('`/')) return found;
  for (const [index, line] of text.split('\n').entries()) {
    for (const [name] of line.matchAll(PATH)) found.push({ kind: 'path', name, line: index + 1 });
    for (const [, folder, rest] of line.matchAll(COMMAND))
      found.push({ kind: 'command', name: `${folder}:${rest}`, line: index + 1 });
  }
  return found;
}

function inMatter({ role, is }: ReadFile): Mention[] {
  const { data } = is.matter;
  const listed = (value: unknown): string[] => {
    if (typeof value === 'string')
      return value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
    return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  };
  if (role === 'agent') return listed(data['skills']).map((name) => ({ kind: 'skill', name, line: 1 }));
  if (role === 'command' || role === 'skill')
    return listed(data['agent']).map((name) => ({ kind: 'agent', name, line: 1 }));
  return [];
}
