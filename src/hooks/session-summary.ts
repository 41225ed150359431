import { runHook } from './common/run.ts';
import { summarizeSession } from './summary/snapshot.ts';

void runHook({ name: 'session-summary', kind: 'observer', handle: summarizeSession });
