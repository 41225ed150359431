import { runHook } from './common/run.ts';
import { guardHook } from './safety/guard.ts';
import { GIT_GUARD } from './safety/rules.ts';

// PreToolUse (Bash|PowerShell): what git can lose here and on the other side. It never commits anything itself.
await runHook(guardHook(GIT_GUARD));
