import { emit, type Handler } from './emit.ts';
import { gitWords, isOwnCommand } from './git-words.ts';
import { type Call, deeper, type Frame, type Run } from './invocation.ts';
import { quoted } from './wrappers.ts';

/** The handler of git: its aliases, and what it is told to run itself. */
export const gitHandlers: ReadonlyMap<string, Handler> = new Map([['git', runGit]]);

// Settings whose value git gives to a shell.
const CODE_KEY =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|interactive\.difffilter|gpg\.program|pager\..+|.+\.(?:helper|textconv|cmd|command|clean|smudge|driver|process|vcs))$/;
const CODE_VARIABLE =
  /^(?:GIT_SSH_COMMAND|GIT_PAGER|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_EXTERNAL_DIFF|GIT_ASKPASS|PAGER|EDITOR|VISUAL)$/;
const MAX_ALIASES = 8;

function runGit(call: Call, frame: Frame, run: Run): void {
  const line = gitWords(call.words.slice(1), frame.state.cwd);
  const inner = deeper(frame, 'git');
  for (const [key, value] of line.config) if (CODE_KEY.test(key)) run.code(withoutBang(value), inner);
  for (const [name, value] of call.env) if (CODE_VARIABLE.test(name)) run.code(value, inner);
  const alias = line.config.findLast(([key]) => key === `alias.${line.subcommand.toLowerCase()}`)?.[1];
  const hides = frame.state.remote || isOwnCommand(line.subcommand);
  const text = alias ?? (hides ? undefined : run.context.gitAlias(line.subcommand, line.cwd));
  const used = frame.via.filter((step) => step.startsWith('git alias')).length;
  if (text === undefined || line.subcommand === '' || used >= MAX_ALIASES) {
    emit(call, frame, run);
    runGiven(line.subcommand, line.args, inner, run);
    return;
  }
  const rest = line.args.map(quoted).join(' ');
  const head = call.words.slice(0, call.words.length - line.args.length - 1).map(quoted);
  const through = deeper({ ...frame, state: { ...frame.state } }, `git alias ${line.subcommand}`);
  if (text.startsWith('!')) {
    // The settings of this line themselves are still to be judged, without what the alias runs.
    emit({ ...call, words: [...call.words.slice(0, -line.args.length - 1), 'alias-of-this-line'] }, frame, run);
    run.code(`${text.slice(1)} ${rest}`, through);
  } else run.code(`${head.join(' ')} ${text} ${rest}`, through);
}

/** The subcommands that are given a line for a shell. */
function runGiven(subcommand: string, args: readonly string[], frame: Frame, run: Run): void {
  switch (subcommand) {
    case 'bisect':
      if (args[0] === 'run') run.call({ words: args.slice(1), env: new Map(), writes: [], stdin: undefined }, frame);
      return;
    case 'submodule': {
      const at = args.indexOf('foreach');
      if (at >= 0)
        run.code(
          args
            .slice(at + 1)
            .filter((word) => word !== '--recursive')
            .join(' '),
          frame,
        );
      return;
    }
    case 'rebase':
    case 'difftool':
    case 'filter-branch':
      for (const code of givenValues(args)) run.code(code, frame);
      return;
    case 'config': {
      const at = args.findIndex((word) => /^alias\./i.test(word));
      const value = args[at + 1];
      if (at >= 0 && value?.startsWith('!')) run.code(value.slice(1), frame);
      return;
    }
  }
}

function givenValues(args: readonly string[]): string[] {
  const values: string[] = [];
  args.forEach((word, i) => {
    const attached = /^(?:--exec|--extcmd|--[a-z]+-filter)=([\s\S]*)$/.exec(word) ?? /^-x([\s\S]+)$/.exec(word);
    const following = /^(?:-x|--exec|--extcmd|--[a-z]+-filter)$/.test(word) ? args[i + 1] : undefined;
    const value = attached?.[1] ?? following;
    if (value !== undefined) values.push(value);
  });
  return values;
}

function withoutBang(value: string): string {
  return value.startsWith('!') ? value.slice(1) : value;
}
