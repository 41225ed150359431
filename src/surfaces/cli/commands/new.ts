import { pairLines } from '../../../core/canonical/edit/written.ts';
import { isFolder } from '../../../core/canonical/remote.ts';
import { type ApplyReport, succeeded } from '../../../core/status/report.ts';
import type { AbsPath } from '../../../core/values/paths.ts';
import { InputError } from '../../../core/values/problem.ts';
import { apply, planOf, prepareOne } from '../../../engine/apply.ts';
import { newRun } from '../../../engine/fleet.ts';
import { changeHub, writeOfText } from '../../../engine/hubChange.ts';
import { type Proposal, propose } from '../../../engine/new.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { Prepared } from '../../../engine/planning/prepared.ts';
import { targetsOf } from '../../../engine/targets.ts';
import type { World } from '../../../engine/world.ts';
import { type CommonOptions, openHub, pathFrom, planOptions } from '../common.ts';
import { onFleet } from '../onFleet.ts';
import { planForPeople } from '../planView.ts';
import type { Terminal } from '../terminal.ts';
import { showReport } from './apply.ts';

export interface NewCommandOptions extends CommonOptions {
  readonly path?: string;
  readonly language?: string;
  readonly framework?: string;
  readonly name?: string;
  readonly remote?: string;
  readonly dryRun?: true;
}

/** `reconcile new`: the entry, the repository and its first apply. @returns the exit code */
export async function newCommand(
  terminal: Terminal,
  path: string | undefined,
  options: NewCommandOptions,
): Promise<number> {
  const root = pathFrom(terminal, pathGiven(path, options));
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const project = { ...options, ...remoteGiven(terminal, options), root };
  const lenient = options.lenient === true;
  if (options.dryRun === true)
    return preview(terminal, world, propose(world, openHub(terminal, world, options), project, lenient), options);
  return onFleet(terminal, world, options, 'new', async (fleet, stuck) => {
    const hub = openHub(terminal, fleet, options);
    const proposal = propose(fleet, hub, project, lenient);
    const planner = plannerFor(world, proposal, stuck);
    const prepared = await prepareOne(world, planner, proposal.target);
    refuseStopped(prepared);
    const run = newRun(world);
    const { edit } = proposal;
    if (edit !== undefined) await changeHub(fleet, hub, run, [writeOfText(world, hub, edit.before, edit.after)]);
    const report = await apply(fleet, proposal.hub, planner, [prepared], { run, failFast: false });
    await show(terminal, proposal, report, options);
    return succeeded(report) ? 0 : 1;
  });
}

function pathGiven(path: string | undefined, options: NewCommandOptions): string {
  const given = path ?? options.path;
  const remedy = 'Give one, like `reconcile new ~/projects/billing`.';
  if (given === undefined)
    throw new InputError([
      { place: { file: 'new' }, severity: 'error', message: 'needs the path of a project.', remedy },
    ]);
  if (path === undefined || options.path === undefined || path === options.path) return given;
  const message = `has two paths: ${path} and --path ${options.path}.`;
  throw new InputError([{ place: { file: 'new' }, severity: 'error', message, remedy: 'Give one of them.' }]);
}

/** A folder is meant from where the person is, not from where the entry will be read. */
function remoteGiven(terminal: Terminal, { remote }: NewCommandOptions): { remote?: string } {
  return remote !== undefined && isFolder(remote) && !remote.startsWith('-')
    ? { remote: pathFrom(terminal, remote) }
    : {};
}

function plannerFor(world: World, { hub, initIn }: Proposal, stuck: ReadonlyMap<AbsPath, string>): Planner {
  const settings = { ...planOptions({}, world.clock.now()), stuck, initIn };
  return new Planner(world, hub, settings, targetsOf(hub.canonical));
}

/** What cannot be applied is not entered either. @throws InputError */
function refuseStopped({ plan }: Prepared): void {
  if (plan.status === 'InSync' || plan.status === 'OutOfSync') return;
  const remedy = 'Nothing was written.';
  throw new InputError([{ place: { file: plan.root }, severity: 'error', message: `${plan.reason}.`, remedy }]);
}

async function preview(
  terminal: Terminal,
  world: World,
  proposal: Proposal,
  options: NewCommandOptions,
): Promise<number> {
  const planner = plannerFor(world, proposal, new Map());
  const prepared = await prepareOne(world, planner, proposal.target);
  const plan = planOf(proposal.hub, [prepared], targetsOf(proposal.hub.canonical).length);
  if (options.json === true) {
    const { planJson } = await import('../../../core/views/planJson.ts');
    terminal.out.write(jsonOf(proposal, { plan: JSON.parse(planJson(plan)) }));
  } else {
    terminal.out.write(`${entryText(proposal, true)}\n`);
    terminal.out.write(await planForPeople(terminal, plan, options, 'apply', [proposal.target.name]));
    terminal.out.write('Nothing was written. Without --dry-run this is done.\n');
  }
  return prepared.plan.status === 'Blocked' || prepared.plan.status === 'Error' ? 1 : 0;
}

async function show(
  terminal: Terminal,
  proposal: Proposal,
  report: ApplyReport,
  options: NewCommandOptions,
): Promise<void> {
  if (options.json === true) {
    const { applyJson } = await import('../../../core/views/applyJson.ts');
    return terminal.out.write(jsonOf(proposal, { apply: JSON.parse(applyJson(report)) }));
  }
  if (options.quiet !== true) terminal.out.write(`${entryText(proposal, false)}\n`);
  await showReport(terminal, report, options, false);
  const { name } = proposal.target;
  if (!succeeded(report)) {
    if (proposal.edit !== undefined)
      terminal.out.write(
        `The entry stays. Mend what failed, then \`reconcile apply ${name}\`; or \`reconcile undo\`.\n`,
      );
  } else if (options.quiet !== true && proposal.edit !== undefined) {
    terminal.out.write(
      'Left to you: the commit in the hub, and your own notes in CLAUDE.md outside the managed block.\n',
    );
  }
}

function jsonOf({ target, edit, detected }: Proposal, rest: object): string {
  const value = {
    format_version: '1.0',
    name: target.name,
    root: target.root,
    place: target.repository.place,
    added: edit !== undefined,
    entry: edit?.entry ?? null,
    detected,
    ...rest,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The entry as it is written, and how it was found out. */
function entryText({ target, edit, detected }: Proposal, dry: boolean): string {
  const { place } = target.repository;
  if (edit === undefined) return `${place}  repositories.${target.name} is there already and stays as it is\n`;
  const lines = [`${place}  repositories.${target.name} ${dry ? 'would be' : 'was'} added`];
  for (const line of pairLines(target.name, { ...edit.entry }, 2)) lines.push(`  ${line}`);
  const { language } = edit.entry;
  if (language === undefined)
    lines.push('No file says which language it is: give --language, or add `language:` there.');
  else if (detected.because !== undefined && language === detected.language)
    lines.push(`What it is, ${detected.because} says.`);
  if (detected.others.length > 0) lines.push(`It could also be ${detected.others.join(', ')}: then give --language.`);
  if (detected.monorepo || detected.parts.length > 1) {
    const parts = detected.parts.map(({ folder, language: other }) => `${folder} (${other})`);
    lines.push(
      `It holds several projects${parts.length === 0 ? '' : `: ${parts.join(', ')}`}. One entry is for all of them.`,
    );
  }
  return `${lines.join('\n')}\n`;
}
