import { parse } from 'smol-toml';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { frameworkImported, frameworkOf } from './frameworks.ts';
import type { Commands, Folder, Kind } from './project.ts';

/** A Python project: pyproject.toml, setup.py, setup.cfg, Pipfile or requirements.txt. */
export function python(folder: Folder): Kind | undefined {
  const manifest = tomlIn(folder.text('pyproject.toml'));
  const because = ['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile', 'requirements.txt'].find((name) =>
    folder.has(name),
  );
  if (because === undefined) return undefined;
  const tool = objectAt(manifest, 'tool');
  const isProject = manifest === undefined || 'project' in manifest || 'poetry' in tool;
  const packages = [...declared(manifest, tool), ...listed(folder)];
  const framework = frameworkOf('python', packages) ?? frameworkImported('python', folder.sources);
  return {
    language: 'python',
    ...(framework === undefined ? {} : { framework }),
    commands: commandsOf(folder, tool, new Set(packages.map((name) => name.toLowerCase()))),
    because,
    ...(because === 'pyproject.toml' && !isProject && !folder.has('setup.py') ? { weak: true as const } : {}),
  };
}

function commandsOf(folder: Folder, tool: JsonObject, packages: ReadonlySet<string>): Commands {
  const run = runner(folder, tool);
  const uses = (name: string, ...files: string[]): boolean =>
    packages.has(name) || name in tool || files.some((file) => folder.has(file));
  const tests = uses('pytest', 'pytest.ini', 'conftest.py', 'tests/conftest.py') || folder.has('tests/');
  const ruff = uses('ruff', 'ruff.toml', '.ruff.toml');
  const lint = ruff
    ? 'ruff check .'
    : uses('flake8', '.flake8')
      ? 'flake8'
      : uses('pylint', '.pylintrc')
        ? 'pylint .'
        : undefined;
  const format = uses('black') ? 'black .' : ruff ? 'ruff format .' : undefined;
  return {
    ...(tests ? { test: `${run}pytest` } : {}),
    ...(lint === undefined ? {} : { lint: run + lint }),
    ...(format === undefined ? {} : { format: run + format }),
  };
}

/** What the project's tools are run with. */
function runner(folder: Folder, tool: JsonObject): string {
  if (folder.has('uv.lock') || 'uv' in tool) return 'uv run ';
  if (folder.has('poetry.lock') || 'poetry' in tool) return 'poetry run ';
  if (folder.has('pdm.lock') || 'pdm' in tool) return 'pdm run ';
  return folder.has('Pipfile') ? 'pipenv run ' : '';
}

/** The names in the lists and tables of pyproject.toml (PEP 621 and 735, uv, poetry). */
function declared(manifest: JsonObject | undefined, tool: JsonObject): string[] {
  const project = objectAt(manifest, 'project');
  const poetry = objectAt(tool, 'poetry');
  const lists: (Json | undefined)[] = [
    project['dependencies'],
    ...Object.values(objectAt(project, 'optional-dependencies')),
    ...Object.values(objectAt(manifest, 'dependency-groups')),
    objectAt(tool, 'uv')['dev-dependencies'],
  ];
  const tables = [
    objectAt(poetry, 'dependencies'),
    objectAt(poetry, 'dev-dependencies'),
    ...Object.values(objectAt(poetry, 'group')).map((group) =>
      objectAt(isObject(group) ? group : undefined, 'dependencies'),
    ),
  ];
  const items = lists.flatMap((list) => (Array.isArray(list) ? list : []));
  return [...items.flatMap((item) => (typeof item === 'string' ? nameIn(item) : [])), ...tables.flatMap(Object.keys)];
}

/** The names in requirements files, Pipfile and setup.py. */
function listed(folder: Folder): string[] {
  const files = folder.names.filter((name) => /^requirements[\w.-]*\.txt$/.test(name));
  const lines = files.flatMap((name) => (folder.text(name) ?? '').split(/\r?\n/));
  const pipfile = tomlIn(folder.text('Pipfile'));
  const quoted = [
    ...(folder.text('setup.py') ?? '').matchAll(/['"]([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;][^'"]*)?['"]/g),
  ];
  return [
    ...lines.flatMap(nameIn),
    ...Object.keys(objectAt(pipfile, 'packages')),
    ...Object.keys(objectAt(pipfile, 'dev-packages')),
    ...quoted.map((match) => match[1]!),
  ];
}

/** `fastapi[standard]>=0.1` is about fastapi. */
function nameIn(requirement: string): string[] {
  const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(requirement)?.[1];
  return name === undefined ? [] : [name];
}

/** A text of TOML; undefined where there is none, an empty one where it is wrong: its names still say what the project is. */
export function tomlIn(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text) as unknown as JsonObject;
  } catch {
    return {};
  }
}

/** The table under a key, empty when there is none. */
export function objectAt(holder: JsonObject | undefined, key: string): JsonObject {
  const value = holder?.[key];
  return value !== undefined && isObject(value) ? value : {};
}
