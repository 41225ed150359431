import { DEFAULT_PROTECTED_BRANCHES, type Place, type RepositoryFacts } from '../../../src/hooks/safety/place.ts';

const HOME = '/home/ada';
const ROOT = '/home/ada/shop';

/** A repository as plain data. */
export function repository(facts: Partial<RepositoryFacts> = {}, config: Record<string, string> = {}): RepositoryFacts {
  return {
    root: ROOT,
    gitDir: `${ROOT}/.git`,
    branch: 'feature/cart',
    config: (key) => config[key],
    hasRef: (name) => ['main', 'develop', 'feature/cart', 'v1.2.0', 'origin/main'].includes(name),
    staged: () => [],
    addable: () => [],
    changed: () => [],
    ...facts,
  };
}

/** A place as plain data: Ada works in ~/shop, a repository, on a branch of her own. Another repository is ~/lib. */
export function place(changes: Partial<Place> = {}, facts: RepositoryFacts = repository()): Place {
  return {
    cwd: ROOT,
    home: HOME,
    projectDir: ROOT,
    tempDirs: ['/tmp', '/var/tmp', '/dev/shm', '/private/tmp', '/var/folders'],
    env: { HOME, TMPDIR: '/tmp', USER: 'ada', CLAUDE_PROJECT_DIR: ROOT },
    protectedBranches: DEFAULT_PROTECTED_BRANCHES,
    pathExists: (path) => /\.(?:ts|md|json)$/.test(path) || path === `${ROOT}/src`,
    repository(cwd) {
      if (cwd === facts.root || cwd.startsWith(`${facts.root}/`)) return facts;
      if (cwd === '/home/ada/lib' || cwd.startsWith('/home/ada/lib/')) {
        return repository({ root: '/home/ada/lib', gitDir: '/home/ada/lib/.git', branch: 'main' });
      }
      return undefined;
    },
    ...changes,
  };
}
