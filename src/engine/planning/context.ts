import type { Renderer } from '../../core/desired/render.ts';
import type { Delivery } from '../../core/values/target.ts';
import type { LoadedHub } from '../hub.ts';
import type { Declared } from '../targets.ts';
import type { Readers } from '../world.ts';
import type { PlanOptions } from './prepared.ts';

/** What the plans of all targets of one hub are made with. */
export interface Context {
  readonly world: Readers;
  readonly hub: LoadedHub;
  readonly options: PlanOptions;
  readonly renderer: Renderer;
}

/** How the changes of a target reach it. */
export function deliveryOf({ hub, options }: Pick<Context, 'hub' | 'options'>, target: Declared): Delivery {
  if (target.kind !== 'repository') return 'write';
  return options.delivery ?? target.repository.delivery ?? hub.canonical.policy.delivery;
}
