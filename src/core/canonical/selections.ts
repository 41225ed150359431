import type { Hook, SettingsObject, Selections as WrittenSelections } from '../../../generated/canonical.ts';
import type { JsonObject } from '../values/json.ts';
import type { HookSelected, Selected, SelectionKind, Selections, SettingsSelected } from './canonical.ts';
import { EVENT_NAMES, TOOL_EVENTS } from './events.ts';
import { readHookSettings } from './hookSettings.ts';
import { type Path, pathText } from './places.ts';
import { lineOf, type Reading, wrong } from './reading.ts';

type Written = NonNullable<WrittenSelections>;

/** The picks from the library that stand at `path`, in the order they are written. */
export function readSelections(reading: Reading, path: Path, written: Written): Selections {
  const pick = (kind: SelectionKind): Selected[] => readList(reading, [...path, kind], written[kind]);
  return {
    commands: pick('commands'),
    skills: pick('skills'),
    agents: pick('agents'),
    rules: pick('rules'),
    outputStyles: pick('outputStyles'),
    scripts: pick('scripts'),
    seeds: pick('seeds'),
    memory: pick('memory'),
    settings: [
      ...readSettings(reading, [...path, 'settings'], written.settings),
      ...readHookSettings(reading, [...path, 'hookSettings'], written.hookSettings),
    ],
    hooks: readHooks(reading, [...path, 'hooks'], written.hooks ?? {}),
  };
}

/** What stands later is laid over what stands before. */
export function joined(first: Selections, second: Selections): Selections {
  return {
    commands: [...first.commands, ...second.commands],
    skills: [...first.skills, ...second.skills],
    agents: [...first.agents, ...second.agents],
    rules: [...first.rules, ...second.rules],
    outputStyles: [...first.outputStyles, ...second.outputStyles],
    scripts: [...first.scripts, ...second.scripts],
    seeds: [...first.seeds, ...second.seeds],
    memory: [...first.memory, ...second.memory],
    settings: [...first.settings, ...second.settings],
    hooks: [...first.hooks, ...second.hooks],
  };
}

/** A list of names, each with its place. */
export function readList(reading: Reading, path: Path, list: readonly string[] | null | undefined): Selected[] {
  const selector = pathText(path);
  return (list ?? []).map((pattern, index) => {
    return { pattern, selector: `${selector} ${pattern}`, place: lineOf(reading, [...path, index]) };
  });
}

function readSettings(reading: Reading, path: Path, settings: Written['settings']): SettingsSelected[] {
  const selector = pathText(path);
  const inline = (object: SettingsObject, at: Path): SettingsSelected => {
    return { inline: object as JsonObject, selector, place: lineOf(reading, at) };
  };
  if (settings === null || settings === undefined) return [];
  if (!Array.isArray(settings)) return [inline(settings, path)];
  return settings.map((item, index) => {
    const at = [...path, index];
    if (typeof item !== 'string') return inline(item, at);
    return { pattern: item, selector: `${selector} ${item}`, place: lineOf(reading, at) };
  });
}

function readHooks(reading: Reading, path: Path, hooks: NonNullable<Written['hooks']>): HookSelected[] {
  const found: HookSelected[] = [];
  for (const [written, list] of Object.entries(hooks)) {
    const event = EVENT_NAMES.get(written);
    // Only where unknown keys are warnings.
    if (event === undefined) continue;
    for (const [index, hook] of (list ?? []).entries()) {
      found.push(readHook(reading, [...path, written, index], event, hook));
    }
  }
  return found;
}

function readHook(reading: Reading, path: Path, event: string, hook: Hook): HookSelected {
  const { name, matcher, handler } = typeof hook === 'string' ? shortForm(hook) : objectForm(hook);
  const at = typeof hook === 'string' ? path : [...path, 'matcher'];
  if (!isMatcher(matcher))
    wrong(
      reading,
      at,
      `the matcher ${JSON.stringify(matcher)} is not a regular expression.`,
      'Write names with "|" between them.',
    );
  const namedAt = typeof hook === 'string' ? path : [...path, 'name'];
  if (name.split('/').includes('..') || name.startsWith('/'))
    wrong(reading, namedAt, 'leaves the folder of the hooks.', 'Give its name there.');
  if ('if' in handler && !TOOL_EVENTS.has(event)) {
    wrong(reading, [...path, 'if'], `works on tool events only; on ${event} the hook would never run.`, 'Take it out.');
  }
  const selector = `${pathText(path.slice(0, -1))} ${name}${matcher === '*' ? '' : ` (${matcher})`}`;
  return { event, name, matcher, handler, selector, place: lineOf(reading, path) };
}

/** `git-safety-check.py (Bash)` */
function shortForm(text: string): { name: string; matcher: string; handler: JsonObject } {
  const open = text.indexOf('(');
  if (open < 0) return { name: text, matcher: '*', handler: {} };
  return { name: text.slice(0, open).trimEnd(), matcher: text.slice(open + 1, -1), handler: {} };
}

const HANDLER_KEYS = ['timeout', 'if', 'onFailure', 'async', 'once', 'statusMessage', 'args'] as const;

function objectForm(hook: Exclude<Hook, string>): { name: string; matcher: string; handler: JsonObject } {
  const handler: Record<string, JsonObject[string]> = {};
  for (const key of HANDLER_KEYS) {
    const value = hook[key];
    if (value !== undefined) handler[key] = value;
  }
  return { name: hook.name, matcher: hook.matcher ?? '*', handler };
}

/** The client takes a matcher of other characters than these as a regular expression; a bad one loads, and never matches. */
function isMatcher(matcher: string): boolean {
  if (/^[\w ,|*-]*$/.test(matcher)) return true;
  try {
    new RegExp(matcher);
    return true;
  } catch {
    return false;
  }
}
