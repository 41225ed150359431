import type { Invocation } from '../shell/invocation.ts';
import { scanAll } from '../shell/options.ts';
import { type PathKind, pathKind } from './paths.ts';
import type { Place } from './place.ts';
import { type Rule, shown } from './rule.ts';

const CHANGERS = ['chmod', 'chown', 'chgrp', 'setfacl', 'chattr', 'xattr', 'icacls', 'takeown'];

/** The targets of a recursive change of rights or owner that are of one of the kinds. */
function changed(
  command: Invocation,
  place: Place,
  kinds: readonly PathKind[],
  recursive: boolean,
  like = /./,
): string | undefined {
  const { options, operands } = scanAll(command.args, { long: ['from', 'reference'] });
  if (options.some((option) => /^(?:-R|--recursive|--r\w*)$/.test(option.name)) !== recursive) return undefined;
  const found = operands.find(
    (word) => like.test(word) && kinds.includes(pathKind(word, command, place)) && isPath(word, command, operands),
  );
  return found === undefined ? undefined : shown(found);
}

/** The mode or owner comes first and is no path. */
function isPath(word: string, command: Invocation, operands: readonly string[]): boolean {
  return operands[0] !== word || command.args.some((argument) => argument.startsWith('--reference'));
}

/** Rules on rights and owners, processes and the machine itself. */
export const RIGHTS_RULES: readonly Rule[] = [
  {
    id: 'rights-of-everything',
    decision: 'deny',
    names: CHANGERS,
    reason:
      'This changes the rights or the owner of everything in {}; logins, keys and programs stop working, and nobody knows what they were. Name the one folder.',
    finds: (command, place) =>
      changed(command, place, ['root', 'home', 'above', 'device'], true) ??
      changed(command, place, ['system'], true, /^\/+[^/]+(?:\/[^/]+)?\/*$/),
  },
  {
    id: 'rights-of-git',
    decision: 'ask',
    names: CHANGERS,
    reason: 'This changes the rights or the owner inside {}; git may refuse the repository then.',
    finds: (command, place) => changed(command, place, ['git'], true),
  },
  {
    id: 'rights-outside',
    decision: 'ask',
    names: CHANGERS,
    reason:
      'This changes the rights or the owner of all files in {}, outside of the working folder. Note them first (getfacl -R).',
    finds: (command, place) => changed(command, place, ['outside', 'system', 'unknown', 'temp-root'], true),
  },
  {
    id: 'rights-of-system-file',
    decision: 'ask',
    names: CHANGERS,
    reason: 'This changes the rights or the owner of {}, which belongs to the system. Note what they are first.',
    finds: (command, place) => changed(command, place, ['root', 'home', 'system', 'device'], false),
  },
  {
    id: 'open-to-everybody',
    decision: 'ask',
    names: ['chmod'],
    reason:
      'This lets everybody write to all files in {}. 755 for folders and 644 for files (chmod -R u=rwX,go=rX) are enough for nearly everything.',
    finds: (command) => {
      const { options, operands } = scanAll(command.args, {});
      const recursive = options.some((option) => /^(?:-R|--r\w*)$/.test(option.name));
      const open =
        /^(?:0?[0-7]?777|0?[0-7]?666|[ugo]*a[ugo]*[+=][rwxX]*w[rwxX]*|[ug]*o[ug]*[+=][rwxX]*w[rwxX]*|\+[rx]*w[rwxX]*)$/;
      return recursive && open.test(operands[0] ?? '') ? shown(operands.slice(1).join(' ') || '.') : undefined;
    },
  },
  {
    id: 'kill-everything',
    decision: 'ask',
    names: ['kill', 'killall5', 'pkill', 'killall'],
    reason: 'This ends {}. Find the one process (pgrep -a) and end it by its number.',
    finds: killsAll,
  },
  {
    id: 'stop-machine',
    decision: 'ask',
    names: [
      'shutdown',
      'reboot',
      'halt',
      'poweroff',
      'init',
      'telinit',
      'systemctl',
      'stop-computer',
      'restart-computer',
    ],
    reason: '{} stops this machine and everything that runs on it.',
    finds: (command) => {
      const [first = ''] = scanAll(command.args, {}).operands;
      if (command.name === 'systemctl') {
        return /^(?:poweroff|reboot|halt|rescue|emergency|kexec|suspend|hibernate)$/.test(first)
          ? shown(`systemctl ${first}`)
          : undefined;
      }
      if (command.name.endsWith('init')) return /^[0156]$/.test(first) ? shown(`${command.name} ${first}`) : undefined;
      return command.args.some((word) => /^(?:-c|--help|--version|--show)$/.test(word)) ? undefined : command.name;
    },
  },
  {
    id: 'remove-account',
    decision: 'ask',
    names: ['userdel', 'deluser', 'groupdel', 'delgroup', 'dscl'],
    reason: '{} removes an account; with its home folder if -r is given.',
    finds: (command) =>
      command.name === 'dscl' && !command.args.includes('-delete')
        ? undefined
        : shown([command.name, ...command.args].join(' ')),
  },
  {
    id: 'remove-crontab',
    decision: 'ask',
    names: ['crontab'],
    reason: 'This removes all scheduled jobs of the account. Keep them first: crontab -l > crontab.bak',
    finds: (command) => (command.args.some((word) => /^-[a-z]*r/.test(word)) ? 'crontab -r' : undefined),
  },
  {
    id: 'open-firewall',
    decision: 'ask',
    names: ['iptables', 'ip6tables', 'nft', 'ufw', 'firewall-cmd', 'pfctl', 'setenforce'],
    reason: '{} takes the protection of this machine away. Keep the present rules first (iptables-save).',
    finds: (command) =>
      command.args.some((word) => /^(?:-F|--flush|flush|disable|reset|-d|0)$/.test(word))
        ? shown([command.name, ...command.args].join(' '))
        : undefined,
  },
];

function killsAll(command: Invocation): string | undefined {
  const words = command.args.filter((word) => !/^-(?:\d|[A-Z]{2,}|s|l)/.test(word) || word === '-1');
  if (command.name === 'kill') {
    // `kill -1 PID` sends signal 1; only as a target, after a signal or `--`, does -1 mean every process.
    const targets = command.args.filter((word, i) => /^-?\d+$/.test(word) && (i > 0 || command.args.length === 1));
    return targets.some((word) => word === '-1' || word === '1') ? 'every process of this account' : undefined;
  }
  if (command.name === 'killall5') return 'every process of this machine';
  if (words.some((word) => word === '-u' || word === '--user' || word === '-U' || word === '--uid'))
    return 'every process of an account';
  const pattern = words.at(-1) ?? '';
  return command.name === 'pkill' && /^(?:\.\*?|\^?\.\*\$?|)$/.test(pattern)
    ? 'every process that it finds'
    : undefined;
}
