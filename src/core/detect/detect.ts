import { byText } from '../values/address.ts';
import { go, rust } from './compiled.ts';
import { node, workspacesOf } from './node.ts';
import { type Commands, type Folder, folderOf, type Kind, type Look, type ProjectFiles } from './project.ts';
import { objectAt, python, tomlIn } from './python.ts';

/** What a project's own files say about it. */
export interface Detected {
  readonly language?: string;
  readonly framework?: string;
  readonly commands: Commands;
  /** The file that says which language it is. */
  readonly because?: string;
  /** Folders that are projects of their own, with their languages; sorted. */
  readonly parts: readonly { readonly folder: string; readonly language: string }[];
  /** True when a file declares a workspace of several packages. */
  readonly monorepo: boolean;
  /** What else the project might be: `javascript (package.json)`. */
  readonly others: readonly string[];
}

const LOOKS: readonly Look[] = [python, node, rust, go];

/** Tells language, framework and commands from names and manifests. Nothing is guessed: what no file says is absent. */
export function detect(project: ProjectFiles): Detected {
  const top = folderOf(project, '');
  const kinds = ranked(LOOKS.flatMap((look) => look(top) ?? []));
  const parts = partsOf(project);
  const languages = new Set(parts.map((part) => part.language));
  const [main] = kinds;
  const only = main === undefined && languages.size === 1 ? parts[0]! : undefined;
  const language = main?.language ?? only?.language;
  const framework = main?.framework;
  return {
    ...(language === undefined ? {} : { language }),
    ...(framework === undefined ? {} : { framework }),
    commands: { ...made(top), ...main?.commands },
    ...(main === undefined ? (only === undefined ? {} : { because: `${only.folder}/` }) : { because: main.because }),
    parts,
    monorepo: isMonorepo(top),
    others: kinds.slice(1).map((kind) => `${kind.language} (${kind.because})`),
  };
}

/** What a new project in a language is usually run with: for folders in which nothing stands yet. */
export function usualCommands(language: string): Commands {
  return USUAL[language] ?? {};
}

const USUAL: Readonly<Record<string, Commands>> = {
  python: { test: 'uv run pytest tests/ -x', lint: 'uv run ruff check .', format: 'uv run ruff format .' },
  typescript: { test: 'npm test', lint: 'npm run lint', format: 'npm run format' },
  javascript: { test: 'npm test', lint: 'npm run lint', format: 'npm run format' },
  rust: { test: 'cargo test', lint: 'cargo clippy', format: 'cargo fmt' },
  go: { test: 'go test ./...', lint: 'golangci-lint run', format: 'go fmt ./...' },
};

/** The languages that are known here, for messages. */
export const LANGUAGES: readonly string[] = Object.keys(USUAL);

/** Markers that are there for a tool come after those of a project; else the order above. */
function ranked(kinds: readonly Kind[]): Kind[] {
  return [...kinds.filter((kind) => kind.weak !== true), ...kinds.filter((kind) => kind.weak === true)];
}

/** Projects in folders below. */
function partsOf(project: ProjectFiles): { folder: string; language: string }[] {
  const found: { folder: string; language: string }[] = [];
  for (const name of project.names) {
    if (!name.endsWith('/') || /(^|\/)(node_modules|vendor|target|dist|build|\.[^/]*)\//.test(name)) continue;
    const folder = folderOf(project, name);
    const [kind] = ranked(LOOKS.flatMap((look) => look(folder) ?? []));
    if (kind !== undefined) found.push({ folder: name.slice(0, -1), language: kind.language });
  }
  return found.sort((a, b) => byText(a.folder, b.folder));
}

function isMonorepo(top: Folder): boolean {
  const cargo = tomlIn(top.text('Cargo.toml')) ?? {};
  const uv = objectAt(objectAt(tomlIn(top.text('pyproject.toml')), 'tool'), 'uv');
  return (
    top.has('pnpm-workspace.yaml') ||
    top.has('go.work') ||
    'workspace' in cargo ||
    'workspace' in uv ||
    workspacesOf(top).length > 0
  );
}

/** What a Makefile offers, for what the language's own tools do not say. */
function made(top: Folder): Commands {
  const targets = new Set([...(top.text('Makefile') ?? '').matchAll(/^([\w-]+)\s*:(?!=)/gm)].map((match) => match[1]!));
  const format = ['format', 'fmt'].find((name) => targets.has(name));
  return {
    ...(targets.has('test') ? { test: 'make test' } : {}),
    ...(targets.has('lint') ? { lint: 'make lint' } : {}),
    ...(format === undefined ? {} : { format: `make ${format}` }),
  };
}
