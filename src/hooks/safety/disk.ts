import type { Invocation } from '../shell/invocation.ts';
import { scanAll } from '../shell/options.ts';
import { type PathKind, pathKind } from './paths.ts';
import type { Place } from './place.ts';
import { type Rule, shown } from './rule.ts';

const VALUE_OPTIONS = { short: 'nstubLlUICcmM' } as const;

function operandOfKind(command: Invocation, place: Place, kinds: readonly PathKind[]): string | undefined {
  const { operands } = scanAll(command.args, {});
  const found = operands.find((word) => kinds.includes(pathKind(word, command, place)));
  return found === undefined ? undefined : shown(found);
}

/** What `dd of=`, `tee`, `cp` and redirections write to. */
function writtenPaths(command: Invocation): string[] {
  const paths = command.writes.map((write) => write.path);
  const operands = scanAll(command.args, {}).operands;
  switch (command.name) {
    case 'dd':
    case 'dcfldd':
      return [
        ...paths,
        ...command.args.filter((word) => word.startsWith('of=')).map((word) => word.slice('of='.length)),
      ];
    case 'tee':
    case 'sponge':
    case 'truncate':
    case 'shred':
    case 'fallocate':
    case 'blkdiscard':
      return [...paths, ...operands];
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
    case 'rsync':
      return [...paths, ...operands.slice(-1)];
    default:
      return paths;
  }
}

// Devices that keep nothing.
const HARMLESS = /^\/dev\/(?:null|zero|full|u?random|std(?:in|out|err)|tty\w*|fd\/\d+|pts\/\d+|tcp\/.*|udp\/.*)$/;

function written(command: Invocation, place: Place, kinds: readonly PathKind[]): string | undefined {
  const paths = writtenPaths(command).filter((path) => !HARMLESS.test(path));
  const found = paths.find((path) => kinds.includes(pathKind(path, command, place)));
  return found === undefined ? undefined : shown(found);
}

const FORMATTERS = [
  'mkfs',
  'mke2fs',
  'mkswap',
  'wipefs',
  'sfdisk',
  'sgdisk',
  'fdisk',
  'gdisk',
  'cfdisk',
  'parted',
  'newfs',
  'mkntfs',
  'mkdosfs',
];

/** Shows only, or works on an image file in the working folder. */
function formatsDisk(command: Invocation, place: Place): string | undefined {
  if (!FORMATTERS.includes(command.name) && !/^(?:mkfs|newfs|mke2fs)[._]/.test(command.name)) return undefined;
  if (
    command.args.some((word) =>
      /^(?:-l|--list|-p|--print|-n|--no-act|-V|--version|-h|--help|print|-s|--dump|-d|-J)$/.test(word),
    )
  ) {
    return undefined;
  }
  const targets = scanAll(command.args, VALUE_OPTIONS).operands;
  const found = targets.find((word) => !['inside', 'temp', 'remote'].includes(pathKind(word, command, place)));
  return found === undefined ? undefined : shown(`${command.name} ${found}`);
}

const DESTROYERS: readonly (readonly [name: string, words: RegExp])[] = [
  ['cryptsetup', /^(?:luksFormat|luksErase|erase|luksKillSlot)$/],
  ['zpool', /^(?:destroy|labelclear)$/],
  ['zfs', /^destroy$/],
  ['lvremove', /./],
  ['vgremove', /./],
  ['pvremove', /./],
  ['lvm', /^(?:lvremove|vgremove|pvremove)$/],
  ['mdadm', /^--(?:zero-superblock|stop)$/],
  ['nvme', /^(?:format|sanitize)$/],
  ['hdparm', /^--(?:security-erase|trim-sector-ranges)/],
  ['blkdiscard', /^\/dev\//],
  ['diskutil', /^(?:erase\w*|partitionDisk|zeroDisk|secureErase|reformat)$/i],
  ['btrfs', /^(?:delete|del)$/],
  ['format', /^[A-Za-z]:$/],
  ['diskpart', /./],
  ['format-volume', /./],
  ['clear-disk', /./],
  ['remove-partition', /./],
];

function destroysVolume(command: Invocation): string | undefined {
  const entry = DESTROYERS.find(([name]) => name === command.name);
  const word = entry && command.args.find((argument) => entry[1].test(argument));
  return word === undefined ? undefined : shown(`${command.name} ${word}`);
}

/** Rules on disks, devices and on files that are written over or moved away. */
export const DISK_RULES: readonly Rule[] = [
  {
    id: 'format-disk',
    decision: 'deny',
    names: '*',
    reason:
      '{} replaces the file system or the partitions there; everything on the disk is lost. Do it by hand, after looking at lsblk twice.',
    finds: formatsDisk,
  },
  {
    id: 'destroy-volume',
    decision: 'deny',
    names: DESTROYERS.map(([name]) => name),
    reason: '{} destroys a disk, a volume or its keys with everything on it. Do it by hand.',
    finds: destroysVolume,
  },
  {
    id: 'write-device',
    decision: 'deny',
    names: '*',
    reason:
      'This writes over the device {}; the file systems on it are lost. Write to a file instead, or do it by hand.',
    finds: (command, place) => written(command, place, ['device']),
  },
  {
    id: 'move-away',
    decision: 'deny',
    names: ['mv', 'gmv'],
    reason:
      'This moves {} away; programs, shells and repositories that expect it there break. Copy what is needed instead.',
    finds: (command, place) => {
      const sources = scanAll(command.args, { short: 'tS', long: ['target-directory', 'suffix'] }).operands.slice(
        0,
        -1,
      );
      const kinds: readonly PathKind[] = ['root', 'home', 'system', 'above', 'repository', 'git'];
      const found = sources.find((word) => kinds.includes(pathKind(word, command, place)));
      return found === undefined ? undefined : shown(found);
    },
  },
  {
    id: 'move-to-null',
    decision: 'deny',
    names: ['mv', 'gmv'],
    reason: 'This moves files onto {}, which destroys them. If they should go, remove them by name.',
    finds: (command) => (scanAll(command.args, {}).operands.at(-1) === '/dev/null' ? '/dev/null' : undefined),
  },
  {
    id: 'overwrite-system-file',
    decision: 'ask',
    names: '*',
    reason: 'This writes over {}, which belongs to the system. Keep a copy, and write only what should change.',
    finds: (command, place) => {
      const replaced = { ...command, writes: command.writes.filter((write) => !write.append) };
      if (['ln', 'install', 'rsync'].includes(command.name)) return undefined;
      if (command.name === 'tee' && command.args.some((word) => /^(?:-\w*a|--append)/.test(word))) return undefined;
      return written(replaced, place, ['system']);
    },
  },
  {
    id: 'overwrite-git-file',
    decision: 'ask',
    names: '*',
    reason: 'This writes into {}, a file that git keeps itself. Use the git command that does what is wanted.',
    finds: (command, place) => {
      const found = command.writes.find((write) => pathKind(write.path, command, place) === 'git');
      return found === undefined ? undefined : shown(found.path);
    },
  },
  {
    id: 'shred',
    decision: 'ask',
    names: ['shred', 'srm', 'wipe'],
    reason: 'This overwrites {} so that nothing can bring it back. A plain rm is enough for what git knows.',
    finds: (command) => {
      const [first] = scanAll(command.args, { short: 'ns', long: ['iterations', 'size', 'random-source'] }).operands;
      return first === undefined ? undefined : shown(first);
    },
  },
  {
    id: 'empty-file',
    decision: 'ask',
    names: ['truncate'],
    reason: 'This cuts {}, which lies outside of the working folder. Keep a copy first.',
    finds: (command, place) => operandOfKind(command, place, ['home', 'system', 'outside', 'git', 'git-part', 'above']),
  },
  {
    id: 'sync-delete',
    decision: 'ask',
    names: ['rsync', 'rclone', 'robocopy'],
    reason: 'This removes from {} whatever the source does not have. Run it with --dry-run first and look at the list.',
    finds: (command, place) => {
      const deletes = command.args.some((word) => /^(?:--del(?:ete\S*)?|\/mir|sync|purge)$/i.test(word));
      if (!deletes || command.args.some((word) => /^(?:-\w*n\w*|--dry-run)$/.test(word))) return undefined;
      const destination =
        scanAll(command.args, { short: 'ef', long: ['exclude', 'include', 'filter', 'rsh'] }).operands.at(-1) ?? '';
      const kind = destination.includes(':') ? 'remote' : pathKind(destination, command, place);
      return kind === 'inside' || kind === 'temp' ? undefined : shown(destination);
    },
  },
];
