import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildProgram,
  git,
  makeFolder,
  makeRepository,
  run,
  runWith,
  type Setting,
  spooled,
  writeFiles,
} from './programs.ts';

let formatter: string;

beforeAll(() => {
  formatter = buildProgram('auto-format');
});

const BIOME = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.bin', 'biome');
const BIOME_SETTINGS = '{"formatter":{"indentStyle":"space","indentWidth":2}}';

function makeProject(files: Record<string, string>): Setting {
  const project = makeRepository({ '.gitignore': 'node_modules\nignored.ts\n', ...files });
  return { project, state: makeFolder('state') };
}

/** A project with the real biome installed. */
function makeBiomeProject(files: Record<string, string>): Setting {
  const where = makeProject({ 'package.json': '{}', 'biome.json': BIOME_SETTINGS, ...files });
  mkdirSync(join(where.project, 'node_modules/.bin'), { recursive: true });
  symlinkSync(BIOME, join(where.project, 'node_modules/.bin/biome'));
  return where;
}

/** Installs a formatter that notes how it was called and puts every line in upper case. */
function install(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "$PWD|$*" > "${path}.called"\ntr a-z A-Z\n`);
  chmodSync(path, 0o755);
  return path;
}

function write(where: Setting, path: string, content: string) {
  writeFiles(where.project, { [path]: content });
  return afterTool(where, 'Write', path, { content });
}

function afterTool(
  where: Setting,
  tool_name: string,
  path: string,
  input: Record<string, unknown>,
  tool_response: unknown = {},
) {
  const tool_input = { file_path: join(where.project, path), ...input };
  return run(
    formatter,
    { hook_event_name: 'PostToolUse', tool_name, tool_input, tool_response, tool_use_id: 't' },
    where,
  );
}

const read = (where: Setting, path: string) => readFileSync(join(where.project, path), 'utf8');

describe('with the project’s own biome', () => {
  test('a written file is formatted, and the model is told which lines changed', () => {
    const where = makeBiomeProject({});
    const { answer } = write(where, 'src/a.ts', 'const a = 1;\nconst  b =  2;\n');
    expect(read(where, 'src/a.ts')).toBe('const a = 1;\nconst b = 2;\n');
    expect(answer.hookSpecificOutput.hookEventName).toBe('PostToolUse');
    expect(answer.hookSpecificOutput.additionalContext).toContain(
      'biome reformatted src/a.ts after this edit (lines 2)',
    );
    expect(answer.hookSpecificOutput.additionalContext).toContain('const b = 2;');
    expect(spooled(where.state, 'claude_hooks')).toMatchObject([{ hook_name: 'auto-format', modified: true }]);
  });

  test('a file that is formatted already is not touched, and nothing is said', () => {
    const where = makeBiomeProject({});
    expect(write(where, 'src/a.ts', 'const a = 1;\n').stdout).toBe('');
  });

  test('an import that nothing uses yet stays', () => {
    const where = makeBiomeProject({});
    write(where, 'src/a.ts', "import {x} from './x';\n");
    expect(read(where, 'src/a.ts')).toBe('import { x } from "./x";\n');
  });

  test('lines that the edit did not touch stay as they were', () => {
    const where = makeBiomeProject({});
    writeFiles(where.project, { 'a.ts': 'const  a = 1;\nconst b = 2;\nconst c = 3;\nconst  d = 4;\n' });
    const { answer } = afterTool(where, 'Edit', 'a.ts', { old_string: '', new_string: 'const  d = 4;' });
    expect(read(where, 'a.ts')).toBe('const  a = 1;\nconst b = 2;\nconst c = 3;\nconst d = 4;\n');
    expect(answer.hookSpecificOutput.additionalContext).toContain('Lines that this edit did not touch were left');
  });

  test('the patch in the client’s answer says what was touched', () => {
    const where = makeBiomeProject({});
    writeFiles(where.project, { 'a.ts': 'const  a = 1;\nconst b = 2;\nconst c = 3;\nconst  d = 4;\n' });
    const structuredPatch = [
      { oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: ['-x', '+const  a = 1;', ' const b = 2;'] },
    ];
    afterTool(where, 'Edit', 'a.ts', { new_string: 'no such text' }, { structuredPatch });
    expect(read(where, 'a.ts')).toBe('const a = 1;\nconst b = 2;\nconst c = 3;\nconst  d = 4;\n');
  });

  test('a syntax error leaves the file as it is', () => {
    const where = makeBiomeProject({});
    expect(write(where, 'a.ts', 'const  = {').stdout).toBe('');
    expect(read(where, 'a.ts')).toBe('const  = {');
  });

  test('line endings, the byte order mark and the mode stay', () => {
    const where = makeBiomeProject({ 'a.ts': '' });
    chmodSync(join(where.project, 'a.ts'), 0o755);
    write(where, 'a.ts', '\uFEFFconst  a = 1;\r\nconst b = 2;\r\n');
    expect(read(where, 'a.ts')).toBe('\uFEFFconst a = 1;\r\nconst b = 2;\r\n');
    expect(statSync(join(where.project, 'a.ts')).mode & 0o777).toBe(0o755);
  });

  test.each([
    ['node_modules/x/a.ts', 'const  a = 1;\n'],
    ['ignored.ts', 'const  a = 1;\n'],
    ['vendor/a.ts', 'const  a = 1;\n'],
    ['a.min.js', 'const  a = 1;\n'],
    ['made.ts', '// Code generated by x. DO NOT EDIT.\nconst  a = 1;\n'],
    ['by-attribute.ts', 'const  a = 1;\n'],
    ['notes.txt', 'a  b\n'],
  ])('%s is left alone', (path, content) => {
    const where = makeBiomeProject({ '.gitattributes': 'by-attribute.ts linguist-generated\n' });
    expect(write(where, path, content).stdout).toBe('');
    expect(read(where, path)).toBe(content);
  });

  test('a link is never written through', () => {
    const where = makeBiomeProject({ 'real.ts': 'const  a = 1;\n' });
    symlinkSync('real.ts', join(where.project, 'link.ts'));
    expect(afterTool(where, 'Write', 'link.ts', { content: 'const  a = 1;\n' }).stdout).toBe('');
    expect(read(where, 'real.ts')).toBe('const  a = 1;\n');
  });
});

describe('which formatter', () => {
  test('each language’s own, in the folder of its settings, only where the project is set up for it', () => {
    const where = makeProject({
      'web/package.json': '{"devDependencies":{"prettier":"3"}}',
      'py/pyproject.toml': '[tool.ruff]\n',
      'go/go.mod': 'module x\n',
      'rs/Cargo.toml': '[package]\nedition = "2021"\n',
      'sh/.editorconfig': '[*.sh]\nindent_size = 2\n',
    });
    const { project } = where;
    const tools = makeFolder('tools');
    where.env = { PATH: `${tools}:${process.env.PATH}` };
    const programs = {
      'web/a.md': install(join(project, 'web/node_modules/.bin/prettier')),
      'py/a.py': install(join(project, 'py/.venv/bin/ruff')),
      'go/a.go': install(join(tools, 'gofmt')),
      'rs/src/a.rs': install(join(tools, 'rustfmt')),
      'sh/a.sh': install(join(tools, 'shfmt')),
    };
    for (const path of Object.keys(programs)) write(where, path, 'x y\n');
    for (const path of Object.keys(programs)) expect(read(where, path)).toBe('X Y\n');
    const calledAs = Object.values(programs).map((program) => readFileSync(`${program}.called`, 'utf8').trim());
    expect(calledAs).toEqual([
      `${project}/web|--stdin-filepath ${project}/web/a.md`,
      `${project}/py|format --force-exclude --stdin-filename ${project}/py/a.py -`,
      `${project}/go|`,
      `${project}/rs/src|--quiet --edition 2021`,
      `${project}/sh|-filename ${project}/sh/a.sh`,
    ]);
    // The same tools are on PATH, but the top folder is set up for none of them.
    for (const path of ['a.md', 'a.py', 'a.go', 'a.rs', 'a.sh']) expect(write(where, path, 'x y\n').stdout).toBe('');
  });

  test('the nearest settings win, and a missing program means no formatting', () => {
    const where = makeBiomeProject({ 'inner/.prettierrc': '{}' });
    expect(write(where, 'inner/a.ts', 'const  a = 1;\n').stdout).toBe('');
    install(join(where.project, 'node_modules/.bin/prettier'));
    write(where, 'inner/a.ts', 'const  a = 1;\n');
    expect(read(where, 'inner/a.ts')).toBe('CONST  A = 1;\n');
  });

  test('a file outside of the session’s project is not formatted: its tools are not trusted', () => {
    const where = makeProject({});
    const other = makeProject({ 'package.json': '{"prettier":{}}' });
    install(join(other.project, 'node_modules/.bin/prettier'));
    writeFiles(other.project, { 'a.ts': 'x\n' });
    const tool_input = { file_path: join(other.project, 'a.ts'), content: 'x\n' };
    const { stdout } = run(formatter, { hook_event_name: 'PostToolUse', tool_name: 'Write', tool_input }, where);
    expect([stdout, read(other, 'a.ts')]).toEqual(['', 'x\n']);
  });

  test('a formatter that empties a file is not believed', () => {
    const where = makeProject({ 'go.mod': 'module x\n' });
    const tools = makeFolder('tools');
    writeFileSync(install(join(tools, 'gofmt')), '#!/bin/sh\ncat > /dev/null\n');
    where.env = { PATH: `${tools}:${process.env.PATH}` };
    write(where, 'a.go', 'package a\n');
    expect(read(where, 'a.go')).toBe('package a\n');
  });

  test('a file that changed while it was formatted keeps the change', () => {
    const where = makeProject({ 'go.mod': 'module x\n' });
    const tools = makeFolder('tools');
    const file = join(where.project, 'a.go');
    writeFileSync(install(join(tools, 'gofmt')), `#!/bin/sh\ntr a-z A-Z\necho later > "${file}"\n`);
    where.env = { PATH: `${tools}:${process.env.PATH}` };
    expect(write(where, 'a.go', 'package a\n').stdout).toBe('');
    expect(read(where, 'a.go')).toBe('later\n');
    expect(git(where.project, 'status', '--porcelain')).toBe('?? a.go');
  });
});

test('malformed input is silent and ends with 0', () => {
  for (const text of ['', '[]', '{"hook_event_name":"PostToolUse","tool_input":{"file_path":9}}']) {
    const { code, stdout } = runWith(formatter, text, makeProject({}));
    expect([code, stdout]).toEqual([0, '']);
  }
});
