import { isObject, type Json, type JsonObject } from '../../values/json.ts';

/** What each type of handler must have, and the forms of the keys that it may have (Claude Code 2.1.330). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  command: ['command'],
  http: ['url'],
  mcp_tool: ['server', 'tool'],
  prompt: ['prompt'],
  agent: ['prompt'],
};

const TEXTS = ['if', 'statusMessage', 'model'];
const SWITCHES = ['once', 'async', 'asyncRewake', 'continueOnBlock', 'holdsTools'];

/** What makes a handler no handler, as the end of a sentence; undefined when the client takes it. */
export function handlerFault(handler: Json): string | undefined {
  if (!isObject(handler)) return 'is not an object';
  const { type } = handler;
  if (type === undefined) return 'has no "type"';
  if (typeof type !== 'string' || !Object.hasOwn(REQUIRED, type))
    return `has the type ${JSON.stringify(type)}; there are ${Object.keys(REQUIRED).join(', ')}`;
  for (const key of REQUIRED[type]!) if (typeof handler[key] !== 'string') return `has no "${key}"`;
  return keyFault(handler, type);
}

function keyFault(handler: JsonObject, type: string): string | undefined {
  const { timeout, args, shell, onFailure } = handler;
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0))
    return 'has a "timeout" that is no number above 0';
  for (const key of TEXTS) if (!isAbsentOr('string', handler[key])) return `has a "${key}" that is no text`;
  for (const key of SWITCHES)
    if (!isAbsentOr('boolean', handler[key])) return `has a "${key}" that is not true or false`;
  if (type === 'http' && !isUrl(handler['url'])) return 'has a "url" that is none';
  if (type !== 'mcp_tool' && onFailure !== undefined && onFailure !== 'block' && onFailure !== 'continue')
    return `has "onFailure": ${JSON.stringify(onFailure)}; there are block and continue`;
  if (type !== 'command') return undefined;
  if (args !== undefined && !(Array.isArray(args) && args.every((arg) => typeof arg === 'string')))
    return 'has "args" that are no list of texts';
  return shell === undefined || shell === 'bash' || shell === 'powershell'
    ? undefined
    : 'has a "shell" that is neither bash nor powershell';
}

function isAbsentOr(type: 'string' | 'boolean', value: Json | undefined): boolean {
  return value === undefined || typeof value === type;
}

function isUrl(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);
}
