import { objectIn, readTree } from '../findings/reading.ts';
import { fieldsOf, pointerOf } from '../values/fields.ts';
import { isObject, type JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import { maskValue } from '../views/mask.ts';
import { issueOf } from './checks.ts';
import type { Issue } from './issue.ts';
import type { SeenTarget } from './seen.ts';

/** Where `infrastructure` says what a variable of the environment should be. */
const CANONICAL: readonly (readonly [variable: string, section: string, key: string])[] = [
  ['QUESTDB_HOST', 'questdb', 'host'],
  ['QUESTDB_HTTP_PORT', 'questdb', 'http_port'],
  ['QUESTDB_ILP_PORT', 'questdb', 'ilp_port'],
  ['QUESTDB_PG_PORT', 'questdb', 'pg_port'],
  ['REDIS_HOST', 'redis', 'host'],
  ['REDIS_PORT', 'redis', 'port'],
];

/** From so many others on that agree, one that has nothing is told. */
const MANY = 2;

/** What one repository sets: variables, and which script is wired where; only what is not ours, for that the plan tells. */
interface Setting {
  readonly seen: SeenTarget;
  readonly value: string;
  readonly path: RelPath;
}

/**
 * What repositories set otherwise than each other, or than `infrastructure` says: variables of the environment, and the wiring of hooks.
 * @param infrastructure of canonical.yaml
 */
export function settingsIssues(all: readonly SeenTarget[], infrastructure: JsonObject): Issue[] {
  const repositories = all.filter(({ kind }) => kind === 'repository');
  const variables = new Map<string, Setting[]>();
  const scripts = new Map<string, Setting[]>();
  for (const seen of repositories) collect(seen, variables, scripts);
  const issues: Issue[] = [];
  for (const [name, settings] of variables) {
    const should = canonicalValue(name, infrastructure);
    issues.push(...(should === undefined ? differing(name, settings) : unlike(name, settings, should)));
    issues.push(...missing(name, settings, repositories, should));
  }
  for (const [script, settings] of scripts) issues.push(...wiredOtherwise(script, settings));
  return issues.filter((issue) => all.some(({ name, told }) => told && name === issue.target));
}

function collect(seen: SeenTarget, variables: Map<string, Setting[]>, scripts: Map<string, Setting[]>): void {
  const env = new Map<string, Setting>();
  const wired = new Map<string, { readonly path: RelPath; readonly places: string[] }>();
  for (const file of readTree(seen.tree).of('settings')) {
    // Those of a folder are for who starts there.
    if (file.base !== '') continue;
    for (const [name, value] of Object.entries(own(objectIn(file)?.['env'])))
      env.set(name, { seen, value: typeof value === 'string' ? value : JSON.stringify(value), path: file.path });
    for (const field of fieldsOf(objectIn(file) ?? {}, 'settings')) {
      if (field.kind !== 'hook' || isDelivered(seen, file.path, pointerOf(field))) continue;
      const script = /([\w.-]+\.(?:mjs|cjs|js|ts|py|sh|ps1))\b/.exec(JSON.stringify(field.value))?.[1];
      if (script === undefined) continue;
      const known = wired.get(script) ?? { path: file.path, places: [] };
      known.places.push(`${field.event} ${field.matcher}`);
      wired.set(script, known);
    }
  }
  for (const [name, setting] of env) put(variables, name, setting);
  for (const [script, { path, places }] of wired) put(scripts, script, { seen, path, value: places.sort().join(', ') });
}

function own(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** What we deliver differs from what we want only as drift, which the plan tells. */
function isDelivered(seen: SeenTarget, path: RelPath, pointer: string): boolean {
  const document = seen.desired.get(path);
  return document?.form === 'fields' && document.entries.has(pointer);
}

function canonicalValue(name: string, infrastructure: JsonObject): string | undefined {
  const found = CANONICAL.find(([variable]) => variable === name);
  const value = found === undefined ? undefined : own(infrastructure[found[1]])[found[2]];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function isKept(name: string, seen: SeenTarget): boolean {
  return [...seen.desired.values()].some((one) => one.form === 'fields' && one.entries.has(`/env/${name}`));
}

function unlike(name: string, settings: readonly Setting[], should: string): Issue[] {
  return settings
    .filter(({ seen, value }) => value !== should && !isKept(name, seen))
    .map(({ seen, value, path }) => {
      const message = `env.${name} is ${shownValue(name, value)}; canonical.yaml says ${shownValue(name, should)}`;
      const remedy = `Set it under \`settings\` in canonical.yaml, so that it is kept, or change it in ${path}.`;
      return issueOf('env-unlike-canonical', { target: seen.name, path, message, remedy, fixable: false });
    });
}

/** What most have is taken for what is meant. Where each has its own, it is meant to differ. */
function differing(name: string, settings: readonly Setting[]): Issue[] {
  const open = settings.filter(({ seen }) => !isKept(name, seen));
  const common = mostCommon(open);
  if (common === undefined) return [];
  return open
    .filter(({ value }) => value !== common.value)
    .map(({ seen, value, path }) => {
      const others = `${common.count === 1 ? `${common.first} has` : `${common.count} others have`} ${shownValue(name, common.value)}`;
      const message = `env.${name} is ${shownValue(name, value)}; ${others}`;
      return issueOf('env-differs', { target: seen.name, path, message, remedy: SAME, fixable: false });
    });
}

const SAME =
  'If it is meant to be the same, set it under `global.settings` in canonical.yaml; then it is kept the same.';

function missing(
  name: string,
  settings: readonly Setting[],
  repositories: readonly SeenTarget[],
  should: string | undefined,
): Issue[] {
  const having = new Set(settings.map(({ seen }) => seen.name));
  const agreed = should !== undefined || (mostCommon(settings)?.count ?? 0) === settings.length;
  if (!agreed || having.size < (should === undefined ? MANY : 1) || having.size * 2 <= repositories.length) return [];
  const without = repositories.filter((seen) => !having.has(seen.name) && !isKept(name, seen));
  return without.map((seen) => {
    const message = `env.${name} is not set; ${having.size} of ${repositories.length} repositories set it`;
    return issueOf('env-missing', {
      target: seen.name,
      path: '.claude/settings.json' as RelPath,
      message,
      remedy: SAME,
      fixable: false,
    });
  });
}

function wiredOtherwise(script: string, settings: readonly Setting[]): Issue[] {
  const common = mostCommon(settings);
  if (common === undefined) return [];
  return settings
    .filter(({ value }) => value !== common.value)
    .map(({ seen, value, path }) => {
      const others = common.count === 1 ? `${common.first} runs` : `${common.count} others run`;
      const message = `runs ${script} on ${value}; ${others} it on ${common.value}`;
      const remedy =
        'If it is meant to be the same, put the script into the library and wire it under `global.hooks` in canonical.yaml.';
      return issueOf('hook-wired-otherwise', { target: seen.name, path, message, remedy, fixable: false });
    });
}

/** The value that most have, the first by name of equals; undefined where they agree on nothing: three and more with each its own. */
function mostCommon(settings: readonly Setting[]): { value: string; count: number; first: string } | undefined {
  const counts = new Map<string, { value: string; count: number; first: string }>();
  for (const { value, seen } of settings) {
    const known = counts.get(value);
    if (known === undefined) counts.set(value, { value, count: 1, first: seen.name });
    else known.count++;
  }
  const [best] = [...counts.values()].sort((a, b) => b.count - a.count);
  return best === undefined || (best.count === 1 && settings.length > 2) ? undefined : best;
}

function shownValue(name: string, value: string): string {
  return JSON.stringify(maskValue(name, value));
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
