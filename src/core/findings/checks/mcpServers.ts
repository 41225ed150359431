import { isObject, type Json, type JsonObject } from '../../values/json.ts';
import { isPlaceholder, isSecretName } from '../../values/secretName.ts';
import type { FileCheck, Told } from '../check.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile } from '../reading.ts';

const TYPES = ['stdio', 'http', 'sse', 'ws'];

/** Servers of `.mcp.json` that the client skips (seen in 2.1.330: the others load). */
export const mcpServers: FileCheck = {
  of: 'file',
  roles: ['mcp'],
  find: (file) => {
    const servers = objectIn(file)?.['mcpServers'];
    if (servers === undefined) return [];
    if (!isObject(servers)) return [skipped(file, ['mcpServers'], '"mcpServers" is not an object.')];
    return Object.entries(servers).flatMap(([name, server]) => [
      ...faults(server).map((wrong) => skipped(file, ['mcpServers', name], `The server "${name}" ${wrong}.`)),
      ...secrets(file, name, server),
    ]);
  },
};

function skipped(file: ReadFile, keys: readonly string[], wrong: string): Told {
  const effect = 'Claude Code skips it, without a word in a session.';
  const remedy = 'Give "command" and "args", or "type" and "url".';
  return { check: 'mcp-server-invalid', severity: 'high', ...at(file, keys), wrong, effect, remedy };
}

function faults(server: Json): string[] {
  if (!isObject(server)) return ['is not an object'];
  const type = server['type'] ?? 'stdio';
  if (typeof type !== 'string' || !TYPES.includes(type))
    return [`has the type ${JSON.stringify(type)}; there are ${TYPES.join(', ')}`];
  if (type !== 'stdio') return isUrl(server['url']) ? [] : ['has no "url" that is one'];
  if (server['url'] !== undefined && server['command'] === undefined) return ['has a "url" and no "type"'];
  if (typeof server['command'] !== 'string' || server['command'] === '') return ['has no "command"'];
  const args = server['args'];
  if (args !== undefined && !(Array.isArray(args) && args.every((arg) => typeof arg === 'string')))
    return ['has "args" that are no list of texts'];
  const env = server['env'];
  const isEnv = env === undefined || (isObject(env) && Object.values(env).every((value) => typeof value === 'string'));
  return isEnv ? [] : ['has an "env" whose values are not all texts'];
}

function isUrl(value: Json | undefined): boolean {
  return typeof value === 'string' && (value.includes('${') || /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value));
}

function secrets(file: ReadFile, name: string, server: Json): Told[] {
  if (!isObject(server)) return [];
  return ['env', 'headers'].flatMap((part) => {
    const values = server[part];
    if (!isObject(values)) return [];
    return Object.entries(values as JsonObject).flatMap(([key, value]): Told[] => {
      if (typeof value !== 'string' || value.length < 6 || !isSecretName(key) || isPlaceholder(value)) return [];
      const wrong = `The server "${name}" has a secret in ${part}.${key}.`;
      const effect = 'Whoever can read the repository has it.';
      const remedy = `Write "\${NAME}": Claude Code takes it from the environment.`;
      return [
        {
          check: 'secret-in-env',
          severity: 'critical',
          ...at(file, ['mcpServers', name, part, key]),
          wrong,
          effect,
          remedy,
        },
      ];
    });
  });
}
