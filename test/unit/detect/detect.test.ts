import { describe, expect, test } from 'vitest';
import { type Detected, detect } from '../../../src/core/detect/detect.ts';

/** What a folder with these files is; folders are told by the paths. */
function look(files: Readonly<Record<string, string>>): Detected {
  const names = new Set<string>();
  for (const path of Object.keys(files)) {
    names.add(path);
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) names.add(path.slice(0, cut + 1));
  }
  return detect({ names: [...names].sort(), texts: new Map(Object.entries(files)) });
}

describe('the language', () => {
  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['a package.json alone is JavaScript, not TypeScript', { 'package.json': '{"main":"a.js"}' }, 'javascript'],
    ['a tsconfig.json makes it TypeScript', { 'package.json': '{}', 'tsconfig.json': '{}' }, 'typescript'],
    [
      'the compiler among the dependencies does too',
      { 'package.json': '{"devDependencies":{"typescript":"5"}}' },
      'typescript',
    ],
    ['pyproject.toml is Python', { 'pyproject.toml': '[project]\nname="a"\n' }, 'python'],
    ['requirements.txt is', { 'requirements.txt': 'flask\n' }, 'python'],
    ['setup.py is', { 'setup.py': '' }, 'python'],
    ['Cargo.toml is Rust', { 'Cargo.toml': '[package]\n' }, 'rust'],
    ['go.mod is Go', { 'go.mod': 'module a\n' }, 'go'],
    [
      'a pyproject.toml for a tool does not outweigh a project',
      { 'pyproject.toml': '[tool.ruff]\n', 'Cargo.toml': '' },
      'rust',
    ],
    [
      'a package.json for a tool does not outweigh a project',
      { 'package.json': '{"devDependencies":{"prettier":"3"}}', 'go.mod': '' },
      'go',
    ],
    ['a project whose manifest is damaged is still one', { 'pyproject.toml': '[project' }, 'python'],
    ['one language in all the folders below is the language', { 'a/Cargo.toml': '', 'b/Cargo.toml': '' }, 'rust'],
    ['two are none', { 'a/Cargo.toml': '', 'b/go.mod': '' }, undefined],
    ['nothing is nothing', { 'README.md': '' }, undefined],
  ])('%s', (_, files, language) => {
    expect(look(files).language).toBe(language);
  });

  test('what else it could be is told', () => {
    expect(look({ 'pyproject.toml': '[project]\n', 'package.json': '{"main":"a.js"}' }).others).toEqual([
      'javascript (package.json)',
    ]);
  });
});

describe('the framework', () => {
  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    [
      'a list of pyproject.toml',
      { 'pyproject.toml': '[project]\ndependencies=["FastAPI[standard]>=0.1"]\n' },
      'fastapi',
    ],
    ['a table of poetry', { 'pyproject.toml': '[tool.poetry.dependencies]\nDjango="5"\n' }, 'django'],
    [
      'requirements, with - and _ the same',
      { 'requirements.txt': '# c\nnautilus_trader==1.2\nflask\n' },
      'nautilustrader',
    ],
    ['setup.py', { 'setup.py': "setup(install_requires=['flask>=2'])" }, 'flask'],
    ['sources, where no manifest says', { 'requirements.txt': '', 'app.py': 'from flask import Flask\n' }, 'flask'],
    ['a word in a source is none', { 'requirements.txt': '', 'app.py': '# not flask\nx = "django"\n' }, undefined],
    ['the more special one', { 'package.json': '{"dependencies":{"react":"1","next":"1"}}' }, 'next'],
    ['a scoped package', { 'package.json': '{"dependencies":{"@nestjs/core":"1"}}' }, 'nest'],
    ['n8n by its parts', { 'package.json': '{"peerDependencies":{"n8n-workflow":"*"}}' }, 'n8n'],
    ['Cargo.toml', { 'Cargo.toml': '[dependencies]\naxum = "0.7"\n' }, 'axum'],
    [
      'go.mod, whatever the major version',
      { 'go.mod': 'require (\n\tgithub.com/labstack/echo/v4 v4.1.0\n)\n' },
      'echo',
    ],
    ['a name that only begins alike is none', { 'package.json': '{"dependencies":{"react-dom-x":"1"}}' }, undefined],
  ])('is told from %s', (_, files, framework) => {
    expect(look(files).framework).toBe(framework);
  });
});

describe('the commands', () => {
  test.each<[string, Readonly<Record<string, string>>, Detected['commands']]>([
    [
      'of uv with pytest and ruff',
      { 'pyproject.toml': '[project]\n[dependency-groups]\ndev=["pytest","ruff"]\n', 'uv.lock': '' },
      { test: 'uv run pytest', lint: 'uv run ruff check .', format: 'uv run ruff format .' },
    ],
    [
      'of poetry with black',
      { 'pyproject.toml': '[tool.poetry]\n[tool.black]\n[tool.pytest.ini_options]\n' },
      { test: 'poetry run pytest', format: 'poetry run black .' },
    ],
    ['of pip, only what is there', { 'requirements.txt': 'flask', 'tests/test_a.py': '' }, { test: 'pytest' }],
    [
      'of npm: scripts that are there, not the placeholder',
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1","lint":"x"}}' },
      { lint: 'npm run lint' },
    ],
    [
      'of pnpm',
      { 'package.json': '{"scripts":{"test":"x","fmt":"y"}}', 'pnpm-lock.yaml': '' },
      { test: 'pnpm test', format: 'pnpm run fmt' },
    ],
    [
      'of the manager that is named',
      { 'package.json': '{"scripts":{"test":"x"},"packageManager":"yarn@4.0.0"}' },
      { test: 'yarn test' },
    ],
    [
      'of go without a linter',
      { 'go.mod': '' },
      { test: 'go test ./...', lint: 'go vet ./...', format: 'go fmt ./...' },
    ],
    [
      'of go with one',
      { 'go.mod': '', '.golangci.yml': '' },
      { test: 'go test ./...', lint: 'golangci-lint run', format: 'go fmt ./...' },
    ],
    [
      'of make, for what nothing else says',
      { 'requirements.txt': 'pytest', Makefile: 'X := 1\ntest:\n\tx\nlint: a\n' },
      { test: 'pytest', lint: 'make lint' },
    ],
    ['of nothing', { 'requirements.txt': '' }, {}],
  ])('%s', (_, files, commands) => {
    expect(look(files).commands).toEqual(commands);
  });
});

describe('a monorepo', () => {
  test.each([
    ['npm', { 'package.json': '{"workspaces":["packages/*"]}' }],
    ['pnpm', { 'pnpm-workspace.yaml': '' }],
    ['cargo', { 'Cargo.toml': '[workspace]\n' }],
    ['go', { 'go.work': '' }],
    ['uv', { 'pyproject.toml': '[tool.uv.workspace]\n' }],
  ])('of %s is told', (_, files) => {
    expect(look(files).monorepo).toBe(true);
  });

  test('has its parts told, and what is vendored is none', () => {
    const found = look({
      'packages/a/package.json': '{"main":"x"}',
      'api/pyproject.toml': '[project]',
      'node_modules/x/package.json': '{}',
    });
    expect(found.parts).toEqual([
      { folder: 'api', language: 'python' },
      { folder: 'packages/a', language: 'javascript' },
    ]);
    expect(found.monorepo).toBe(false);
  });
});
