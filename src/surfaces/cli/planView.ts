import type { Plan } from '../../core/plan/plan.ts';
import type { CostChanges } from '../../core/views/costText.ts';
import type { PlanTextOptions } from '../../core/views/planTextOptions.ts';
import { type CommonOptions, usesColor } from './common.ts';
import type { Terminal } from './terminal.ts';

/** What shows contents side by side; loaded only for a plan that has some to show. */
export async function diffing(plan: Plan): Promise<Pick<PlanTextOptions, 'diffOf' | 'conflictOf'>> {
  const shows = plan.targets.some((target) =>
    target.changes.some(({ action }) => action === 'update' || action === 'conflict'),
  );
  if (!shows) return {};
  const { unifiedDiff } = await import('../../core/views/unifiedDiff.ts');
  return { diffOf: unifiedDiff, conflictOf: (_, change) => change.contents };
}

/** A plan as people read it in a terminal. */
export async function planForPeople(
  terminal: Terminal,
  plan: Plan,
  options: CommonOptions,
  verb: 'plan' | 'apply',
  names: readonly string[],
  costs?: CostChanges,
): Promise<string> {
  const { planText } = await import('../../core/views/planText.ts');
  return planText(plan, {
    home: terminal.home,
    color: usesColor(terminal, options),
    width: terminal.out.columns,
    verbose: options.verbose === true,
    verb,
    targets: names,
    ...(costs === undefined ? {} : { costs }),
    ...(await diffing(plan)),
  });
}
