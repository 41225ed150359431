import { runHook } from './common/run.ts';
import { summarizeSession } from './summary/snapshot.ts';

await runHook({ name: 'session-summary', kind: 'observer', handle: summarizeSession });
