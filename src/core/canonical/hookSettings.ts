import type { HookSettings } from '../../../generated/canonical.ts';
import type { JsonObject } from '../values/json.ts';
import { absolute } from '../values/paths.ts';
import type { SettingsSelected } from './canonical.ts';
import { type Path, pathText } from './places.ts';
import { lineOf, type Reading, wrong } from './reading.ts';

/** Folders whose content is nobody's scratch paper. */
const NEVER_TEMPORARY = /^\/(?:|bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|usr|Users|var)$/;

/**
 * The variables by which hooks are set, as fields of settings.json: what is set nearer to a repository replaces what is set further away.
 * The names are read in `src/hooks/`.
 */
export function readHookSettings(
  reading: Reading,
  path: Path,
  written: HookSettings | undefined | null,
): SettingsSelected[] {
  if (written === undefined || written === null) return [];
  checkFolders(reading, [...path, 'temporaryFolders'], written.temporaryFolders ?? []);
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ['RECONCILE_PROTECTED_BRANCHES', written.protectedBranches?.join(',')],
    ['RECONCILE_TEMPORARY_FOLDERS', written.temporaryFolders?.join(':')],
    ['RECONCILE_TDD_MODE', written.tdd?.mode],
    ['RECONCILE_TDD_LEVEL', written.tdd?.level],
    ['RECONCILE_TDD_PATHS', written.tdd?.paths?.join(',')],
    ['RECONCILE_DEPLOY_COMMAND', written.deployCommands?.join('\n')],
    ['RECONCILE_DORA_WINDOW_HOURS', written.repairWindowHours],
    ['RECONCILE_BUNDLE_DAYS', written.bundleDays],
  ];
  const env: Record<string, string> = {};
  for (const [name, value] of values) if (value !== undefined) env[name] = String(value);
  if (Object.keys(env).length === 0) return [];
  const inline: JsonObject = { env };
  return [{ inline, selector: pathText(path), place: lineOf(reading, path) }];
}

/** A guard lets everything below such a folder be removed, so it must not hold what is somebody's. */
function checkFolders(reading: Reading, path: Path, folders: readonly string[]): void {
  for (const [index, folder] of folders.entries()) {
    const whole = absolute(folder, reading.home, reading.home);
    const holdsHome = reading.home === whole || reading.home.startsWith(`${whole}/`);
    if (!holdsHome && !NEVER_TEMPORARY.test(whole)) continue;
    wrong(reading, [...path, index], `${folder} holds what is not temporary.`, 'Name the one folder in it that is.');
  }
}
