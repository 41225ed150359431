import { Renderer } from '../../../core/desired/render.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { InputError, type Problem } from '../../../core/values/problem.ts';
import { byFinding } from '../../../core/views/findingText.ts';
import { shown } from '../../../core/views/shown.ts';
import { counted } from '../../../core/views/wording.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import { renderTarget } from '../../../engine/planning/render.ts';
import { type Declared, targetsOf } from '../../../engine/targets.ts';
import { type CommonOptions, openHub } from '../common.ts';
import type { Terminal } from '../terminal.ts';

export interface ValidateOptions extends CommonOptions {
  readonly strict?: true;
}

/** `reconcile validate`: reads canonical.yaml and renders everything it asks for, without looking at any target. @returns the exit code */
export async function validateCommand(terminal: Terminal, options: ValidateOptions): Promise<number> {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  await checkSchedule(terminal, hub);
  const targets = targetsOf(hub.canonical);
  const findings = dedupe([...hub.findings, ...renderAll(hub, targets)]).sort(byFinding);
  const serious = findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high');
  if (options.json === true) {
    const value = {
      format_version: '1.0',
      valid: true,
      file: hub.file,
      targets: targets.map((target) => target.name),
      findings,
    };
    terminal.out.write(`${JSON.stringify(value, null, 2)}\n`);
  } else {
    for (const finding of findings) terminal.out.write(findingLines(finding));
    const counts = [counted(targets.length, 'target'), `${counted(hub.library.size, 'file')} in the library`];
    const found = findings.length === 0 ? 'no findings' : counted(findings.length, 'finding');
    terminal.out.write(`${hub.file} is valid: ${counts.join(', ')}, ${found}.\n`);
  }
  return options.strict === true && serious.length > 0 ? 1 : 0;
}

/** What is wrong on one line; what the client does and what to do below it. */
function findingLines({ severity, place, message, effect, remedy }: Finding): string {
  const more = [effect, remedy].filter((sentence) => sentence !== undefined && sentence !== '').join(' ');
  const wrong = more !== '' && message.endsWith(more) ? message.slice(0, -more.length).trimEnd() : message;
  const head = `${severity.padEnd(8)} ${place === undefined ? '' : `${place}  `}${shown(wrong)}\n`;
  return wrong === message ? head : `${head}         ${shown(more)}\n`;
}

async function checkSchedule(terminal: Terminal, hub: LoadedHub): Promise<void> {
  const { schedule, timeZone } = hub.canonical.controller;
  try {
    (await terminal.parts.schedules()).next(schedule, timeZone);
  } catch (cause) {
    const message = `controller: ${(cause as Error).message}.`;
    throw new InputError([
      { place: { file: hub.file }, severity: 'error', message, remedy: 'Five fields: minute hour day month weekday.' },
    ]);
  }
}

/** Renders every target. @throws InputError with the problems of all of them, each once */
function renderAll(hub: LoadedHub, targets: readonly Declared[]): Finding[] {
  const renderer = new Renderer(hub);
  const problems = new Map<string, Problem>();
  const findings: Finding[] = [];
  for (const target of targets) {
    try {
      findings.push(...renderTarget(renderer, target).findings);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) problems.set(JSON.stringify(problem), problem);
    }
  }
  if (problems.size > 0) throw new InputError([...problems.values()]);
  return findings;
}

function dedupe(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.map((finding) => [`${finding.check}\0${finding.place}\0${finding.message}`, finding])).values(),
  ];
}
