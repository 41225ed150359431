import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { frameworkImported, frameworkOf } from './frameworks.ts';
import type { Commands, Folder, Kind } from './project.ts';
import { objectAt } from './python.ts';

/** A project with package.json. It is TypeScript only where something says so; a package.json alone is JavaScript. */
export function node(folder: Folder): Kind | undefined {
  const typed = folder.names.some((name) => /^tsconfig[\w.-]*\.json$/.test(name));
  if (!folder.has('package.json') && !typed) return undefined;
  const manifest = manifestOf(folder);
  const packages = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
    Object.keys(objectAt(manifest, key)),
  );
  const framework = frameworkOf('node', packages) ?? frameworkImported('node', folder.sources);
  const compiles = typed || packages.includes('typescript');
  // Only tools are declared: the project is something else, and formats its texts with prettier.
  const weak =
    !typed &&
    framework === undefined &&
    !('dependencies' in manifest) &&
    !('main' in manifest) &&
    !('exports' in manifest) &&
    !('bin' in manifest);
  return {
    language: compiles ? 'typescript' : 'javascript',
    ...(framework === undefined ? {} : { framework }),
    commands: commandsOf(folder, manifest),
    because: folder.has('package.json') ? (typed ? 'package.json and tsconfig.json' : 'package.json') : 'tsconfig.json',
    ...(weak ? { weak: true as const } : {}),
  };
}

/** The folders that package.json calls workspaces, as globs. */
export function workspacesOf(folder: Folder): string[] {
  const { workspaces } = manifestOf(folder);
  const list = Array.isArray(workspaces)
    ? workspaces
    : workspaces !== undefined && isObject(workspaces)
      ? workspaces['packages']
      : [];
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}

/** Only scripts that are there; npm's own placeholder is none. */
function commandsOf(folder: Folder, manifest: JsonObject): Commands {
  const scripts = objectAt(manifest, 'scripts');
  const manager = managerOf(folder, manifest);
  const first = (...names: string[]): string | undefined =>
    names.find((name) => typeof scripts[name] === 'string' && !/no test specified/.test(String(scripts[name])));
  const run = (name: string | undefined): string | undefined => {
    return name === undefined ? undefined : name === 'test' ? `${manager} test` : `${manager} run ${name}`;
  };
  const [test, lint, format] = [
    run(first('test', 'tests')),
    run(first('lint')),
    run(first('format', 'fmt', 'prettier')),
  ];
  return {
    ...(test === undefined ? {} : { test }),
    ...(lint === undefined ? {} : { lint }),
    ...(format === undefined ? {} : { format }),
  };
}

function managerOf(folder: Folder, manifest: JsonObject): string {
  const named = /^"(npm|pnpm|yarn|bun)@/.exec(JSON.stringify(manifest['packageManager'] ?? null))?.[1];
  if (named !== undefined) return named;
  if (folder.has('pnpm-lock.yaml')) return 'pnpm';
  if (folder.has('yarn.lock')) return 'yarn';
  return folder.has('bun.lock') || folder.has('bun.lockb') ? 'bun' : 'npm';
}

function manifestOf(folder: Folder): JsonObject {
  try {
    const value = JSON.parse(folder.text('package.json') ?? '{}') as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
