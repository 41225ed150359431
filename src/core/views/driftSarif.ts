import type { Issue, Spot } from '../drift/issue.ts';
import type { Severity } from '../findings/finding.ts';
import { byText } from '../values/address.ts';
import type { AbsPath } from '../values/paths.ts';
import { maskText } from './mask.ts';
import { printableJson } from './printable.ts';

/** What the form needs besides the issues. */
export interface SarifOptions {
  /** This program's version. */
  readonly version: string;
  /** Every target that was looked at. */
  readonly targets: readonly { readonly name: string; readonly root: AbsPath }[];
  /** The folder of the hub, where lines of canonical.yaml are. */
  readonly hub: AbsPath;
}

const HUB = 'HUB';

/**
 * Issues as SARIF 2.1.0 (OASIS), for code scanning: a rule for each check, a result for each issue, every path relative to its target.
 * Texts are masked. The same issues give the same bytes.
 */
export function driftSarif(issues: readonly Issue[], options: SarifOptions): string {
  const rules = [...new Map(issues.map((issue) => [issue.check, issue])).values()].sort((a, b) =>
    byText(a.check, b.check),
  );
  const index = new Map(rules.map((issue, at) => [issue.check, at]));
  const bases = [...options.targets.map(({ name, root }) => [name, root] as const), [HUB, options.hub] as const];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'reconcile', version: options.version, rules: rules.map(ruleObject) } },
        originalUriBaseIds: Object.fromEntries(bases.map(([name, root]) => [name, { uri: `file://${uriOf(root)}/` }])),
        results: issues.map((issue) => resultObject(issue, index.get(issue.check)!)),
      },
    ],
  };
  return `${printableJson(JSON.stringify(log, null, 2))}\n`;
}

function ruleObject({ check, category, severity }: Issue): object {
  const words = check.replaceAll('-', ' ');
  return {
    id: check,
    shortDescription: { text: words.charAt(0).toUpperCase() + words.slice(1) },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { category },
  };
}

function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'low' ? 'note' : severity === 'medium' ? 'warning' : 'error';
}

function resultObject(issue: Issue, ruleIndex: number): object {
  const related = issue.related ?? [];
  const { path, paths, target, place } = issue;
  const subject = path === undefined || paths !== undefined ? (target ?? place ?? 'The hub') : path;
  return {
    ruleId: issue.check,
    ruleIndex,
    level: levelOf(issue.severity),
    message: { text: maskText(`${subject} ${issue.message.replace(/\.$/, '')}. ${issue.remedy}`) },
    locations: [locationOf(issue)],
    ...(related.length === 0 ? {} : { relatedLocations: related.map(spotLocation) }),
    partialFingerprints: {
      'reconcile/v1': [issue.check, issue.target, issue.address ?? issue.path, issue.place].join(' '),
    },
    properties: { severity: issue.severity, fixable: issue.fixable, target: issue.target ?? null },
  };
}

function locationOf({ target, path, line, place }: Issue): object {
  const logical = target === undefined ? {} : { logicalLocations: [{ name: target, kind: 'module' }] };
  const hub = /^(.+?)(?::(\d+))?(?::\d+)?$/.exec(place ?? '');
  if (path !== undefined && target !== undefined) return { ...physical(path, target, line), ...logical };
  if (hub !== null) return { ...physical(hub[1]!, HUB, hub[2] === undefined ? undefined : Number(hub[2])), ...logical };
  return target === undefined
    ? physical('canonical.yaml', HUB, undefined)
    : { ...physical('', target, undefined), ...logical };
}

function spotLocation({ target, path }: Spot): object {
  return physical(path, target, undefined);
}

function physical(path: string, base: string, line: number | undefined): object {
  const artifactLocation = path.startsWith('/')
    ? { uri: `file://${uriOf(path)}` }
    : { uri: uriOf(path), uriBaseId: base };
  return { physicalLocation: { artifactLocation, ...(line === undefined ? {} : { region: { startLine: line } }) } };
}

/** A path as a part of a URI. Half of a surrogate pair has no form there. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
