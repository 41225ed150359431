import type { Check } from '../../core/health/check.ts';
import { check, isAtLeast, runHere, type Tools } from './setupCheck.ts';

/** `git commit` with paths read from a file is since 2.26. */
const LEAST_GIT = [2, 26];

/** Git itself, and who commits. */
export async function gitChecks(tools: Tools): Promise<Check[]> {
  const [version, name, email] = await Promise.all([
    runHere(tools, 'git', '--version'),
    runHere(tools, 'git', 'config', 'user.name'),
    runHere(tools, 'git', 'config', 'user.email'),
  ]);
  if (version.code !== 0)
    return [check('git', 'fail', 'cannot be started', 'Install git; `plan` works without it, `apply` does not.')];
  const text = version.stdout.trim().replace(/^git version /, '');
  const git = isAtLeast(text, LEAST_GIT)
    ? check('git', 'ok', text)
    : check('git', 'warn', `${text} is old`, `Install git ${LEAST_GIT.join('.')} or newer.`);
  const { env } = tools.world;
  return [
    git,
    identityCheck({
      // The environment is before the configuration (git help commit).
      'user.name': env['GIT_AUTHOR_NAME'] ?? name.stdout.trim(),
      'user.email': env['GIT_AUTHOR_EMAIL'] ?? email.stdout.trim(),
    }),
  ];
}

function identityCheck(who: Readonly<Record<'user.name' | 'user.email', string>>): Check {
  const missing = (['user.name', 'user.email'] as const).filter((key) => who[key] === '');
  if (missing.length === 0) return check('git identity', 'ok', `${who['user.name']} <${who['user.email']}>`);
  const samples = { 'user.name': '"Your Name"', 'user.email': 'you@example.com' };
  const commands = missing.map((key) => `\`git config --global ${key} ${samples[key]}\``);
  return check(
    'git identity',
    'warn',
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set for all repositories`,
    `Run ${commands.join(' and ')}; without it nothing can be committed in a repository that does not set it itself.`,
  );
}
