import { runHook } from './common/run.ts';
import { guardHook } from './safety/guard.ts';

// PreToolUse (Bash|PowerShell): denies what cannot be brought back, asks before what is dangerous, else is silent.
await runHook(guardHook('smart-safety-check', () => import('./safety/smart.ts')));
