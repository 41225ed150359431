import { hookFile } from '../core/desired/hooks.ts';
import { layersFor } from '../core/desired/layers.ts';
import type { LibraryFile } from '../core/desired/library.ts';
import { Renderer } from '../core/desired/render.ts';
import { stemOf } from '../core/desired/select.ts';
import { byText } from '../core/values/address.ts';
import type { Field } from '../core/values/fields.ts';
import type { Json, JsonObject } from '../core/values/json.ts';
import { didYouMean } from '../core/values/nearest.ts';
import { baseName } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { LoadedHub } from './hub.ts';
import { renderTarget } from './planning/render.ts';
import type { Declared } from './targets.ts';

/** One place in settings where a hook is wired, with the targets that get it so. */
export interface Wiring {
  /** The client's own name of the event; `statusLine` for the setting of that name. */
  readonly event: string;
  /** `*` is every tool. */
  readonly matcher: string;
  readonly handler: JsonObject;
  /** Names, sorted. */
  readonly targets: readonly string[];
}

/** A script of the library's `hooks/` folders. */
export interface KnownHook {
  /** Without its ending. */
  readonly name: string;
  readonly file: LibraryFile;
  readonly wirings: readonly Wiring[];
}

/** What a target's settings say that a hook notices. */
export interface TargetSettings {
  /** `env` of settings.json, settings.local.json over it. */
  readonly env: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
}

/**
 * The hooks of a hub and where they are wired, sorted by name.
 * @throws InputError with what is wrong with templates and fragments
 */
export function hooksOf(hub: LoadedHub, targets: readonly Declared[]): KnownHook[] {
  const renderer = new Renderer(hub);
  const wired = new Map<string, Map<string, Wiring>>();
  for (const target of targets) {
    for (const field of settingsOf(renderer, target).fields) {
      for (const [script, wiring] of wiringsIn(field)) add(wired, script, wiring, target.name);
    }
  }
  const hooks = new Map<string, KnownHook>();
  for (const file of [...hub.library.values()].sort((a, b) => byText(a.path, b.path))) {
    if (!/^(?:(?:home|[^/]+\/[^/]+)\/)?hooks\/[^/]+$/.test(file.path)) continue;
    const script = baseName(file.path);
    const wirings = [...(wired.get(script)?.values() ?? [])];
    if (!hooks.has(script)) hooks.set(script, { name: stemOf(script), file, wirings });
  }
  return [...hooks.values()].sort((a, b) => byText(a.name, b.name));
}

/** A hook by its name, with or without its ending. @throws InputError with the nearest name */
export function namedHook(hooks: readonly KnownHook[], name: string): KnownHook {
  const found = hooks.find((hook) => hook.name === name || baseName(hook.file.path) === name);
  if (found !== undefined) return found;
  const names = hooks.map((hook) => hook.name);
  const known =
    names.length === 0
      ? 'It has none; those of a hub that `reconcile init` makes are in its desired-state/hooks/.'
      : `It has ${names.join(', ')}.`;
  throw new InputError([
    {
      place: { file: name },
      severity: 'error',
      message: 'is no hook of the library.',
      remedy: didYouMean(name, names) ?? known,
    },
  ]);
}

/** The script that a target gets under a hook's name: a layer of the library may have its own. */
export function scriptFor(hub: LoadedHub, hook: KnownHook, target: Declared | undefined): LibraryFile {
  if (target?.kind !== 'repository') return hook.file;
  const layers = layersFor(target.repository);
  return hookFile(hub.library, layers, baseName(hook.file.path)) ?? hook.file;
}

/** The settings that a target should have, as rendered from the library. @throws InputError */
export function targetSettings(hub: LoadedHub, target: Declared): TargetSettings {
  return settingsOf(new Renderer(hub), target);
}

function settingsOf(renderer: Renderer, target: Declared): TargetSettings {
  const fields: Field[] = [];
  for (const ending of ['settings.json', 'settings.local.json']) {
    for (const document of renderTarget(renderer, target).desired.values()) {
      if (document.form !== 'fields' || baseName(document.path) !== ending) continue;
      fields.push(...[...document.entries.values()].map((entry) => entry.field));
    }
  }
  const env: Record<string, string> = {};
  for (const field of fields) {
    if (field.kind === 'value' && field.keys.length === 2 && field.keys[0] === 'env')
      env[field.keys[1]!] = textOf(field.value);
  }
  return { env, fields };
}

type Place = Omit<Wiring, 'targets'>;

/** The scripts that a field of settings runs: a handler of `hooks`, or the status line. */
function wiringsIn(field: Field): (readonly [string, Place])[] {
  const isLine = field.kind === 'value' && field.keys[0] === 'statusLine';
  if (field.kind !== 'hook' && !isLine) return [];
  const place: Place =
    field.kind === 'hook'
      ? { event: field.event, matcher: field.matcher, handler: field.value }
      : { event: 'statusLine', matcher: '*', handler: {} };
  const handler = field.kind === 'hook' ? field.value : undefined;
  const words = handler === undefined ? [field.value] : [handler['command'], ...listOf(handler['args'])];
  return words.flatMap((word) => {
    const script = typeof word === 'string' ? /([^/\s"]+\.(?:mjs|cjs|js|py|sh))"?$/.exec(word)?.[1] : undefined;
    return script === undefined ? [] : [[script, place] as const];
  });
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(value: JsonObject[string] | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function add(wired: Map<string, Map<string, Wiring>>, script: string, place: Place, target: string): void {
  const known = wired.get(script) ?? new Map<string, Wiring>();
  wired.set(script, known);
  // The path of the script differs between targets with shared hooks; what is told of a wiring does not.
  const { command: _command, args: _args, ...options } = place.handler;
  const key = JSON.stringify([place.event, place.matcher, options]);
  const targets = [...(known.get(key)?.targets ?? []), target];
  known.set(key, { ...place, targets });
}
