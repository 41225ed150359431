import { posix } from 'node:path';
import { type Import, type Module, readModule } from './modules.ts';
import { type Layer, type Permission, REACHES } from './rules.ts';

/** What a set of files is held to. */
export interface Law {
  readonly layers: readonly Layer[];
  readonly permissions: Readonly<Record<string, Permission>>;
}

/** A sentence for each thing that breaks the law: `src/a.ts:3  imports …, because …`. Sorted; empty when all is well. */
export function broken(files: ReadonlyMap<string, string>, law: Law): string[] {
  const modules = [...files].map(([path, text]) => readModule(path, text));
  const graph = new Map(modules.map((module) => [module.path, edgesOf(module)]));
  const found = modules.flatMap((module) => [
    ...importsOf(module, files, law),
    ...reachesOf(module, law),
    ...shapeOf(module),
  ]);
  return [...found, ...cyclesIn(graph), ...staleIn(modules, law)].sort();
}

function edgesOf(module: Module): string[] {
  return module.imports.flatMap(({ specifier }) =>
    specifier?.startsWith('.') === true ? [resolved(module.path, specifier)] : [],
  );
}

function resolved(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

function importsOf(module: Module, files: ReadonlyMap<string, string>, law: Law): string[] {
  const layer = layerOf(module.path, law.layers);
  if (layer === undefined)
    return [`${module.path}  is in no layer; give its folder a line in test/architecture/rules.ts`];
  const found: string[] = [];
  for (const entry of module.imports) {
    const wrong = wrongImport(module.path, entry, layer, files);
    if (wrong !== undefined) found.push(`${module.path}:${entry.line}  ${wrong}`);
  }
  return found;
}

function wrongImport(
  path: string,
  { specifier, form, names }: Import,
  layer: Layer,
  files: ReadonlyMap<string, string>,
): string | undefined {
  if (form === 'require') return 'uses require, because of which neither this test nor the bundler sees what is loaded';
  if (specifier === undefined)
    return 'imports a name that is worked out at run time, so that nobody can tell what is loaded';
  if (!specifier.startsWith('.')) return wrongPackage(specifier, names, layer);
  const target = resolved(path, specifier);
  if (target.startsWith('src/') && !files.has(target)) return `imports ${target}, which is not there`;
  if (isProgram(target)) return `imports ${target}, which is a program: importing it would run it`;
  const inside = target.startsWith('src/') ? target.slice('src/'.length) : target;
  const own = ownFolder(path, layer);
  if (layer.may.some((allowed) => covers(allowed === 'self' ? own : allowed, inside))) return undefined;
  const sibling = /^adapters\/([^/]+)\//.exec(inside)?.[1];
  if (sibling !== undefined && own.startsWith('adapters/'))
    return `imports ${target}, its sibling: two adapters that know each other cannot be exchanged one by one, because ${layer.because}`;
  return `imports ${target}, which it may not, because ${layer.because}`;
}

function wrongPackage(name: string, names: readonly string[], layer: Layer): string | undefined {
  if (!layer.packages.includes(name)) return `imports the package ${name}, which it may not, because ${layer.because}`;
  const isCore = /^(core|engine)/.test(layer.of);
  if (name !== 'node:crypto' || !isCore) return undefined;
  const other = names.find((one) => one !== 'createHash');
  return other === undefined
    ? undefined
    : `takes ${other} from node:crypto, where only a digest is no chance: ${layer.because}`;
}

function isProgram(path: string): boolean {
  return path === 'src/main.ts' || /^src\/hooks\/[^/]+\.ts$/.test(path);
}

/** The layer of a file: that with the longest `of`; a name counts for more than `*`. */
export function layerOf(path: string, layers: readonly Layer[]): Layer | undefined {
  const inside = path.replace(/^src\//, '');
  const matching = layers.filter((layer) => covers(layer.of, inside));
  return matching.sort((a, b) => weight(b.of) - weight(a.of))[0];
}

function weight(of: string): number {
  return of.split('/').length * 2 - (of.endsWith('*') ? 1 : 0);
}

function covers(of: string, path: string): boolean {
  const wanted = of.split('/');
  const parts = path.split('/');
  if (wanted.at(-1)!.includes('.')) return of === path;
  return parts.length > wanted.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}

function ownFolder(path: string, layer: Layer): string {
  return path
    .replace(/^src\//, '')
    .split('/')
    .slice(0, layer.of.split('/').length)
    .join('/');
}

const GUARDED = ['node:fs', 'node:fs/promises', 'node:child_process'];

function reachesOf(module: Module, law: Law): string[] {
  const allowed = law.permissions[module.path]?.what ?? [];
  const found = reachedBy(module).filter(
    ({ what }) => !allowed.includes(what) && !allowed.includes(what.split('.')[0]!),
  );
  const sentences = found.map(({ what, line }) => `${module.path}:${line}  names ${what}, but ${REACHES}`);
  const exit = module.reaches.find(({ what }) => what === 'process.exit' || what === 'process.abort');
  if (exit !== undefined && module.path !== 'src/main.ts')
    sentences.push(
      `${module.path}:${exit.line}  ends the process, which only src/main.ts may: others are left without a word`,
    );
  return sentences;
}

function reachedBy(module: Module): { what: string; line: number }[] {
  const modules = module.imports.flatMap(({ specifier, line }) =>
    specifier !== undefined && GUARDED.includes(specifier) ? [{ what: specifier, line }] : [],
  );
  return [...modules, ...module.reaches];
}

/** A permission that is no longer needed is taken away: else the next use of it would go unnoticed. */
function staleIn(modules: readonly Module[], law: Law): string[] {
  const stale: string[] = [];
  for (const [path, { what }] of Object.entries(law.permissions)) {
    const module = modules.find((candidate) => candidate.path === path);
    const used = module === undefined ? [] : reachedBy(module).map((reach) => reach.what);
    for (const name of what) {
      if (!used.some((one) => one === name || one.split('.')[0] === name))
        stale.push(`${path}  may name ${name}, but does not: take the permission out of test/architecture/rules.ts`);
    }
  }
  return stale;
}

function shapeOf(module: Module): string[] {
  const sentences = module.defaults.map(
    (line) =>
      `${module.path}:${line}  has a default export, because of which one thing has a name in each file that imports it`,
  );
  if (module.isBarrel)
    sentences.push(
      `${module.path}  only passes on what other files export, and so hides who needs what; import from the defining file`,
    );
  return sentences;
}

/** Each cycle once, as the way round it, starting at its first file by name. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles = new Set<string>();
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (path: string): void => {
    const at = way.indexOf(path);
    if (at >= 0) {
      cycles.add(named(way.slice(at)));
      return;
    }
    if (done.has(path)) return;
    way.push(path);
    for (const next of graph.get(path) ?? []) walk(next);
    way.pop();
    done.add(path);
  };
  for (const path of [...graph.keys()].sort()) walk(path);
  return [...cycles];
}

function named(way: readonly string[]): string {
  const first = way.indexOf([...way].sort()[0]!);
  const round = [...way.slice(first), ...way.slice(0, first)];
  return `${round[0]}  is in a cycle, so that none of its files can be understood alone: ${[...round, round[0]].join(' → ')}`;
}
