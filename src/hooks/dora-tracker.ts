import { runHook } from './common/run.ts';
import { track } from './dora/track.ts';

await runHook({ name: 'dora-tracker', kind: 'observer', handle: track });
