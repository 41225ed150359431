import type { Moved } from '../canonical/canonical.ts';
import { isFrom } from '../canonical/moved.ts';
import { type DesiredState, entriesOf } from '../desired/state.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean } from '../values/nearest.ts';
import { type Problem, placeText } from '../values/problem.ts';
import type { Moves } from './moved.ts';

/** The moves of one target. */
export function movesOf(moved: readonly Moved[], target: string): readonly Moved[] {
  return moved.filter(({ targets }) => targets === undefined || targets.includes(target));
}

/** What is wrong with the moves of a target, seen from what is wanted there: a path that stays, or a file that is not ours as a whole. */
export function moveProblems(desired: DesiredState, moved: readonly Moved[]): Problem[] {
  const problems: Problem[] = [];
  for (const one of moved) {
    const stays = [...desired.values()].find(({ path }) => isFrom(one, path));
    if (stays !== undefined) {
      const { selector, place } = entriesOf(stays)[0]!.origin;
      const by = place === undefined ? selector : `${selector} (${place})`;
      const message = `moved: ${stays.path} is still wanted, by ${by}, so it cannot be ${movedOn(one, stays.path)} as well.`;
      const meant = wantsAny(desired, one.to) ? undefined : didYouMean(one.to, desired.keys());
      const remedy = `Select ${one.to} instead of it, or take this move out.${meant === undefined ? '' : ` ${meant}`}`;
      problems.push({ place: one.places.from, severity: 'error', message, remedy });
    }
    const shared = [...desired.values()].find(
      ({ path, form }) => path === one.to && (form === 'fields' || form === 'block'),
    );
    if (shared === undefined) continue;
    const message = `moved: ${one.to} is owned ${shared.form === 'block' ? 'by a block' : 'field by field'}, not as a whole.`;
    problems.push({ place: one.places.to, severity: 'error', message, remedy: 'Only whole files move.' });
  }
  return problems;
}

function movedOn(one: Moved, path: string): string {
  return one.to + path.slice(one.from.length);
}

function wantsAny(desired: DesiredState, to: string): boolean {
  return [...desired.keys()].some((path) => (to.endsWith('/') ? path.startsWith(to) : path === to));
}

/** Files of ours that a move would bring to where nothing is wanted: they are deleted as if there were no move. */
export function lostFindings({ lost }: Moves, desired: DesiredState): Finding[] {
  return lost.map(({ from, to, moved }): Finding => {
    const remedy = didYouMean(to, desired.keys()) ?? 'Select it, or take the move out.';
    const message = `${from} was moved to ${to}, but nothing is wanted there; it goes like all that is no longer in canonical.yaml. ${remedy}`;
    return {
      severity: 'medium',
      check: 'moved-to-nothing',
      message,
      path: from,
      place: placeText(moved.places.to),
      remedy,
      fixable: false,
    };
  });
}

/** A move that is done, or never was to be done, wherever it is for. */
export function staleFinding({ from, places }: Moved): Finding {
  const remedy = 'Take it out.';
  const message = `moved: nothing of ours is at ${from} any more, in any target. ${remedy}`;
  return {
    severity: 'low',
    check: 'moved-stale',
    message,
    place: placeText(places.from),
    remedy,
    fixable: false,
  };
}
