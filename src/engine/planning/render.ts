import type { Rendered } from '../../core/desired/assembly.ts';
import { budgetFindings } from '../../core/desired/budget.ts';
import { lintDesired } from '../../core/desired/lint.ts';
import type { Renderer } from '../../core/desired/render.ts';
import { moveProblems, movesOf } from '../../core/plan/moveProblems.ts';
import { InputError } from '../../core/values/problem.ts';
import { budgetOf, type Declared } from '../targets.ts';

/** The desired state of any kind of target, with what the client would not do with it as it was meant. @throws InputError */
export function renderTarget(renderer: Renderer, target: Declared): Rendered {
  const { desired, findings } = renderKind(renderer, target);
  const problems = moveProblems(desired, movesOf(renderer.moved, target.name));
  if (problems.length > 0) throw new InputError(problems);
  return {
    desired,
    // Looked for when they are asked for: not everybody who renders wants them.
    get findings() {
      return [
        ...findings,
        ...lintDesired(desired, target.kind),
        ...budgetFindings(desired, target.kind, budgetOf(target)),
      ];
    },
  };
}

function renderKind(renderer: Renderer, target: Declared): Rendered {
  switch (target.kind) {
    case 'repository':
      return renderer.repository(target.repository);
    case 'home':
      return renderer.home(target.home);
    case 'directory':
      return target.holds === 'hooks' ? renderer.sharedHooks() : renderer.monitoring();
  }
}
