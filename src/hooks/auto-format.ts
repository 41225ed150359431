import { runHook } from './common/run.ts';
import { formatAfterEdit } from './format/after-edit.ts';

await runHook({ name: 'auto-format', kind: 'observer', handle: formatAfterEdit });
