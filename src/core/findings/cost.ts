import { byText } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import { HOPS, importsOf, resolved } from './memory.ts';
import { type ReadFile, type ReadTree, readTree } from './reading.ts';
import { tokensIn } from './tokens.ts';
import type { Tree } from './tree.ts';

/** When the client gives a text to the model: in every session, when a file is read that it is about, when somebody asks for it. */
export const OCCASIONS = ['always', 'onPath', 'onInvocation'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** What one file costs on one occasion. A skill has two: its description always, its text when it is used. */
export interface CostItem {
  readonly path: RelPath;
  readonly when: Occasion;
  /** As `tokensIn` estimates it. */
  readonly tokens: number;
}

/** What a tree costs in tokens. */
export interface Cost extends Readonly<Record<Occasion, number>> {
  /** The most expensive first. */
  readonly items: readonly CostItem[];
}

/** The client lists so many characters of a description (seen in Claude Code 2.1.330). */
const LISTED = 1536;

/**
 * What the texts of a tree cost: instructions with their imports, rules, and what can be invoked. Not counted is what the tree does not
 * hold: the client's own prompt, servers, what hooks print; nor output styles, of which at most one is used. Pure.
 */
export function costOf(tree: Tree): Cost {
  const read = readTree(tree);
  const items = [
    ...instructions(read),
    ...['skill', 'command', 'agent'].flatMap((role) => invoked(read, role as 'skill')),
  ];
  return summed(items.filter(({ tokens }) => tokens > 0));
}

/** Two costs of different files as one. */
export function together(a: Cost, b: Cost): Cost {
  return summed([...a.items, ...b.items]);
}

/** The cost of items together. */
function summed(items: readonly CostItem[]): Cost {
  const sum = { always: 0, onPath: 0, onInvocation: 0 };
  for (const { when, tokens } of items) sum[when] += tokens;
  return {
    ...sum,
    items: [...items].sort((a, b) => b.tokens - a.tokens || byText(a.path, b.path) || byText(a.when, b.when)),
  };
}

/** Instructions with what they import; what several import is loaded once, and always when one of them is. */
function instructions(tree: ReadTree): CostItem[] {
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const items = new Map<RelPath, CostItem>();
  const load = (file: ReadFile, when: Occasion, depth: number): void => {
    if (items.has(file.path) || file.is.binary) return;
    items.set(file.path, { path: file.path, when, tokens: tokensIn(visible(file)) });
    if (depth > HOPS) return;
    for (const found of importsOf(file).read) {
      const to = resolved(file.path, found.path);
      const next = to === undefined ? undefined : files.get(to);
      if (next !== undefined) load(next, when, depth + 1);
    }
  };
  const texts = [...loadedMemory(tree), ...tree.of('rule')].map((file) => [file, occasionOf(file)] as const);
  for (const when of ['always', 'onPath'] as const) {
    for (const [file, its] of texts) if (its === when) load(file, when, 1);
  }
  return [...items.values()];
}

/** AGENTS.md is read only where there is no CLAUDE.md (seen in 2.1.330). */
function loadedMemory(tree: ReadTree): readonly ReadFile[] {
  const memory = tree.of('memory');
  const own = memory.filter(({ path }) => path !== 'AGENTS.md');
  return own.some(({ base }) => base === '') ? own : memory;
}

/** What stands in a folder of the project is loaded when a file there is read. */
function occasionOf({ role, base, is }: ReadFile): Occasion {
  return base !== '' || (role === 'rule' && hasPaths(is.matter.data['paths'])) ? 'onPath' : 'always';
}

/** False for paths that the client does not read; such a rule is always loaded. */
function hasPaths(paths: unknown): boolean {
  if (typeof paths === 'string') return paths.trim() !== '';
  return Array.isArray(paths) && paths.length > 0 && paths.every((item) => typeof item === 'string');
}

/** The client takes out front matter, and comments that begin a line (seen in 2.1.330). */
function visible({ role, is }: ReadFile): string {
  const text = role === 'rule' ? is.matter.body : is.text;
  let left = '';
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', at + 4)) {
    const end = text.indexOf('-->', at);
    if (end < 0) break;
    if (at > 0 && text[at - 1] !== '\n') continue;
    left += text.slice(from, at);
    from = end + 3;
    at = end;
  }
  return left + text.slice(from);
}

function invoked(tree: ReadTree, role: 'skill' | 'command' | 'agent'): CostItem[] {
  return tree.of(role).flatMap((file): CostItem[] => {
    if (file.is.binary) return [];
    const { data, body } = file.is.matter;
    // Such an agent is not loaded at all.
    if (role === 'agent' && (typeof data['name'] !== 'string' || typeof data['description'] !== 'string')) return [];
    const used: CostItem = { path: file.path, when: 'onInvocation', tokens: tokensIn(body) };
    if (data['disable-model-invocation'] === true) return [used];
    const when = file.base !== '' || (role !== 'agent' && hasPaths(data['paths'])) ? 'onPath' : 'always';
    return [{ path: file.path, when, tokens: tokensIn(listing(file)) }, used];
  });
}

/** What the model reads of something it may invoke: its name and what it is for. */
function listing({ role, path, is }: ReadFile): string {
  const { data, body } = is.matter;
  const text = [data['description'], data['when_to_use']].filter((part) => typeof part === 'string').join(' ');
  const first = body.trimStart().split('\n', 1)[0]!.trimEnd();
  const name = role === 'agent' && typeof data['name'] === 'string' ? data['name'] : nameOf(path);
  return `- ${name}: ${(text === '' ? first : text).slice(0, LISTED)}\n`;
}

/** `tdd:cycle` of `.claude/commands/tdd/cycle.md`, `s` of `.claude/skills/s/SKILL.md`. */
function nameOf(path: string): string {
  const [, name = path] = /(?:commands|skills)\/(.*?)(?:\/SKILL)?\.md$/.exec(path) ?? [];
  return name.replaceAll('/', ':');
}
