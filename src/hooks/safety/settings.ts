import { type GitLine, gitRule, has } from './git-line.ts';
import type { Place } from './place.ts';
import type { Rule } from './rule.ts';

// The subcommands that run hooks of the repository.
const RUNS_HOOKS: ReadonlySet<string> = new Set([
  'commit',
  'push',
  'merge',
  'rebase',
  'am',
  'cherry-pick',
  'revert',
  'pull',
  'checkout',
  'switch',
  'gc',
  'citool',
]);

// Variables by which the usual hook programs are told to do nothing.
const SWITCHES: readonly (readonly [name: string, off: RegExp])[] = [
  ['HUSKY', /^(?:0|false)$/],
  ['HUSKY_SKIP_HOOKS', /^(?:1|true)$/],
  ['LEFTHOOK', /^(?:0|false)$/],
  ['SKIP', /./],
  ['PRE_COMMIT_ALLOW_NO_CONFIG', /^1$/],
  ['OVERCOMMIT_DISABLE', /^(?:1|true)$/],
  ['SKIP_SIMPLE_GIT_HOOKS', /^(?:1|true)$/],
  ['GIT_CONFIG_COUNT', /./],
  ['GIT_CONFIG_PARAMETERS', /./],
];

function switchedOff(line: GitLine): string | undefined {
  if (!RUNS_HOOKS.has(line.subcommand)) return undefined;
  for (const [name, off] of SWITCHES) {
    const value = line.env.get(name);
    if (value === undefined || !off.test(value)) continue;
    if (name.startsWith('GIT_CONFIG_') && ![...line.env.values()].some((text) => /hookspath/i.test(text))) continue;
    return `${name}=${value}`;
  }
  return undefined;
}

function skipsHooks(line: GitLine): boolean {
  if (line.options.some((option) => /^--no-v(?:e(?:r(?:i(?:fy?)?)?)?)?$/.test(option.name))) return true;
  return line.subcommand === 'commit' && line.options.some((option) => option.name === '-n');
}

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** The setting that a `git config` changes; undefined where it only shows one. */
function changedSetting(line: GitLine): Setting | undefined {
  const [first, ...rest] = line.operands;
  const words = first === 'set' ? rest : [first, ...rest];
  if (first === 'get' || first === 'list' || first === 'unset' || first === 'edit') return undefined;
  if (
    line.options.some((option) =>
      /^--(?:get\S*|list|unset\S*|edit|remove-section|rename-section)$|^-[le]$/.test(option.name),
    )
  )
    return undefined;
  const [key, value] = words;
  return key === undefined || value === undefined ? undefined : { key: key.toLowerCase(), value };
}

/** Settings of this line or made by it: `-c key=value`, `git config key value`. */
function settings(line: GitLine): Setting[] {
  const changed = line.subcommand === 'config' ? changedSetting(line) : undefined;
  return [...line.config.map(([key, value]) => ({ key, value })), ...(changed ? [changed] : [])];
}

function settingLike(pattern: RegExp, value = /^/) {
  return (line: GitLine): string | undefined => {
    const found = settings(line).find((setting) => pattern.test(setting.key) && value.test(setting.value));
    return found === undefined ? undefined : `${found.key}=${found.value}`.slice(0, 100);
  };
}

/** Rules on what switches checks off, and on where the repository belongs. */
export const SETTING_RULES: readonly Rule[] = [
  gitRule({
    id: 'skip-hooks',
    decision: 'ask',
    subcommands: ['commit', 'push', 'merge', 'rebase', 'am', 'pull', 'cherry-pick', 'revert', 'citool'],
    reason:
      '{} leaves out the checks that this repository wants before a commit or a push. Run without it, and mend what they find.',
    finds: skipsHooks,
  }),
  gitRule({
    id: 'hooks-path',
    decision: 'ask',
    subcommands: '*',
    reason: 'This changes where git looks for its hooks ({}), which leaves out the checks of this repository.',
    finds: settingLike(/^core\.hookspath$/),
  }),
  gitRule({
    id: 'hooks-switched-off',
    decision: 'ask',
    subcommands: '*',
    reason: '{} tells the checks of this repository to do nothing. Run without it, and mend what they find.',
    finds: switchedOff,
  }),
  gitRule({
    id: 'alias-runs-shell',
    decision: 'ask',
    subcommands: '*',
    reason: 'This makes git run a shell line under a new name ({}), past what looks at commands. Run the line itself.',
    finds: settingLike(/^alias\./, /^\s*!/),
  }),
  gitRule({
    id: 'alias-hides',
    decision: 'ask',
    subcommands: ['config'],
    reason: 'This gives a dangerous command a harmless name ({}). Write the command out where it is needed.',
    finds: settingLike(/^alias\./, /(?:--force|--hard|\s-f\b|\s-D\b|--no-verify|--mirror|filter-|clean|update-ref)/),
  }),
  gitRule({
    id: 'setting-runs-program',
    decision: 'ask',
    subcommands: ['config'],
    reason: 'git will run a program of your choice from now on ({}). Make that setting by hand.',
    finds: settingLike(
      /^(?:core\.(?:sshcommand|fsmonitor|askpass|gitproxy)|credential\..*helper|credential\.helper|diff\.external|(?:filter|diff|merge)\..+\.(?:clean|smudge|process|textconv|command|driver))$/,
      /^(?!(?:true|false)$)/,
    ),
  }),
  gitRule({
    id: 'remote-changed',
    decision: 'ask',
    subcommands: '*',
    reason:
      'This changes where the repository is pushed to or fetched from ({}). The next push may go to somebody else.',
    finds: (line) => {
      if (line.subcommand === 'remote')
        return /^(?:set-url|remove|rm)$/.test(line.operands[0] ?? '') ? line.text : undefined;
      return settingLike(
        /^(?:remote\..+\.(?:push)?url|url\..+\.(?:push)?insteadof|branch\..+\.pushremote|remote\.pushdefault)$/,
      )(line);
    },
  }),
  gitRule({
    id: 'credentials',
    decision: 'ask',
    subcommands: ['credential', 'credential-store', 'credential-cache', 'credential-manager', 'credential-osxkeychain'],
    reason: '{} shows or forgets the passwords that git keeps.',
    finds: (line) => /^(?:fill|get|erase|reject|exit|delete|logout)$/.test(line.operands[0] ?? ''),
  }),
  gitRule({
    id: 'trust-everything',
    decision: 'ask',
    subcommands: ['config'],
    reason: 'This switches off a check of git ({}).',
    finds: (line: GitLine, _place: Place) =>
      settingLike(/^(?:http\..*sslverify|http\.sslverify)$/, /^(?:false|0|no|off)$/i)(line) ??
      settingLike(/^safe\.directory$/, /^\*$/)(line) ??
      settingLike(/^(?:receive|transfer|fetch)\.fsckobjects$/, /^(?:false|0|no|off)$/i)(line),
  }),
];

/** Rules on the programs of the hosts where repositories live. */
export const HOST_RULES: readonly Rule[] = [
  {
    id: 'host-delete-repository',
    decision: 'deny',
    names: ['gh', 'glab', 'hub', 'tea'],
    reason: '{} deletes or closes a whole repository for everybody. Do it by hand on its page.',
    finds: (command) =>
      wordsIn(
        command.args,
        [/^(?:repo|repository|project|delete)$/, /^(?:delete|archive|\S+\/\S+)$/],
        /^delete$|^archive$/,
      ),
  },
  {
    id: 'host-delete',
    decision: 'ask',
    names: ['gh', 'glab', 'hub', 'tea'],
    reason: '{} deletes something on the host, for everybody.',
    finds: (command) => {
      const method = command.args.some(
        (word, i) => /^(?:-X|--method)$/.test(word) && /^delete$/i.test(command.args[i + 1] ?? ''),
      );
      const attached = command.args.some((word) => /^(?:-XDELETE|--method=delete)$/i.test(word));
      if (command.args[0] === 'api')
        return method || attached ? [command.name, ...command.args].join(' ').slice(0, 120) : undefined;
      return wordsIn(command.args, [
        /^(?:release|secret|variable|gist|label|issue|cache|ssh-key|gpg-key|codespace|ruleset|run|environment)$/,
        /^(?:delete|remove|rm|delete-asset)$/,
      ]);
    },
  },
  {
    id: 'host-merge-admin',
    decision: 'ask',
    names: ['gh'],
    reason: '{} merges past the rules of the repository. Merge without --admin when the checks have passed.',
    finds: (command) =>
      command.args[0] === 'pr' && command.args[1] === 'merge' && command.args.includes('--admin')
        ? 'gh pr merge --admin'
        : undefined,
  },
];

function wordsIn(args: readonly string[], words: readonly RegExp[], any?: RegExp): string | undefined {
  const plain = args.filter((word) => !word.startsWith('-'));
  if (!words.every((word, i) => word.test(plain[i] ?? ''))) return undefined;
  return any && !plain.slice(0, 2).some((word) => any.test(word)) ? undefined : plain.slice(0, 4).join(' ');
}

/** Whether the options tell git to commit everything that is tracked. */
export function commitsAll(line: GitLine): boolean {
  return has(line, 'a', 'all', ['allow-empty', 'allow-empty-message']);
}
