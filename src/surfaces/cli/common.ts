import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Policy } from '../../core/canonical/canonical.ts';
import { type AbsPath, absolute } from '../../core/values/paths.ts';
import type { Delivery } from '../../core/values/target.ts';
import { findConfig, type LoadedHub, loadHub } from '../../engine/hub.ts';
import type { PlanOptions } from '../../engine/planning/prepared.ts';
import { type Declared, select, targetsOf } from '../../engine/targets.ts';
import type { Readers } from '../../engine/world.ts';
import type { Terminal } from './terminal.ts';

/** The options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: true;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly lenient?: true;
}

export function addCommon(command: Command): Command {
  return command
    .option('-c, --config <file>', 'canonical.yaml (default: here or above, $RECONCILE_CONFIG, ~/.claude)')
    .option('--json', 'print JSON: short for --format json')
    .option('--no-color', 'no colour, also on a terminal')
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'print everything, with stack traces for unexpected errors')
    .option('--lenient', 'unknown keys in canonical.yaml are warnings, not errors');
}

export interface SelectionOptions {
  readonly select: readonly (readonly [string, string])[];
}

export function addSelection(command: Command): Command {
  return command
    .argument('[targets...]', 'names, globs of names, or paths of targets (default: all)')
    .addOption(
      new Option('--select <key=value>', 'only targets with this label, language, framework, kind or name (repeatable)')
        .argParser(collectLabel)
        .default([], 'all'),
    );
}

function collectLabel(text: string, before: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const cut = text.indexOf('=');
  if (cut < 1) throw new InvalidArgumentError('Write it as key=value.');
  return [...before, [text.slice(0, cut), text.slice(cut + 1)]];
}

export interface GuardOptions {
  readonly delivery?: Delivery;
  readonly allowEmpty?: true;
  readonly maxDeletes?: Policy['maxDeletes'];
  readonly recreate?: true;
}

const DELIVERIES: readonly Delivery[] = ['write', 'commit', 'branch'];

export function addGuards(command: Command): Command {
  return command
    .option(
      '--delivery <how>',
      `how changes leave: ${DELIVERIES.join(', ')} (default: as canonical.yaml says)`,
      parseDelivery,
    )
    .option('--max-deletes <n|n%>', 'the most entries that may be deleted in one target', parseMaxDeletes)
    .option('--allow-empty', 'delete everything where nothing is desired any more')
    .option('--recreate', 'make repositories anew that were there and are gone');
}

function parseDelivery(text: string): Delivery {
  const found = DELIVERIES.find((delivery) => delivery === text);
  if (found === undefined) throw new InvalidArgumentError(`One of ${DELIVERIES.join(', ')}.`);
  return found;
}

function parseMaxDeletes(text: string): Policy['maxDeletes'] {
  const match = /^(\d+)(%?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('A number like 10, or a share like 25%.');
  return match[2] === '%' ? { share: Number(match[1]) / 100 } : { count: Number(match[1]) };
}

export function planOptions(options: GuardOptions, now: number): PlanOptions {
  return {
    allowEmpty: options.allowEmpty === true,
    recreate: options.recreate === true,
    today: new Date(now).toISOString().slice(0, 10),
    ...(options.delivery === undefined ? {} : { delivery: options.delivery }),
    ...(options.maxDeletes === undefined ? {} : { maxDeletes: options.maxDeletes }),
  };
}

/** A path as a person gives it, from where they are. */
export function pathFrom(terminal: Terminal, text: string): AbsPath {
  return absolute(text, terminal.cwd, terminal.home);
}

/** What a command in a remedy needs to find the same hub from anywhere. */
export function hubWords(terminal: Terminal, options: CommonOptions): string[] {
  return options.config === undefined ? [] : ['--config', pathFrom(terminal, options.config)];
}

export interface Chosen {
  readonly hub: LoadedHub;
  readonly all: readonly Declared[];
  readonly chosen: readonly Declared[];
}

/** The canonical.yaml that the options mean, links resolved. @throws InputError when there is none */
export function configFile(terminal: Terminal, readers: Readers, options: CommonOptions): AbsPath {
  const given = options.config === undefined ? undefined : pathFrom(terminal, options.config);
  const file = findConfig(readers, terminal.cwd, given);
  return readers.disk.realPath(file) ?? file;
}

/** Loads the hub that the options mean. @throws InputError */
export function openHub(terminal: Terminal, readers: Readers, options: CommonOptions): LoadedHub {
  return loadHub(readers, configFile(terminal, readers, options), options.lenient === true);
}

/** Loads the hub and picks the targets. @throws InputError */
export function choose(
  terminal: Terminal,
  readers: Readers,
  names: readonly string[],
  options: CommonOptions & SelectionOptions,
): Chosen {
  const hub = openHub(terminal, readers, options);
  const all = targetsOf(hub.canonical);
  const chosen = select(all, { targets: names, labels: options.select }, (text) => pathFrom(terminal, text));
  return { hub, all, chosen };
}

/** Colour is for people at a terminal who have not asked for none (https://no-color.org). */
export function usesColor(terminal: Terminal, options: CommonOptions): boolean {
  const refused = terminal.env['NO_COLOR'];
  return (
    options.color &&
    terminal.out.isTerminal &&
    (refused === undefined || refused === '') &&
    terminal.env['TERM'] !== 'dumb'
  );
}
