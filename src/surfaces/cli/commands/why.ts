import { didYouMean } from '../../../core/values/nearest.ts';
import { InputError } from '../../../core/values/problem.ts';
import { whyJson, whyText } from '../../../core/views/whyText.ts';
import { type Declared, targetsOf } from '../../../engine/targets.ts';
import { type Explanation, explain } from '../../../engine/why.ts';
import { type CommonOptions, openHub, pathFrom, planOptions } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile why [TARGET] PATH`: which rule put this here, or that none did. @returns the exit code */
export async function whyCommand(
  terminal: Terminal,
  words: readonly string[],
  options: CommonOptions,
): Promise<number> {
  const readers = terminal.parts.readers();
  const hub = openHub(terminal, readers, options);
  const all = targetsOf(hub.canonical);
  const questions = placesFor(terminal, all, words);
  const settings = planOptions({}, Date.now());
  const explanations: Explanation[] = questions.map(({ target, path }) =>
    explain(readers, hub, settings, all, target, path),
  );
  if (options.json === true) terminal.out.write(whyJson(explanations));
  else terminal.out.write(whyText(explanations, terminal.home));
  return explanations.some((explanation) => explanation.entries.length > 0) ? 0 : 1;
}

/** Which targets and paths are meant: a target by name and a path in it, a path on disk, or a path to look for in every target. */
function placesFor(
  terminal: Terminal,
  all: readonly Declared[],
  words: readonly string[],
): { target: Declared; path: string }[] {
  const [first, second] = words;
  if (second !== undefined) {
    const target = all.find((candidate) => candidate.name === first);
    if (target !== undefined) return [{ target, path: second.replace(/^\.\//, '') }];
    const names = all.map((candidate) => candidate.name);
    throw new InputError([
      {
        place: { file: first ?? '' },
        severity: 'error',
        message: 'is no target of this canonical.yaml.',
        remedy: didYouMean(first ?? '', names) ?? `There are ${names.join(', ')}.`,
      },
    ]);
  }
  const path = pathFrom(terminal, first ?? '.');
  const holders = all.filter((target) => path.startsWith(`${target.root}/`));
  const nearest = holders.sort((a, b) => b.root.length - a.root.length)[0];
  if (nearest !== undefined) return [{ target: nearest, path: path.slice(nearest.root.length + 1) }];
  return all.map((target) => ({ target, path: (first ?? '').replace(/^\.\//, '') }));
}
