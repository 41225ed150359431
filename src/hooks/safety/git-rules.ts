import { DISCARD_RULES } from './discard.ts';
import { HISTORY_RULES } from './history.ts';
import type { Guard } from './judge.ts';
import { PUSH_RULES } from './push.ts';
import type { Rule } from './rule.ts';
import { SECRET_RULES } from './secrets.ts';
import { HOST_RULES, SETTING_RULES } from './settings.ts';

/** All rules of the git guard. */
const GIT_RULES: readonly Rule[] = [
  ...PUSH_RULES,
  ...HISTORY_RULES,
  ...DISCARD_RULES,
  ...SETTING_RULES,
  ...SECRET_RULES,
  ...HOST_RULES,
];

/** What git and the programs of its hosts can lose. */
export const GIT_GUARD: Guard = {
  name: 'git-safety-check',
  rules: GIT_RULES,
  worried:
    /\bgit\b[\s\S]*\b(?:push|reset|clean|checkout|restore|switch|branch|stash|reflog|gc|filter|update-ref|worktree|tag)\b/,
};
