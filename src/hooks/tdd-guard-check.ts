import { runHook } from './common/run.ts';
import { guardTdd } from './tdd/guard.ts';
import { tddSettings } from './tdd/settings.ts';

const { mode } = tddSettings(process.env);

// A guard that fails asks the person. In the modes that never hold an edit, neither may its failure.
await runHook({
  name: 'tdd-guard-check',
  kind: mode === 'ask' || mode === 'block' ? 'guard' : 'observer',
  handle: guardTdd,
});
