import type { FileCheck, Told } from '../check.ts';
import type { ReadFile } from '../reading.ts';
import type { Role } from '../tree.ts';

/** What the client does with a file whose front matter says nothing to it. */
const WITHOUT: Readonly<Partial<Record<Role, string>>> = {
  agent: 'Claude Code skips the agent without a word.',
  skill: 'Claude Code loads the skill without any of its settings; its first line becomes its description.',
  command: 'Claude Code loads the command without any of its settings, allowed-tools and description too.',
  rule: 'Claude Code cannot read its paths: the rule is always loaded, or never.',
  'output-style': 'Claude Code loads the style without name and description.',
};

/** Front matter that is not read as what it was meant for. */
export const frontMatterShape: FileCheck = {
  of: 'file',
  roles: ['agent', 'skill', 'command', 'rule', 'output-style'],
  find: (file) => [...unread(file), ...late(file), ...cut(file), ...lenient(file)],
};

function unread(file: ReadFile): Told[] {
  const { state } = file.is.matter;
  const common = { path: file.path, line: 1, severity: 'high' as const, effect: WITHOUT[file.role] ?? '' };
  if (state === 'unclosed') {
    const remedy = 'Close the front matter with a line "---".';
    return [{ check: 'front-matter-unclosed', ...common, wrong: 'Its front matter has no end.', remedy }];
  }
  if (state === 'unparsable') {
    const remedy = 'Put values that hold signs of YAML ([ { * & # : ") in quotes.';
    return [
      { check: 'front-matter-unparsable', ...common, wrong: 'Its front matter is not YAML, or very long.', remedy },
    ];
  }
  if (state !== 'not-keys') return [];
  const remedy = 'Write "key: value" lines.';
  return [{ check: 'front-matter-unparsable', ...common, wrong: 'Its front matter has no keys.', remedy }];
}

/** A first line that is not `---`: the front matter below it is body. */
function late(file: ReadFile): Told[] {
  if (file.is.matter.state !== 'none') return [];
  const match = /^(?:[ \t]*\r?\n|[ \t]*<!--[^\n]*-->[ \t]*\r?\n|[ \t]*```[a-z]*\r?\n)+---[ \t]*\r?\n[A-Za-z-]+:/.exec(
    file.is.text.slice(0, 2000),
  );
  if (match === null) return [];
  return [
    {
      check: 'front-matter-not-first',
      severity: 'high',
      path: file.path,
      line: 1,
      wrong: 'Something stands before its front matter.',
      effect: WITHOUT[file.role] ?? '',
      remedy: 'Make "---" the first line of the file.',
    },
  ];
}

/** The client ends front matter at the first `---`, wherever that is. */
function cut(file: ReadFile): Told[] {
  const { matter } = file.is;
  if (matter.state === 'none' || matter.state === 'unclosed') return [];
  if (matter.source === '' || matter.source.endsWith('\n')) return [];
  return [
    {
      check: 'front-matter-cut',
      severity: 'high',
      path: file.path,
      line: matter.source.split('\n').length + 1,
      wrong: 'A value of its front matter holds "---".',
      effect: 'Claude Code ends the front matter there; the rest of it becomes part of the text.',
      remedy: 'Take "---" out of the value.',
    },
  ];
}

function lenient(file: ReadFile): Told[] {
  if (file.is.matter.state !== 'lenient' || file.role === 'rule') return [];
  return [
    {
      check: 'front-matter-not-yaml',
      severity: 'low',
      path: file.path,
      line: 1,
      wrong: 'Its front matter is not quite YAML; an unquoted value holds a sign of YAML, such as ": ".',
      effect: 'Claude Code reads it nevertheless, other tools refuse it.',
      remedy: 'Put the value in quotes.',
    },
  ];
}
