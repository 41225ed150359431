import { isObject, type JsonObject } from '../values/json.ts';
import { EVENTS } from './client/events.ts';
import { objectIn, type ReadFile } from './reading.ts';

/** One handler of a settings file, with the way to it. */
export interface Wired {
  readonly event: string;
  readonly matcher: string | undefined;
  readonly handler: JsonObject;
  readonly keys: readonly (string | number)[];
}

/** The handlers of a settings file under known events. */
export function wiredIn(file: ReadFile): Wired[] {
  const hooks = objectIn(file)?.['hooks'];
  if (!isObject(hooks)) return [];
  const wired: Wired[] = [];
  for (const [event, groups] of Object.entries(hooks)) {
    if (!Object.hasOwn(EVENTS, event) || !Array.isArray(groups)) continue;
    for (const [index, group] of groups.entries()) {
      if (!isObject(group) || !Array.isArray(group['hooks'])) continue;
      const matcher = typeof group['matcher'] === 'string' ? group['matcher'] : undefined;
      for (const [place, handler] of group['hooks'].entries())
        if (isObject(handler)) wired.push({ event, matcher, handler, keys: ['hooks', event, index, 'hooks', place] });
    }
  }
  return wired;
}
