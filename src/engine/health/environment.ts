import type { EnvironmentGroup } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import { textOf } from '../../core/values/content.ts';
import { type AbsPath, join, type RelPath, tilde } from '../../core/values/paths.ts';
import type { Readers } from '../world.ts';

/** Where projects set environment variables. */
const FILES: readonly string[] = ['.env', '.env.local', '.env.production', '.envrc'];

/**
 * Whether the variables of `environment:` are set in the file that owns them and in no other. Values are neither compared nor told: they may
 * be secrets.
 * @param roots of the repositories
 */
export function environmentChecks(
  world: Readers,
  groups: readonly EnvironmentGroup[],
  roots: readonly AbsPath[],
): Check[] {
  if (groups.length === 0)
    return [{ group: 'environment', name: 'variables', status: 'absent', message: 'no environment in canonical.yaml' }];
  const owners = new Set(groups.map(({ file }) => file));
  const others = roots.flatMap((root) => FILES.map((name) => join(root, name as RelPath)));
  const files = [...new Set([...owners, ...others])];
  const names = new Map(files.map((file) => [file, namesIn(world, file)]));
  return groups.map((group): Check => {
    const common = { group: 'environment', name: group.name, place: group.place } as const;
    const owned = names.get(group.file);
    const file = tilde(group.file, world.home);
    if (owned === undefined)
      return { ...common, status: 'warn', message: `${file} is not there`, remedy: 'Create it, or correct its path.' };
    const missing = group.keys.filter((key) => !owned.has(key));
    const elsewhere = group.keys.flatMap((key) => {
      return files
        .filter((other) => other !== group.file && names.get(other)?.has(key) === true)
        .map((other) => `${key} in ${tilde(other, world.home)}`);
    });
    if (elsewhere.length > 0)
      return {
        ...common,
        status: 'warn',
        message: `also set elsewhere: ${elsewhere.join(', ')}`,
        remedy: `Take it out there; ${file} owns it.`,
      };
    if (missing.length > 0)
      return {
        ...common,
        status: 'warn',
        message: `${file} does not set ${missing.join(', ')}`,
        remedy: 'Set it there, or take it out of keys.',
      };
    return { ...common, status: 'ok', message: `${group.keys.length} in ${file} alone` };
  });
}

function namesIn({ disk }: Readers, file: AbsPath): Set<string> | undefined {
  const real = disk.realPath(file);
  const node = real === undefined ? undefined : disk.read(real);
  if (node?.kind !== 'file') return undefined;
  const lines = textOf(node.bytes).split('\n');
  return new Set(lines.flatMap((line) => /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1] ?? []));
}
