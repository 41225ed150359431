import { recordCall } from './bundle/record.ts';
import { runHook } from './common/run.ts';

void runHook({ name: 'context-bundle-builder', kind: 'observer', handle: recordCall });
