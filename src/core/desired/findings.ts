import type { Canonical, HookSelected, Selected } from '../canonical/canonical.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean } from '../values/nearest.ts';
import { globalFor } from './layers.ts';
import type { Library, LibraryFile } from './library.ts';
import { selectableNames } from './select.ts';

/** A selection that picks nothing: told, and never a reason not to deliver the rest. */
export function nothingSelected(selected: Selected, kind: string, items: ReadonlyMap<string, LibraryFile>): Finding {
  const hint =
    didYouMean(selected.pattern, selectableNames(kind, items)) ?? `Add it to the library's ${kind}, or take it out.`;
  const message = `"${selected.selector}" matches nothing in the library. ${hint}`;
  return { severity: 'high', check: 'selection-matches-nothing', message, place: selected.place, fixable: false };
}

/** A hook whose script is nowhere: it is not wired, because the client would go on without a word. */
export function missingHook(
  hook: HookSelected,
  library: Library,
  shared: { readonly folder: boolean; readonly names: ReadonlySet<string> },
): Finding {
  const names = [...library.keys()]
    .filter((path) => path.startsWith('hooks/'))
    .map((path) => path.slice('hooks/'.length));
  const hint = didYouMean(hook.name, [...names, ...shared.names]) ?? 'Add the script, or take it out.';
  const where = !shared.folder ? 'the library' : 'the library nor in infrastructure.hooks_shared.path';
  const message = `"${hook.selector}" has no script in ${where}; it is not wired. ${hint}`;
  return { severity: 'high', check: 'hook-without-script', message, place: hook.place, fixable: false };
}

/** Global items that `sync` keeps from the repositories while there is no home for them: nobody gets them. */
export function deliveredNowhere(canonical: Canonical): Finding[] {
  if (canonical.home !== undefined) return [];
  const { commands, skills, agents, rules, outputStyles } = globalFor(canonical, 'home');
  const left = [...commands, ...skills, ...agents, ...rules, ...outputStyles];
  const [first] = left;
  if (first === undefined) return [];
  const names = left.map((selected) => `"${selected.selector}"`).join(', ');
  const message = `${names}: delivered nowhere. Name them in sync.global_to_project, or add "home:" to have them in ~/.claude.`;
  return [{ severity: 'low', check: 'delivered-nowhere', message, place: first.place, fixable: false }];
}
