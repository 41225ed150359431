import { nearest } from '../../values/nearest.ts';
import type { FileCheck, Told } from '../check.ts';
import { EVENTS } from '../client/events.ts';
import { isTool, TOOLS } from '../client/tools.ts';
import { type Wired, wiredIn } from '../handlers.ts';
import { at } from '../position.ts';
import type { ReadFile } from '../reading.ts';

/** Only these signs: the names themselves, separated by `|` or `,`; any other makes it a regular expression (seen in 2.1.330). */
const PLAIN = /^[\w\-, |]*$/;
/** A regular expression that is longer, or repeats what repeats, is not tried. */
const LONGEST = 200;

/** Handlers that never run, though the file is read: their matcher fits nothing, or their `if` stands where it is not asked. */
export const matchers: FileCheck = {
  of: 'file',
  roles: ['settings'],
  find: (file) => {
    const seen = new Set<string>();
    return wiredIn(file).flatMap((wired) => {
      const group = wired.keys.slice(0, 3).join('/');
      const told = [...(seen.has(group) ? [] : matcherFaults(file, wired)), ...conditionFaults(file, wired)];
      seen.add(group);
      return told;
    });
  },
};

function matcherFaults(file: ReadFile, { event, matcher, keys }: Wired): Told[] {
  if (matcher === undefined || matcher === '' || matcher === '*') return [];
  const where = { ...at(file, [...keys.slice(0, 3), 'matcher']), keys };
  const on = EVENTS[event]!;
  if (on === 'nothing') {
    const wrong = `${event} has a matcher, "${matcher}".`;
    const effect = 'Claude Code compares it with nothing: the handlers run every time.';
    return [
      { check: 'hook-matcher-unused', severity: 'low', ...where, wrong, effect, remedy: 'Take the matcher out.' },
    ];
  }
  const dead = on === 'tool' ? deadForTools(matcher) : deadFor(matcher, on);
  if (dead === undefined) return [];
  return [
    {
      check: 'hook-matcher-dead',
      severity: 'high',
      ...where,
      wrong: `The matcher "${matcher}" of ${event} ${dead.wrong}.`,
      effect: 'Claude Code loads it and never runs its handlers.',
      remedy: dead.remedy,
    },
  ];
}

interface Dead {
  readonly wrong: string;
  readonly remedy: string;
}

function deadForTools(matcher: string): Dead | undefined {
  if (/^[A-Z]\w*\(.*\)$/.test(matcher)) {
    const [tool] = matcher.split('(');
    return {
      wrong: 'is a permission rule',
      remedy: `Write "matcher": "${tool}" and "if": "${matcher}" in the handler.`,
    };
  }
  if (!PLAIN.test(matcher)) return deadExpression(matcher);
  const names = namesIn(matcher);
  if (names.some((name) => isTool(name) && !isWholeServer(name))) return undefined;
  const server = names.find(isWholeServer);
  if (server !== undefined) return { wrong: 'names a server, which is no tool', remedy: `Write "${server}__.*".` };
  const near = names.map((name) => nearest(name, TOOLS) ?? sameButCase(name)).find((name) => name !== undefined);
  return {
    wrong: 'names no tool',
    remedy: near === undefined ? 'Name a tool, with its capitals.' : `Did you mean "${near}"?`,
  };
}

/** `mcp__srv`: plain names are compared whole, and no tool is called so. */
function isWholeServer(name: string): boolean {
  return /^mcp__(?:(?!__).)+$/.test(name);
}

function sameButCase(name: string): string | undefined {
  return TOOLS.find((tool) => tool.toLowerCase() === name.toLowerCase());
}

function deadFor(matcher: string, on: 'text' | readonly string[]): Dead | undefined {
  if (!PLAIN.test(matcher)) return deadExpression(matcher);
  if (on === 'text' || namesIn(matcher).some((name) => on.includes(name))) return undefined;
  const near = namesIn(matcher)
    .map((name) => nearest(name, on))
    .find((name) => name !== undefined);
  return {
    wrong: `is none of ${on.join(', ')}`,
    remedy: near === undefined ? `Write one of ${on.join(', ')}.` : `Did you mean "${near}"?`,
  };
}

function deadExpression(matcher: string): Dead | undefined {
  if (matcher.length > LONGEST) return undefined;
  try {
    new RegExp(matcher);
    return undefined;
  } catch {
    return { wrong: 'is no regular expression', remedy: 'Write names separated by |, or a regular expression.' };
  }
}

function namesIn(matcher: string): string[] {
  return matcher
    .split(/[|,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function conditionFaults(file: ReadFile, { event, handler, keys }: Wired): Told[] {
  const told: Told[] = [];
  if (handler['if'] !== undefined && EVENTS[event] !== 'tool') {
    const wrong = `A handler of ${event} has an "if".`;
    const effect = 'Claude Code asks it about tool calls only; elsewhere the handler never runs.';
    const remedy = 'Take the "if" out.';
    told.push({ check: 'hook-if-elsewhere', severity: 'high', ...at(file, [...keys, 'if']), wrong, effect, remedy });
  }
  const { timeout } = handler;
  if (typeof timeout === 'number' && timeout >= 3600) {
    const wrong = `A handler of ${event} has a timeout of ${timeout}.`;
    const effect = `Claude Code counts seconds, and waits ${Math.round(timeout / 360) / 10} hours for it.`;
    const remedy = timeout % 1000 === 0 ? `Write ${timeout / 1000}, if milliseconds were meant.` : 'Write seconds.';
    told.push({
      check: 'hook-timeout-long',
      severity: 'medium',
      ...at(file, [...keys, 'timeout']),
      wrong,
      effect,
      remedy,
    });
  }
  return told;
}
