import { CODE_RULES } from './code.ts';
import { DISK_RULES } from './disk.ts';
import type { Guard } from './judge.ts';
import { REMOVE_RULES } from './remove.ts';
import { RIGHTS_RULES } from './rights.ts';
import { SERVICE_RULES } from './services.ts';

/** Everything but git: what is removed, written over, opened up, or run unread. */
export const SMART_GUARD: Guard = {
  name: 'smart-safety-check',
  rules: [...REMOVE_RULES, ...DISK_RULES, ...RIGHTS_RULES, ...CODE_RULES, ...SERVICE_RULES],
  worried: /\b(?:rm|dd|mkfs|shred|wipefs|chmod|chown|find|eval|curl|wget|truncate)\b/,
};
