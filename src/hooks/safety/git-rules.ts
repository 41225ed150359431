import { DISCARD_RULES } from './discard.ts';
import { HISTORY_RULES } from './history.ts';
import { PUSH_RULES } from './push.ts';
import type { Rule } from './rule.ts';
import { SECRET_RULES } from './secrets.ts';
import { HOST_RULES, SETTING_RULES } from './settings.ts';

/** All rules of the git guard. */
export const GIT_RULES: readonly Rule[] = [
  ...PUSH_RULES,
  ...HISTORY_RULES,
  ...DISCARD_RULES,
  ...SETTING_RULES,
  ...SECRET_RULES,
  ...HOST_RULES,
];
