import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { Judgment } from '../../../src/hooks/safety/guard.ts';

const HOOKS = join(import.meta.dirname, '../../../desired-state/hooks');
const parts = new Map<string, Judgment>();

/** The part of a delivered guard that reads lines, as the guard itself takes it out of its file. */
export function delivered(name: string): Judgment {
  const known = parts.get(name);
  if (known) return known;
  const whole = readFileSync(join(HOOKS, `${name}.mjs`), 'latin1');
  const comment = whole.slice(whole.indexOf('\n/* The rest of this program'), whole.lastIndexOf('*/'));
  const code = comment.slice(comment.indexOf('\n', 1)).replaceAll('*@/', '*/');
  const [often, ...seldom] = code.split('\n/// Compiled when it is called:\n');
  const part = (runInThisContext(often!) as (seldom: readonly string[]) => Judgment)(seldom);
  parts.set(name, part);
  return part;
}
