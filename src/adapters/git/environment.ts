import type { Person } from './config.ts';
import { isRunnable } from './read.ts';

/** Variables of git that say who the person is or how to reach the outside; all the others would lead git to another repository. */
const KEPT =
  /^GIT_(?:AUTHOR_|COMMITTER_|SSH|SSL_|ASKPASS$|PROXY_|HTTP_|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$|EXEC_PATH$|TEMPLATE_DIR$|ALLOW_PROTOCOL$|TRACE)/;
// What starts an interactive program, and what simple-git refuses to pass on.
const DROPPED = new Set(['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'LC_ALL', 'LANGUAGE', 'LC_MESSAGES']);

/**
 * The environment that git runs in, built from the person's: no variable of a git that started us, nothing interactive, and messages in
 * English. Hooks get it too, so the encoding of the person's language stays, and git's behaviour is not changed in other ways.
 * @param above the folder above the repository: git must not look for another repository from there on
 */
export function gitEnvironment(person: Person, above: string): Record<string, string> {
  return { ...base(person.environment), GIT_CEILING_DIRECTORIES: above };
}

type Environment = Person['environment'];

const bases = new WeakMap<Environment, Record<string, string>>();

/** What is the same for every repository: worked out once. */
function base(environment: Environment): Record<string, string> {
  const known = bases.get(environment);
  if (known !== undefined) return known;
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || DROPPED.has(name) || (name.startsWith('GIT_') && !KEPT.test(name))) continue;
    result[name] = value;
  }
  const encoding = environment['LC_ALL'] ?? environment['LC_CTYPE'] ?? environment['LANG'];
  if (encoding !== undefined) result['LC_CTYPE'] = encoding;
  const made = {
    ...result,
    LC_MESSAGES: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: ':',
    GIT_SEQUENCE_EDITOR: ':',
    GIT_PAGER: 'cat',
  };
  bases.set(environment, made);
  return made;
}

/** Settings for every command: nothing is started in the background, and no warning about line ends stops a commit. */
export const SETTINGS: readonly string[] = [
  'core.fsmonitor=false',
  'core.safecrlf=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'i18n.commitEncoding=UTF-8',
  'submodule.recurse=false',
];

const found = new Map<string, string>();

/**
 * Where git is, by the person's PATH. Looked up once: each start would try every folder of it, after the process was
 * copied, which takes longer the more memory this one has. `git` when it is not found, so that the start fails with the usual words.
 */
export function gitPath(person: Person): string {
  const path = person.environment['PATH'] ?? '';
  let git = found.get(path);
  if (git === undefined) {
    git =
      path
        .split(':')
        .map((folder) => `${folder}/git`)
        .find((file) => file.startsWith('/') && isRunnable(file)) ?? 'git';
    found.set(path, git);
  }
  return git;
}
