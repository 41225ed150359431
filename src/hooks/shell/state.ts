import type { ShellContext, State } from './invocation.ts';

/** The state in which a session's shell starts a line. */
export function initialState(context: ShellContext): State {
  return {
    vars: new Map(),
    exported: new Set(),
    functions: new Map(),
    aliases: new Map(),
    cwd: context.cwd,
    fallbackCwd: undefined,
    errexit: false,
    positional: [],
    remote: false,
  };
}

/** A copy for a subshell: what happens in it stays there. */
export function fork(state: State): State {
  return {
    ...state,
    vars: new Map(state.vars),
    exported: new Set(state.exported),
    functions: new Map(state.functions),
    aliases: new Map(state.aliases),
  };
}

/** Adds to `state` what a branch that may or may not have run leaves behind. */
export function merge(state: State, branch: State): void {
  for (const [name, values] of branch.vars) {
    const before = state.vars.get(name);
    state.vars.set(name, before === undefined || before === values ? values : union(before, values));
  }
  for (const name of branch.exported) state.exported.add(name);
  for (const [name, body] of branch.functions) state.functions.set(name, body);
  for (const [name, text] of branch.aliases) state.aliases.set(name, text);
  if (branch.cwd !== state.cwd) {
    state.fallbackCwd = state.cwd;
    state.cwd = branch.cwd;
  }
}

const MAX_VALUES = 16;

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].slice(0, MAX_VALUES);
}
