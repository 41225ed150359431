import type { Check } from './check.ts';
import { agentIdentity } from './checks/agentIdentity.ts';
import { ending } from './checks/ending.ts';
import { frontMatterShape } from './checks/frontMatterShape.ts';
import { frontMatterValues } from './checks/frontMatterValues.ts';
import { hiddenCharacters } from './checks/hiddenCharacters.ts';
import { hookEvents } from './checks/hookEvents.ts';
import { hookScripts } from './checks/hookScripts.ts';
import { imports } from './checks/imports.ts';
import { jsonFile } from './checks/jsonFile.ts';
import { matchers } from './checks/matchers.ts';
import { mcpServers } from './checks/mcpServers.ts';
import { names } from './checks/names.ts';
import { permissionRules } from './checks/permissionRules.ts';
import { rulePaths } from './checks/rulePaths.ts';
import { secret } from './checks/secret.ts';
import { settingsKeys } from './checks/settingsKeys.ts';
import { settingsMeaning } from './checks/settingsMeaning.ts';
import { settingsPlace } from './checks/settingsPlace.ts';
import { skillPlace } from './checks/skillPlace.ts';
import { skillText } from './checks/skillText.ts';
import { toolNames } from './checks/toolNames.ts';

/** Every check of what Claude Code would silently ignore or load otherwise than it was meant. */
export const CHECKS: readonly Check[] = [
  agentIdentity,
  ending,
  frontMatterShape,
  frontMatterValues,
  hiddenCharacters,
  hookEvents,
  hookScripts,
  imports,
  jsonFile,
  matchers,
  mcpServers,
  names,
  permissionRules,
  rulePaths,
  secret,
  settingsKeys,
  settingsMeaning,
  settingsPlace,
  skillPlace,
  skillText,
  toolNames,
];
