import type {
  Canonical,
  HookSelected,
  Repository,
  Selected,
  Selections,
} from '../../../src/core/canonical/canonical.ts';
import type { Rendered } from '../../../src/core/desired/assembly.ts';
import type { Library, LibraryFile } from '../../../src/core/desired/library.ts';
import { type Hub, Renderer } from '../../../src/core/desired/render.ts';
import type { DesiredDocument } from '../../../src/core/desired/state.ts';
import { bytesOf, textOf } from '../../../src/core/values/content.ts';
import type { JsonObject } from '../../../src/core/values/json.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import type { TargetName } from '../../../src/core/values/target.ts';
import { POLICY } from '../plan/builders.ts';

/** Builders of a hub: a library given as paths and texts, and what canonical.yaml says about it. */

/** A path that ends in `*` is executable: `hooks/run*`. */
export function library(files: Readonly<Record<string, string>>): Library {
  const entries = Object.entries(files).map(([name, text]): [RelPath, LibraryFile] => {
    const path = name.replace(/\*$/, '') as RelPath;
    return [path, { path, content: bytesOf(text), mode: name.endsWith('*') ? '100755' : '100644' }];
  });
  return new Map(entries);
}

export function selected(pattern: string, selector = `global ${pattern}`): Selected {
  return { pattern, selector, place: 'canonical.yaml:1' };
}

export function inline(fields: JsonObject, selector = 'global.settings'): Selections['settings'][number] {
  return { inline: fields, selector, place: 'canonical.yaml:2' };
}

export function hook(event: string, name: string, matcher = '*', handler: JsonObject = {}): HookSelected {
  return { event, name, matcher, handler, selector: `global.hooks.${event} ${name}`, place: 'canonical.yaml:3' };
}

/** What is picked; texts stand for plain patterns. */
export type Picked = {
  readonly [Kind in keyof Selections]?: readonly (Selections[Kind][number] | (Kind extends 'hooks' ? never : string))[];
};

export function selections(picked: Picked = {}): Selections {
  const list = <T>(items: readonly (T | string)[] | undefined): T[] =>
    (items ?? []).map((item) => (typeof item === 'string' ? (selected(item) as T) : item));
  return {
    commands: list(picked.commands),
    skills: list(picked.skills),
    agents: list(picked.agents),
    rules: list(picked.rules),
    outputStyles: list(picked.outputStyles),
    scripts: list(picked.scripts),
    seeds: list(picked.seeds),
    memory: list(picked.memory),
    settings: list(picked.settings),
    hooks: list(picked.hooks),
  };
}

export function repository(
  over: Partial<Omit<Repository, 'selections'>> & { readonly selections?: Picked } = {},
): Repository {
  return {
    name: 'nautilus_dev' as TargetName,
    path: '/home/ada/nautilus_dev' as AbsPath,
    place: 'canonical.yaml:9',
    features: [],
    exclude: [],
    labels: new Map(),
    profiles: [],
    policy: { rules: [] },
    ...over,
    selections: selections(over.selections),
  };
}

export const THRESHOLDS: Canonical['thresholds'] = {
  hookLatencyWarnMs: 100,
  hookLatencyCriticalMs: 500,
  agentSuccessRateMin: 0.8,
  dailyCostWarnUsd: 30,
  dailyCostCriticalUsd: 50,
  contextUtilizationWarn: 0.8,
  errorsPerHourMax: 10,
  toolFailureRateMax: 0.2,
  noDataHours: 72,
};

export function canonical(over: Partial<Omit<Canonical, 'global'>> & { readonly global?: Picked } = {}): Canonical {
  return {
    version: '1.0',
    repositories: [],
    profiles: new Map(),
    sync: { globalOnly: [], projectOnly: [], consistencyCheck: [] },
    moved: [],
    policy: POLICY,
    controller: { schedule: '0 * * * *', mode: 'plan', jitter: 0, concurrency: 1, backoff: { first: 1, longest: 60 } },
    services: {},
    thresholds: THRESHOLDS,
    reports: [],
    expected: { systemd: [], docker: [], cron: [], ports: [] },
    environment: [],
    metrics: { retention: {}, spool: { keep: '30d', maxMb: 512 } },
    infrastructure: {},
    prices: {},
    warnings: [],
    ...over,
    global: selections(over.global),
  };
}

export function hub(files: Library, content: Canonical, sharedHooks: readonly string[] = []): Hub {
  return { canonical: content, library: files, sharedHooks: new Set(sharedHooks), libraryName: 'desired-state' };
}

/** The desired state of one repository of a hub with just this library and these global selections. */
export function rendered(
  files: Readonly<Record<string, string>>,
  global: Picked,
  one: Parameters<typeof repository>[0] = {},
  over: Partial<Omit<Canonical, 'global'>> = {},
  sharedHooks: readonly string[] = [],
): Rendered {
  return new Renderer(hub(library(files), canonical({ ...over, global }), sharedHooks)).repository(repository(one));
}

/** The text of a document: of a file its content, of fields and blocks the file that holds just them. */
export function contentOf(document: DesiredDocument | undefined): string | undefined {
  if (document === undefined) return undefined;
  return textOf('whole' in document ? document.whole : document.content);
}

/** Every document by its path, as text. */
export function texts({ desired }: Rendered): Record<string, string | undefined> {
  return Object.fromEntries([...desired].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, d]) => [path, contentOf(d)]));
}

export function json({ desired }: Rendered, path: string): unknown {
  const text = contentOf(desired.get(path as RelPath));
  return text === undefined ? undefined : JSON.parse(text);
}
