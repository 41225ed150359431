import { runHook } from './common/run.ts';
import { preserveContext } from './handover/preserve.ts';

await runHook({ name: 'context-preservation', kind: 'observer', handle: preserveContext });
