import type { Canonical, Repository, Selected, Selections } from '../canonical/canonical.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { globMatcher, isGlob, type Layers } from './select.ts';

/** The layers of a repository, the most general first: global, language, framework, profiles in their order, the repository. */
export function layersFor(repository: Repository): Layers {
  return [
    '',
    ...(repository.language === undefined ? [] : [`languages/${repository.language}/`]),
    ...(repository.framework === undefined ? [] : [`frameworks/${repository.framework}/`]),
    ...repository.profiles.map((name) => `profiles/${name}/`),
    `repositories/${repository.name}/`,
  ];
}

/** What a template may name. Every name is always there, empty when the repository does not set it. */
export function variablesFor(repository: Repository | undefined, canonical: Canonical): JsonObject {
  const labels: Record<string, Json> = {};
  for (const [key, value] of repository?.labels ?? []) labels[key] = value;
  return {
    name: repository?.name ?? '',
    language: repository?.language ?? '',
    framework: repository?.framework ?? '',
    test_command: repository?.testCommand ?? '',
    lint_command: repository?.lintCommand ?? '',
    format_command: repository?.formatCommand ?? '',
    branch: repository?.branch ?? '',
    features: [...(repository?.features ?? [])],
    labels,
    infrastructure: canonical.infrastructure,
  };
}

/**
 * The part of `global` that goes to the repositories, or to the home. Of a skill or a command, `sync` decides; hooks, settings and
 * memory always go to the repositories.
 */
export function globalFor(canonical: Canonical, to: 'repositories' | 'home'): Selections {
  const { global, sync } = canonical;
  const goes = (folder: string) => (selected: Selected) => {
    const named = (list: readonly Selected[]) =>
      list.some((entry) => covers(entry.pattern, `${folder}/${selected.pattern}`));
    const toProject = (sync.globalToProject === undefined || named(sync.globalToProject)) && !named(sync.globalOnly);
    if (to === 'repositories') return toProject;
    return !toProject && !sync.projectOnly.some((path) => covers(path, `${folder}/${selected.pattern}`));
  };
  return {
    commands: global.commands.filter(goes('commands')),
    skills: global.skills.filter(goes('skills')),
    agents: global.agents.filter(goes('agents')),
    rules: global.rules.filter(goes('rules')),
    outputStyles: global.outputStyles.filter(goes('output-styles')),
    scripts: to === 'repositories' ? global.scripts : [],
    seeds: to === 'repositories' ? global.seeds : [],
    memory: to === 'repositories' ? global.memory : [],
    settings: to === 'repositories' ? global.settings : [],
    hooks: to === 'repositories' ? global.hooks : [],
  };
}

/** `commands/tdd/` covers the selections `tdd/`, `tdd` and `tdd/cycle`; `commands/` covers every command; globs cover what they match. */
function covers(pattern: string, selection: string): boolean {
  if (isGlob(pattern) && globMatcher(pattern)(selection)) return true;
  const bare = (text: string) => text.replace(/\/$/, '').replace(/\.md$/, '');
  const [wide, narrow] = [bare(pattern), bare(selection)];
  return narrow === wide || narrow.startsWith(`${wide}/`);
}
