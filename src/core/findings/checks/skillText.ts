import { baseName } from '../../values/paths.ts';
import type { FileCheck, Told } from '../check.ts';
import { lineOfKey } from '../frontMatter.ts';
import type { ReadFile } from '../reading.ts';
import { tokensIn } from '../tokens.ts';

/** The client cuts what it lists of a skill (seen in 2.1.330); the portable rules of Agent Skills are stricter. */
const LISTED = 1536;
const PORTABLE = 1024;
/** What the rules of Agent Skills recommend for the text that is loaded when a skill is used. */
const BODY_TOKENS = 5000;

/** Names, descriptions and size of skills, and descriptions of commands. */
export const skillText: FileCheck = {
  of: 'file',
  roles: ['skill', 'command'],
  find: (file) => [
    ...description(file),
    ...(file.role === 'skill' ? [...name(file), ...size(file)] : []),
    ...first(file),
  ],
};

function description(file: ReadFile): Told[] {
  const { matter } = file.is;
  const { description: text, when_to_use: when } = matter.data;
  const where = { path: file.path, line: lineOfKey(matter, 'description') };
  if (text !== undefined && text !== null && typeof text === 'object') {
    const wrong = 'Its description is not a text.';
    const effect = 'Claude Code drops it, and lists the first line of the text instead.';
    return [
      { check: 'description-not-text', severity: 'medium', ...where, wrong, effect, remedy: 'Put it in quotes.' },
    ];
  }
  const isRead = matter.state === 'read' || matter.state === 'lenient' || matter.state === 'none';
  if (file.role === 'skill' && isRead && (typeof text !== 'string' || text.trim() === '')) {
    const effect = 'Claude Code lists the first line of its text: the model hardly knows when to use it.';
    const remedy = 'Add description: with what it does and when to use it.';
    return [
      {
        check: 'skill-without-description',
        severity: 'medium',
        ...where,
        line: 1,
        wrong: 'It has no description.',
        effect,
        remedy,
      },
    ];
  }
  return tooLong(file, `${typeof text === 'string' ? text : ''}${typeof when === 'string' ? when : ''}`, text);
}

function tooLong(file: ReadFile, listed: string, text: unknown): Told[] {
  const where = { path: file.path, line: lineOfKey(file.is.matter, 'description') };
  if (listed.length > LISTED) {
    const wrong = `Its description has ${listed.length} characters.`;
    const effect = `Claude Code lists the first ${LISTED}; the model never sees the rest.`;
    return [
      { check: 'description-too-long', severity: 'medium', ...where, wrong, effect, remedy: `Say it in ${PORTABLE}.` },
    ];
  }
  if (file.role !== 'skill' || typeof text !== 'string' || text.length <= PORTABLE) return [];
  const wrong = `Its description has ${text.length} characters.`;
  const effect = `Claude Code takes them; the rules of Agent Skills allow ${PORTABLE}, and other clients refuse it.`;
  return [{ check: 'description-too-long', severity: 'low', ...where, wrong, effect, remedy: 'Shorten it.' }];
}

function name(file: ReadFile): Told[] {
  const { matter } = file.is;
  const folder = baseName(file.path.slice(0, -'/SKILL.md'.length));
  const written = matter.data['name'];
  const where = { path: file.path, line: lineOfKey(matter, 'name') };
  if (typeof written === 'string' && written !== folder) {
    const wrong = `Its name is "${written.slice(0, 80)}", its folder ${folder}.`;
    const effect = `Claude Code knows it as /${folder}; other clients refuse it.`;
    return [{ check: 'skill-name-differs', severity: 'low', ...where, wrong, effect, remedy: 'Call both the same.' }];
  }
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(folder) && folder.length <= 64 && !/claude|anthropic/.test(folder)) return [];
  const wrong = `Its name "${folder}" is none by the rules of Agent Skills.`;
  const effect = 'Claude Code takes it; other clients refuse it.';
  const remedy = 'Use at most 64 of a-z, 0-9 and single hyphens, without "claude" or "anthropic".';
  return [{ check: 'skill-name-not-portable', severity: 'low', ...where, wrong, effect, remedy }];
}

function size(file: ReadFile): Told[] {
  const tokens = tokensIn(file.is.matter.body);
  if (tokens <= BODY_TOKENS) return [];
  const wrong = `Its text costs about ${tokens} tokens.`;
  const effect = 'Claude Code loads all of it each time the skill is used.';
  const remedy = `Keep it below ${BODY_TOKENS}, and put what is needed now and then into files beside it.`;
  return [
    {
      check: 'skill-too-large',
      severity: 'low',
      path: file.path,
      line: file.is.matter.bodyLine,
      wrong,
      effect,
      remedy,
    },
  ];
}

/** `$1` of older clients was the first argument; since arguments count from 0 it is the second (seen in 2.1.330). */
function first(file: ReadFile): Told[] {
  const { body, bodyLine } = file.is.matter;
  if (!/(?<![\\$\w])\$1(?!\d)/.test(body) || /(?<![\\$\w])\$0/.test(body)) return [];
  const line = body.split('\n').findIndex((text) => /(?<![\\$\w])\$1(?!\d)/.test(text));
  const wrong = 'It uses $1 and not $0.';
  const effect = 'Claude Code counts arguments from 0: $1 is the second, in code blocks too.';
  const remedy = 'Write $0 for the first argument, or \\$1 where no argument is meant.';
  return [
    { check: 'argument-from-zero', severity: 'medium', path: file.path, line: bodyLine + line, wrong, effect, remedy },
  ];
}
