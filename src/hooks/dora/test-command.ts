import { baseName } from '../tdd/language.ts';
import { simpleCommands } from './shell.ts';

// Words before the command proper: they run it and pass its exit status on.
const PASSING_ON = new Set([
  'time',
  'env',
  'nice',
  'command',
  'exec',
  'xvfb-run',
  'dotenv',
  'uv',
  'poetry',
  'pipenv',
  'pdm',
]);
const PASSING_ON_PAIRS = new Set([
  'uv run',
  'poetry run',
  'pipenv run',
  'pdm run',
  'hatch run',
  'bundle exec',
  'npm exec',
  'pnpm exec',
  'yarn exec',
  'pnpm dlx',
]);
const RUNNERS = new Set([
  'vitest',
  'jest',
  'mocha',
  'ava',
  'tap',
  'pytest',
  'py.test',
  'tox',
  'nox',
  'rspec',
  'phpunit',
  'ctest',
  'gotestsum',
  'nextest',
]);
const RUNNERS_WITH_VERB: Readonly<Record<string, readonly string[]>> = {
  npm: ['test', 't', 'tst'],
  pnpm: ['test', 't'],
  yarn: ['test'],
  bun: ['test'],
  deno: ['test'],
  cargo: ['test', 'nextest', 't'],
  go: ['test'],
  mvn: ['test', 'verify'],
  mvnw: ['test', 'verify'],
  gradle: ['test', 'check'],
  gradlew: ['test', 'check'],
  make: ['test', 'tests', 'check'],
  just: ['test'],
  dotnet: ['test'],
  swift: ['test'],
  playwright: ['test'],
  hatch: ['test'],
};
const SCRIPT_RUNNERS = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Whether a simple command runs tests; `own` is the repository's test command, whose words it may begin with. */
export function isTestCommand(words: readonly string[], own?: string): boolean {
  const [command] = own === undefined ? [] : simpleCommands(own);
  if (command?.words.every((word, index) => words[index] === word)) return true;
  const rest = commandProper(words);
  const name = baseName(rest[0] ?? '').replace(/\.(exe|cmd)$/, '');
  if (rest.some((word) => word === '--help' || word === '--version')) return false;
  if (RUNNERS.has(name)) return true;
  if (/^python[\d.]*$/.test(name)) return rest[1] === '-m' && ['pytest', 'unittest'].includes(rest[2] ?? '');
  if (name === 'node') return rest.includes('--test');
  const words2 = rest.slice(1).filter((word) => !word.startsWith('-') && !word.startsWith('+'));
  if (SCRIPT_RUNNERS.has(name) && words2[0] === 'run') return /^test(:|$)/.test(words2[1] ?? '');
  return RUNNERS_WITH_VERB[name]?.includes(words2[0] ?? '') ?? false;
}

function commandProper(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const first = rest[0] ?? '';
    if (PASSING_ON_PAIRS.has(`${first} ${rest[1] ?? ''}`)) rest = afterOptions(rest.slice(2));
    else if (first === 'npx' || first === 'bunx' || first === 'uvx') rest = afterOptions(rest.slice(1));
    else if (first === 'timeout' || first === 'gtimeout') rest = afterOptions(rest.slice(1)).slice(1);
    else if (PASSING_ON.has(first) && first !== 'uv') rest = afterAssignments(afterOptions(rest.slice(1)));
    else return rest;
    if (rest.length === 0) return rest;
  }
}

function afterOptions(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !word.startsWith('-'));
  return first < 0 ? [] : words.slice(first);
}

function afterAssignments(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return first < 0 ? [] : words.slice(first);
}
