import { isObject, type JsonObject } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import { baseName } from '../../values/paths.ts';
import { isPlaceholder, isSecretName, isVariable } from '../../values/secretName.ts';
import type { Told, TreeCheck } from '../check.ts';
import { wiredIn } from '../handlers.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile, type ReadTree } from '../reading.ts';
import { isProjectSettings } from '../tree.ts';

const STYLES = ['default', 'Concise', 'Explanatory', 'Learning', 'Proactive'];

/** Settings that are read, and do not do what they say. */
export const settingsMeaning: TreeCheck = {
  of: 'tree',
  find: (tree) =>
    tree.of('settings').flatMap((file) => {
      const document = objectIn(file);
      if (document === undefined) return [];
      return [
        ...style(tree, file, document),
        ...plugins(file, document),
        ...disabled(file, document),
        ...mode(file, document),
        ...secrets(file, document),
      ];
    }),
};

function style(tree: ReadTree, file: ReadFile, document: JsonObject): Told[] {
  const wanted = document['outputStyle'];
  if (typeof wanted !== 'string') return [];
  const near = tree.of('output-style').filter(({ base }) => base === '' || base === file.base);
  const own = near.map(({ path, is }) => {
    const { name } = is.matter.data;
    return typeof name === 'string' ? name : baseName(path).slice(0, -'.md'.length);
  });
  const known = [...STYLES, ...own];
  // A plugin's style has its plugin before a colon.
  if (known.includes(wanted) || wanted.includes(':')) return [];
  const meant = known.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? nearest(wanted, known);
  const remedy = meant === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  const wrong = `There is no output style "${wanted}" here.`;
  const effect = 'Claude Code uses the default one without a word, unless the person has a style of that name.';
  return [{ check: 'output-style-unknown', severity: 'medium', ...at(file, ['outputStyle']), wrong, effect, remedy }];
}

function plugins(file: ReadFile, document: JsonObject): Told[] {
  const enabled = document['enabledPlugins'];
  if (!isObject(enabled)) return [];
  const markets = [document['extraKnownMarketplaces'], document['additionalMarketplaces']].filter(isObject);
  return Object.keys(enabled).flatMap((plugin): Told[] => {
    const market = plugin.split('@')[1];
    // The client brings the official marketplace with it.
    const official = market === 'claude-plugins-official' || market === 'builtin';
    if (
      enabled[plugin] === false ||
      official ||
      (market !== undefined && markets.some((map) => Object.hasOwn(map, market)))
    )
      return [];
    const wrong =
      market === undefined
        ? `The plugin "${plugin}" is named without its marketplace.`
        : `The plugin "${plugin}" is enabled, but "extraKnownMarketplaces" does not say where "${market}" is.`;
    const effect = 'Claude Code loads it only for those who have added the marketplace themselves.';
    const remedy = market === undefined ? 'Write plugin@marketplace.' : `Add "${market}" to "extraKnownMarketplaces".`;
    const where = at(file, ['enabledPlugins', plugin]);
    return [{ check: 'plugin-without-marketplace', severity: 'medium', ...where, wrong, effect, remedy }];
  });
}

function disabled(file: ReadFile, document: JsonObject): Told[] {
  if (document['disableAllHooks'] !== true || wiredIn(file).length === 0) return [];
  const wrong = 'It wires hooks and has "disableAllHooks": true.';
  const effect = 'Claude Code runs none of them, nor a status line.';
  const remedy = 'Take the one or the other out.';
  return [{ check: 'hooks-disabled', severity: 'high', ...at(file, ['disableAllHooks']), wrong, effect, remedy }];
}

function mode(file: ReadFile, document: JsonObject): Told[] {
  const permissions = document['permissions'];
  const wanted = isObject(permissions) ? permissions['defaultMode'] : undefined;
  if (!isProjectSettings(file.path) || (wanted !== 'auto' && wanted !== 'bypassPermissions')) return [];
  const wrong = `A project asks for the mode "${wanted}".`;
  const effect = 'Claude Code does not take that mode from a project.';
  const remedy = 'Let people set it in their own settings.';
  const where = at(file, ['permissions', 'defaultMode']);
  return [{ check: 'default-mode-unused', severity: 'low', ...where, wrong, effect, remedy }];
}

/** A value in `env` whose name says that it is a secret, whatever its form. */
function secrets(file: ReadFile, document: JsonObject): Told[] {
  const env = document['env'];
  if (!isObject(env) || baseName(file.path) === 'settings.local.json') return [];
  return Object.entries(env).flatMap(([name, value]): Told[] => {
    if (
      typeof value !== 'string' ||
      value.length < 6 ||
      !isVariable(name) ||
      !isSecretName(name) ||
      isPlaceholder(value)
    )
      return [];
    const wrong = `env.${name} holds what its name says is a secret.`;
    const effect = 'Whoever can read the repository has it.';
    const remedy = 'Set it in the environment of the person, or in settings.local.json.';
    return [{ check: 'secret-in-env', severity: 'critical', ...at(file, ['env', name]), wrong, effect, remedy }];
  });
}
