import { recordCall } from './bundle/record.ts';
import { runHook } from './common/run.ts';

await runHook({ name: 'context-bundle-builder', kind: 'observer', handle: recordCall });
