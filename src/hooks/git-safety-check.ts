import { runHook } from './common/run.ts';
import { guardHook } from './safety/guard.ts';

// PreToolUse (Bash|PowerShell): what git can lose here and on the other side. It never commits anything itself.
await runHook(guardHook('git-safety-check', () => import('./safety/git.ts')));
