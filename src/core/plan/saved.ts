import { bytesOf, textOf } from '../values/content.ts';
import { isObject } from '../values/json.ts';
import { InputError } from '../values/problem.ts';
import type { Plan } from './plan.ts';

/**
 * A plan that was kept to be applied later. It holds what a person reviews and, per target, the id of the plan; the changes themselves are
 * worked out again when it is applied, and a target whose plan then has another id is refused. So a saved plan can be neither
 * forged into writing something nor applied to anything but what it was made from, and it holds no content.
 */
export interface SavedPlan {
  readonly targets: ReadonlyMap<string, { readonly id: string; readonly root: string }>;
  readonly revision: string;
  /** The `--delivery` that the plan was made with. */
  readonly delivery?: string;
}

const KIND = 'reconcile-plan';

/** @param json the plan as `plan --format json` prints it */
export function savedPlanBytes(plan: Plan, json: string, tool: string, delivery: string | undefined): Uint8Array {
  const targets: Record<string, { id: string; root: string }> = {};
  for (const target of plan.targets) targets[target.name] = { id: target.id, root: target.root };
  const saved = {
    ...JSON.parse(json),
    saved: { kind: KIND, tool_version: tool, ...(delivery === undefined ? {} : { delivery }), targets },
  };
  return bytesOf(`${JSON.stringify(saved, null, 2)}\n`);
}

/** Reads a saved plan. @throws InputError when it is none, or a truncated one */
export function parseSavedPlan(bytes: Uint8Array, file: string): SavedPlan {
  const wrong = (message: string): InputError => {
    return new InputError([
      { place: { file }, severity: 'error', message, remedy: 'Make one with `reconcile plan --out FILE`.' },
    ]);
  };
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    throw wrong('is not a whole JSON document, so not a saved plan.');
  }
  const saved = isObject(value) ? value['saved'] : undefined;
  if (!isObject(value) || !isObject(saved) || saved['kind'] !== KIND || !isObject(saved['targets']))
    throw wrong('is not a saved plan.');
  if (value['format_version'] !== '1.0')
    throw wrong(`has format_version ${JSON.stringify(value['format_version'])}; this program reads "1.0".`);
  const targets = new Map<string, { id: string; root: string }>();
  for (const [name, entry] of Object.entries(saved['targets'])) {
    const { id, root } = isObject(entry) ? entry : {};
    if (typeof id !== 'string' || typeof root !== 'string') throw wrong(`has no plan id for ${name}.`);
    targets.set(name, { id, root });
  }
  const { delivery } = saved;
  const { revision } = value;
  return {
    targets,
    revision: typeof revision === 'string' ? revision : 'uncommitted',
    ...(typeof delivery === 'string' ? { delivery } : {}),
  };
}
