import { isObject, type Json, type JsonObject } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import type { FileCheck, Told } from '../check.ts';
import { EVENTS, FATAL_EVENTS } from '../client/events.ts';
import { handlerFault } from '../client/handler.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile } from '../reading.ts';

const DROPPED = 'Claude Code ignores the whole file without a word: hooks and deny rules too.';
const ENTRY = 'Claude Code leaves this entry out without a word.';

/** The shape of `hooks`: events, groups and handlers as the client reads them (seen in 2.1.330). */
export const hookEvents: FileCheck = {
  of: 'file',
  roles: ['settings'],
  find: (file) => {
    const hooks = objectIn(file)?.['hooks'];
    if (hooks === undefined) return [];
    if (isObject(hooks)) return Object.entries(hooks).flatMap(([event, groups]) => eventFaults(file, event, groups));
    const told = fault(file, ['hooks'], '"hooks" is not an object.', 'Claude Code runs none of these hooks.', 'high');
    return [told];
  },
};

function eventFaults(file: ReadFile, event: string, groups: Json): Told[] {
  if (!Object.hasOwn(EVENTS, event)) {
    const near = nearest(event, Object.keys(EVENTS));
    const remedy = near === undefined ? 'See the list of events.' : `Did you mean "${near}"?`;
    const wrong = `"${event}" is no event.`;
    const effect = 'Claude Code leaves it out without a word: its hooks never run.';
    return [{ check: 'hook-event-unknown', severity: 'high', ...at(file, ['hooks', event]), wrong, effect, remedy }];
  }
  if (!Array.isArray(groups))
    return [fault(file, ['hooks', event], `The value of ${event} is not a list.`, DROPPED, 'critical')];
  return groups.flatMap((group, index) => groupFaults(file, event, index, group));
}

function groupFaults(file: ReadFile, event: string, index: number, group: Json): Told[] {
  const keys = ['hooks', event, index];
  const [effect, severity] = FATAL_EVENTS.has(event) ? ([DROPPED, 'critical'] as const) : ([ENTRY, 'high'] as const);
  const tell = (way: readonly (string | number)[], wrong: string): Told => fault(file, way, wrong, effect, severity);
  if (!isObject(group)) return [tell(keys, `A group of ${event} is not an object.`)];
  const { matcher, hooks } = group as JsonObject;
  if (matcher !== undefined && typeof matcher !== 'string')
    return [tell([...keys, 'matcher'], 'A matcher is not a text.')];
  if (!Array.isArray(hooks)) return [tell(keys, `A group of ${event} has no list "hooks".`)];
  return hooks.flatMap((handler, place) => {
    const wrong = handlerFault(handler);
    return wrong === undefined ? [] : [tell([...keys, 'hooks', place], `A handler of ${event} ${wrong}.`)];
  });
}

function fault(
  file: ReadFile,
  keys: readonly (string | number)[],
  wrong: string,
  effect: string,
  severity: 'critical' | 'high',
): Told {
  const remedy =
    'Write { "hooks": { Event: [ { "matcher": …, "hooks": [ { "type": "command", "command": … } ] } ] } }.';
  return { check: 'hook-handler-invalid', severity, ...at(file, keys), wrong, effect, remedy };
}
