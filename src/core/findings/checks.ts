import type { Check } from './check.ts';
import { agentIdentity } from './checks/agentIdentity.ts';
import { ending } from './checks/ending.ts';
import { frontMatterShape } from './checks/frontMatterShape.ts';
import { hiddenCharacters } from './checks/hiddenCharacters.ts';
import { jsonFile } from './checks/jsonFile.ts';
import { names } from './checks/names.ts';
import { rulePaths } from './checks/rulePaths.ts';
import { secret } from './checks/secret.ts';
import { skillPlace } from './checks/skillPlace.ts';

/** Every check of what Claude Code would silently ignore or load otherwise than it was meant. */
export const CHECKS: readonly Check[] = [
  agentIdentity,
  ending,
  frontMatterShape,
  hiddenCharacters,
  jsonFile,
  names,
  rulePaths,
  secret,
  skillPlace,
];
